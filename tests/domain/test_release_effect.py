"""What came of a release: who counts, over which days, and what is claimed of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AS_OF, mention
from voc.domain.accounts import account_key
from voc.domain.evidence import Mention, end_of_day
from voc.domain.release_effect import LEAST_ASKERS, ReleaseEffect, find_span, measure_release
from voc.domain.release_words import tell_release

RELEASED = date(2026, 6, 1)
AT = datetime(2026, 6, 1, tzinfo=UTC)
LONG_AGO = AT - timedelta(days=900)
SPAN = find_span(RELEASED, LONG_AGO, AS_OF)
COMPANY = [f"A-{n}" for n in range(40)]
KEYS = {account_key(name) for name in COMPANY}


def said(account: str, day: float, theme: str = "thm_a", sentiment: float = -0.5, intent: str | None = None) -> Mention:
    """So many days after the release; before it where that is negative."""
    made = mention(f"snp_{account}_{theme}_{day}", account, 0, theme, sentiment, intent=intent)
    return replace(made, occurred_at=AT + timedelta(days=day))


def chatter(days: Sequence[float] = (-120, -60, -20, 20, 60, 120), sentiment: float = 0.1) -> list[Mention]:
    return [said(name, day, "thm_b", sentiment) for name in COMPANY for day in days]


def measure(mentions: Sequence[Mention], steady: set[str] = KEYS, customers: set[str] = KEYS) -> ReleaseEffect:
    return measure_release("thm_a", SPAN, mentions, steady, customers)


def test_both_periods_are_as_long_as_the_shorter_one_and_half_a_year_at_most() -> None:
    assert (SPAN.days, SPAN.since) == (152, 152)
    assert find_span(RELEASED, LONG_AGO, AS_OF + timedelta(days=99)).days == 180
    assert find_span(RELEASED, AT - timedelta(days=44, hours=5), AS_OF).days == 44
    assert find_span(RELEASED, LONG_AGO, end_of_day(RELEASED + timedelta(days=29))).since == 30
    assert (SPAN.first, SPAN.end, SPAN.last_day) == (AT - timedelta(days=152), AT + timedelta(days=152), date(2026, 10, 30))


@pytest.mark.parametrize(
    ("first", "as_of", "outcome", "words"),
    [
        (LONG_AGO, AT + timedelta(days=12), "too_early", "Too early to say, 12 days since; 30 are needed."),
        (AT, AS_OF, "unheard", "Nothing to compare with: too little feedback is known from before the release (0 days; 30 are needed)."),
    ],
)
def test_without_time_on_both_sides_nothing_is_said(first: datetime, as_of: datetime, outcome: str, words: str) -> None:
    found = measure_release("thm_a", find_span(RELEASED, first, as_of), chatter(), KEYS, KEYS)
    assert (found.outcome, found.ratio, tell_release(found)) == (outcome, None, (words,))


def test_who_asked_is_counted_whether_or_not_it_still_asks() -> None:
    asked = [said(name, day) for name in COMPANY[:8] for day in (-100, -50, -10)]
    late = [said("A-0", 40), said("A-1", 50), said("A-1", 60), said("A-30", 70)]
    found = measure([*asked, *late, *chatter()])
    assert found.askers == tuple(sorted(account_key(name) for name in COMPANY[:8]))
    assert (found.silent, found.still) == (6, 2)
    months = SPAN.days / 30
    assert (found.asked.before, found.asked.after) == (pytest.approx(24 / months), pytest.approx(3 / months))
    assert (found.everyone.after, found.rest.after) == (pytest.approx(4 / months), pytest.approx(120 / months))
    assert found.outcome == "fell"


def test_those_who_left_or_came_in_between_are_in_no_figure_and_the_first_are_told() -> None:
    asked = [said(name, day) for name in COMPANY[:8] for day in (-100, -50, -10)]
    gone, new = {account_key("A-0"), account_key("A-1")}, {account_key("A-2")}
    found = measure([*asked, *chatter()], KEYS - gone - new, KEYS - gone)
    assert (len(found.askers), found.left) == (5, 2)
    assert tell_release(found)[-1] == "2 accounts that asked have left since and are in no figure."


def test_praise_of_what_shipped_is_no_mention() -> None:
    asked = [said(name, day) for name in COMPANY[:6] for day in (-100, -50, -10)]
    praise = [said(name, 30, intent="praise", sentiment=0.9) for name in COMPANY[:6]]
    found = measure([*asked, *praise, *chatter()])
    assert (found.silent, found.asked.after, found.outcome) == (6, 0.0, "fell")


def test_fewer_than_five_are_too_few() -> None:
    found = measure([said(name, -20) for name in COMPANY[: LEAST_ASKERS - 1]] + chatter())
    assert (found.outcome, found.ratio, found.sentiment) == ("too_few", None, None)
    assert tell_release(found) == ("Too few to say: 4 accounts asked in the 152 days before and stayed; 5 are needed.",)


def test_where_all_that_is_said_falls_alike_the_release_did_nothing() -> None:
    asked = [said(name, day) for name in COMPANY[:10] for day in (-140, -100, -70, -40, -10, 30)]
    assert measure([*asked, *chatter((-140, -100, -70, -40, -10, 10, 40, 70, 100, 140))]).outcome == "fell"
    found = measure([*asked, *chatter((-140, -100, -70, -40, -10, 30))])
    assert found.ratio is not None
    assert (found.outcome, found.ratio.estimate) == ("unclear", pytest.approx(1, abs=0.05))


def test_what_was_falling_before_is_not_put_down_to_the_release() -> None:
    asked = [said(name, day) for name in COMPANY[:8] for day in (-150, -140, -130, -120, -110, -20)]
    found = measure([*asked, *chatter()])
    assert found.outcome == "falling"
    assert "were falling before" in tell_release(found)[0]


def test_what_is_raised_more_often_since_is_told_too() -> None:
    found = measure([*[said(name, day) for name in COMPANY[:8] for day in (-100, 10, 40, 70, 100)], *chatter()])
    assert (found.outcome, found.silent) == ("rose", 0)


def test_sentiment_is_held_against_those_who_never_asked() -> None:
    asked = [said(name, day, sentiment=-0.6) for name in COMPANY[:8] for day in (-100, -50)]
    relieved = [said(name, day, "thm_c", 0.5 + 0.01 * n) for n, name in enumerate(COMPANY[:8]) for day in (10, 50)]
    others = [said(name, day, "thm_b", 0.1 + (0.2 if day > 0 else 0)) for name in COMPANY[8:30] for day in (-40, 40)]
    asks_since = [said(name, day, "thm_a", -1.0) for name in COMPANY[30:] for day in (30,)]
    elsewhere = [said(name, -30, "thm_b", 1.0) for name in COMPANY[30:]]
    found = measure([*asked, *relieved, *others, *asks_since, *elsewhere]).sentiment
    assert found is not None
    assert (found.askers, found.others) == (8, 22)
    assert (found.of_others.before, found.of_others.after) == (pytest.approx(0.1), pytest.approx(0.3))
    assert found.difference.estimate == pytest.approx(0.535 + 0.6 - 0.2)
    assert found.difference.low > 0.8


def test_the_words_carry_the_figures() -> None:
    asked = [said(name, day) for name in COMPANY[:8] for day in (-100, -50, -10)]
    first, mentions, together, mood = tell_release(measure([*asked, said("A-0", 40), *chatter()]))
    assert first == "Mentions fell after the release, by more than chance."
    assert mentions == (
        "The 8 who asked in the 152 days before raised it 4.7 times a month then and 0.2 in the 152 days after; 7 have not raised it since, 1 still does."
    )
    assert together.startswith("All customers together: 4.7 a month before, 0.2 after; held against all else they say, 0.06 times as often (")
    assert mood.startswith("Sentiment of the 8 of them who spoke both times rose by 0.2")
    assert "against 32 others" in mood


rows_said = st.tuples(st.integers(0, 39), st.integers(-300, 200), st.sampled_from(["thm_a", "thm_b"]), st.floats(-1, 1))


@given(st.lists(rows_said, max_size=60, unique_by=lambda r: r[:3]), st.randoms())
def test_twice_the_same_snippet_and_another_order_change_nothing(rows: list[tuple[int, int, str, float]], random: Random) -> None:
    mentions = [said(f"A-{who}", day + 0.5, theme, mood) for who, day, theme, mood in rows]
    found = measure(mentions)
    again = mentions * 2
    random.shuffle(again)
    other = measure(again)
    assert (other.outcome, other.askers, other.silent, other.asked, other.everyone) == (
        found.outcome, found.askers, found.silent, found.asked, found.everyone,
    )  # fmt: skip
    assert 0 <= found.silent <= len(found.askers)
    assert found.asked.before == found.everyone.before
    assert found.asked.after <= found.everyone.after
