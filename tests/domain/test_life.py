from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.evidence import Mention, ThemeEvidence, window_before
from voc.domain.life import Life, Pace, judge_life, pace_of

AS_OF = datetime(2026, 10, 31, tzinfo=UTC)
EVEN = Pace(1_000, 1_000)


def evidence(days_ago: Sequence[int], accounts: int = 40) -> ThemeEvidence:
    """One mention each so many days before the end, by one account after the other."""
    said = [
        Mention(f"snp_{n}", f"fbk_{n}", "thm", f"acc_{n % accounts}", AS_OF - timedelta(days=ago), "ticket", "zendesk", 0.0) for n, ago in enumerate(days_ago)
    ]
    return ThemeEvidence("thm", tuple(sorted(said, key=lambda m: m.occurred_at)), {}, window_before(AS_OF, 365))


def test_what_nobody_raised_before_is_new() -> None:
    assert judge_life(evidence([5, 20, 50]), EVEN) is Life.NEW
    assert judge_life(evidence([5, 20, 200]), EVEN) is Life.STEADY


def test_more_voices_than_before_is_growing_and_fewer_is_fading() -> None:
    many, few = list(range(1, 89, 4)), [95, 120, 150]
    assert judge_life(evidence(many + few), EVEN) is Life.GROWING
    assert judge_life(evidence([10, 40, 70] + [ago + 90 for ago in many]), EVEN) is Life.FADING
    assert judge_life(evidence(many + [ago + 90 for ago in many]), EVEN) is Life.STEADY


def test_a_company_that_hears_more_of_everything_has_no_growing_theme_for_that() -> None:
    found = evidence([*range(1, 89, 4), 95, 120, 150, 170, 175])
    assert judge_life(found, EVEN) is Life.GROWING
    assert judge_life(found, Pace(4_000, 1_000)) is Life.STEADY


def test_one_account_that_writes_daily_makes_no_theme_grow() -> None:
    assert judge_life(evidence([*range(30, 37), 100, 110, 120, 200], accounts=1), EVEN) is Life.STEADY


def test_what_was_not_raised_for_half_a_year_fades() -> None:
    assert judge_life(evidence([200, 250, 300]), EVEN) is Life.FADING


def test_silence_after_a_release_is_resolved() -> None:
    said = evidence(list(range(70, 240, 8)))
    assert judge_life(said, EVEN, date(2026, 8, 25)) is Life.RESOLVED
    assert judge_life(said, EVEN, None) is not Life.RESOLVED
    assert judge_life(said, EVEN, AS_OF.date() - timedelta(days=10)) is not Life.RESOLVED  # too early to say
    assert judge_life(evidence(list(range(1, 240, 8))), EVEN, date(2026, 8, 25)) is not Life.RESOLVED


def test_the_pace_is_that_of_all_themes() -> None:
    assert pace_of([evidence([10, 100]), evidence([20, 30, 300])]) == Pace(3, 1)
    assert pace_of([]).share == pytest.approx(0.5)


@given(st.lists(st.integers(0, 364), min_size=1, max_size=60), st.integers(0, 500), st.integers(0, 500))
def test_every_theme_has_a_life(days_ago: list[int], recent: int, before: int) -> None:
    assert judge_life(evidence(days_ago), Pace(recent, before)) in Life
