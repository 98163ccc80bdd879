import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import evidence, facts, mention, raised_by
from voc.domain.accounts import AccountFacts
from voc.domain.evidence import ThemeEvidence
from voc.domain.scope import Scope, judge_scope

SEGMENTS = ("smb", "mid", "large")
OLD = (120, 200)  # days ago, in two months


def accounts(count: int) -> list[AccountFacts]:
    return [facts(f"A-{n}", segment=SEGMENTS[n % 3]) for n in range(count)]


def theme(count: int, times: int = 1, days_ago: tuple[float, ...] = OLD) -> ThemeEvidence:
    return raised_by(*accounts(count), times=times, days_ago=days_ago)


def loud(count: int, shouts: int) -> ThemeEvidence:
    """A theme that A-0 raised `shouts` times and the others once each."""
    said = [mention(f"snp_0_{n}", "A-0", 100 + n) for n in range(shouts)] + [mention(f"snp_{n}", f"A-{n}", 100 + 30 * n) for n in range(1, count)]
    return evidence(said, *accounts(count))


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (evidence([mention("snp_1", None)]), Scope.ONE_OFF),
        (theme(1, days_ago=(100,)), Scope.ONE_OFF),
        (theme(1), Scope.ONE_OFF),
        (theme(1, times=3), Scope.CONCENTRATED),
        (theme(2), Scope.CONCENTRATED),
        (theme(3), Scope.CONCENTRATED),
        (theme(4, days_ago=(121,)), Scope.CONCENTRATED),
        (loud(5, 20), Scope.CONCENTRATED),
        (theme(3, days_ago=(5, 50)), Scope.EMERGING),
        (theme(9, days_ago=(5,)), Scope.EMERGING),
        (theme(2, days_ago=(5,)), Scope.CONCENTRATED),
        (theme(4), Scope.SCALABLE),
        (theme(9, days_ago=(5, 200)), Scope.SCALABLE),
    ],
)
def test_the_verdict_follows_from_who_raised_it_and_when(found: ThemeEvidence, verdict: Scope) -> None:
    judged = judge_scope(found)
    assert judged.scope is verdict
    assert (judged.evidence_needed is None) == (verdict is Scope.SCALABLE)


def test_a_stray_early_mention_does_not_make_a_new_theme_old() -> None:
    said = [mention(f"snp_{n}", f"A-{n}", 10) for n in range(10)]
    assert judge_scope(evidence([*said, mention("snp_old", "A-0", 300)], *accounts(10))).scope is Scope.EMERGING
    assert judge_scope(evidence([*said, *(mention(f"snp_old_{n}", "A-1", 300) for n in range(3))], *accounts(10))).scope is Scope.SCALABLE


@given(st.integers(1, 12), st.integers(0, 60))
def test_a_loud_account_never_makes_a_theme_scalable(count: int, more: int) -> None:
    shouts = 3 * count + more  # far more than all the others together
    assert judge_scope(loud(count, shouts)).scope in (Scope.CONCENTRATED, Scope.ONE_OFF)


@given(st.integers(1, 40))
def test_one_account_alone_is_never_more_than_concentrated_however_often_it_asks(times: int) -> None:
    judged = judge_scope(theme(1, times=times))
    assert judged.scope in (Scope.ONE_OFF, Scope.CONCENTRATED)
    assert judged.probability < 0.5


@given(st.integers(0, 80), st.integers(1, 4), st.sampled_from([(5,), (5, 50), OLD, (10, 40, 80, 160, 300)]))
def test_the_probability_lies_between_none_and_certainty(count: int, times: int, days_ago: tuple[float, ...]) -> None:
    found = theme(count, times, days_ago) if count else evidence([mention("snp_1", None)])
    assert 0 < judge_scope(found).probability < 1


@given(st.integers(1, 60), st.integers(1, 3))
def test_more_accounts_never_make_a_shared_gap_less_likely(count: int, times: int) -> None:
    assert judge_scope(theme(count + 1, times)).probability >= judge_scope(theme(count, times)).probability


def test_mentions_without_an_account_make_nothing_scalable() -> None:
    said = [mention(f"snp_{n}", None, 10 * n) for n in range(30)]
    judged = judge_scope(evidence(said))
    assert judged.scope is Scope.ONE_OFF
    assert "30 mentions without an account" in judged.reasons


def test_the_reasons_say_what_was_counted() -> None:
    assert judge_scope(theme(4)).reasons == ("4 accounts in 3 segments over 2 months",)
    assert judge_scope(theme(1, days_ago=(3,))).reasons == ("1 account in 1 segment over 1 month", "1 of 1 mention in the last 8 weeks")
    assert "one account made 83% of the mentions" in judge_scope(loud(5, 20)).reasons


@pytest.mark.parametrize(
    ("found", "needed"),
    [
        (theme(1), "3 more accounts"),
        (theme(3), "1 more account"),
        (theme(4, days_ago=(121,)), "another month"),
        (loud(5, 20), "more accounts"),
        (theme(9, days_ago=(2, 33)), "8 weeks old"),
    ],
)
def test_what_is_missing_is_said(found: ThemeEvidence, needed: str) -> None:
    assert re.search(needed, judge_scope(found).evidence_needed or "")
