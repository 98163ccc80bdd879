from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.counting import SURE, count_sure, is_sure
from voc.domain.evidence import Mention

SAID = datetime(2026, 3, 1, tzinfo=UTC)
strengths = st.floats(0, 1)
placed = st.lists(st.tuples(st.sampled_from(["thm_a", "thm_b", None]), st.sampled_from(["acc_1", "acc_2", None]), strengths, st.integers(0, 3)), max_size=12)


def mention(number: int, theme: str | None, account: str | None, strength: float, words: object = None) -> Mention:
    text = None if words is None else str(words)
    return Mention(f"snp_{number}", f"fbk_{number}", theme, account, SAID, "ticket", "zendesk", 0.0, strength, words=text)


def counting(*said: tuple[str | None, str | None, float]) -> list[bool]:
    return [m.theme_id is not None for m in count_sure([mention(n, *one) for n, one in enumerate(said)])]


def test_two_half_sure_quotes_make_an_account_sure_and_all_its_quotes_there_count() -> None:
    assert counting(("thm_a", "acc_1", 0.3), ("thm_a", "acc_1", 0.3)) == [True, True]
    assert counting(("thm_a", "acc_1", 0.3), ("thm_a", "acc_2", 0.3), ("thm_b", "acc_1", 0.3)) == [False, False, False]


def test_the_same_words_of_one_account_are_no_second_evidence() -> None:
    same = [mention(n, "thm_a", "acc_1", 0.4, "words") for n in range(5)]
    assert all(m.possible_in == "thm_a" and m.theme_id is None for m in count_sure(same))
    assert all(m.theme_id == "thm_a" for m in count_sure([*same, mention(9, "thm_a", "acc_1", 0.2, "others")]))


def test_what_no_account_said_counts_by_its_own_strength() -> None:
    assert counting(("thm_a", None, 0.49), ("thm_a", None, 0.49), ("thm_a", None, 0.5)) == [False, False, True]


def test_who_said_nothing_is_not_sure() -> None:
    assert not is_sure([])


@given(placed)
def test_every_mention_keeps_its_place_and_a_second_look_changes_nothing(said: Sequence[tuple[str | None, str | None, float, int]]) -> None:
    before = [mention(n, *one) for n, one in enumerate(said)]
    after = count_sure(before)
    assert [m.placed_in for m in after] == [m.placed_in for m in before]
    assert all(m.theme_id is None or m.possible_in is None for m in after)
    assert count_sure(after) == after


@given(placed, strengths)
def test_more_evidence_never_makes_an_account_less_sure(said: Sequence[tuple[str | None, str | None, float, int]], strength: float) -> None:
    some = [mention(n, *one) for n, one in enumerate(said)]
    more = [*some, mention(99, "thm_a", "acc_1", strength, "new words")]
    for without, beside in zip(count_sure(some), count_sure(more), strict=False):
        assert without.theme_id is None or beside.theme_id is not None


@pytest.mark.parametrize("strength", [0.0, SURE - 0.01, SURE, 1.0])
def test_one_quote_counts_from_the_cut_on(strength: float) -> None:
    assert is_sure([strength]) == (strength >= SURE)
