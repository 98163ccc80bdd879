from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AS_OF, WINDOW, evidence, facts, mention
from voc.domain.evidence import TREND_WEEKS, Mention, end_of_day, gather_evidence, window_before

ACCOUNTS = {a.id: a for a in (facts(f"A-{n}", segment=s) for n, s in enumerate(("smb", "mid", "mid", None)))}
some_mentions = st.lists(
    st.builds(
        lambda number, account, day, theme, sentiment: mention(f"snp_{number}", account, day, theme, sentiment),
        st.integers(0, 50),
        st.sampled_from(["A-0", "A-1", "A-2", "A-3", "A-9", None]),
        st.floats(-100, 500),
        st.sampled_from(["thm_a", "thm_b", None]),
        st.floats(-1, 1),
    ),
    max_size=30,
    unique_by=lambda m: m.snippet_id,
)


def test_a_window_begins_after_its_first_moment_and_ends_with_its_last() -> None:
    assert AS_OF in WINDOW
    assert WINDOW.since not in WINDOW
    assert AS_OF + timedelta(microseconds=1) not in WINDOW
    assert WINDOW.since + timedelta(microseconds=1) in WINDOW
    assert WINDOW.day == date(2026, 10, 31)


def test_the_end_of_a_day_is_its_last_microsecond() -> None:
    assert end_of_day(date(2026, 2, 28)) + timedelta(microseconds=1) == datetime(2026, 3, 1, tzinfo=UTC)


@given(some_mentions, st.randoms())
def test_the_order_in_which_mentions_come_changes_nothing(said: list[Mention], random: Random) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)
    assert gather_evidence(shuffled, ACCOUNTS, WINDOW) == gather_evidence(said, ACCOUNTS, WINDOW)


@given(some_mentions)
def test_every_themed_mention_in_the_window_is_in_one_theme_and_no_other_is(said: list[Mention]) -> None:
    found = gather_evidence(said, ACCOUNTS, WINDOW)
    kept = {m.snippet_id for m in said if m.theme_id and m.occurred_at in WINDOW}
    assert sorted(m.snippet_id for e in found for m in e.mentions) == sorted(kept)
    assert all(m.theme_id == e.theme_id for e in found for m in e.mentions)
    assert all(e.mentions for e in found)


@given(some_mentions)
def test_an_account_stands_once_in_a_theme_and_strangers_do_not_stand_at_all(said: list[Mention]) -> None:
    for found in gather_evidence(said, ACCOUNTS, WINDOW):
        assert set(found.accounts) == {m.account for m in found.mentions} - {None}
        spoke = {m.account for m in said if m.theme_id == found.theme_id and m.occurred_at in WINDOW}
        assert set(found.accounts) == spoke & set(ACCOUNTS)


@given(some_mentions)
def test_the_trend_counts_the_mentions_of_the_last_twelve_weeks(said: list[Mention]) -> None:
    for found in gather_evidence(said, ACCOUNTS, WINDOW):
        assert len(found.trend) == TREND_WEEKS
        assert sum(found.trend) == sum(m.occurred_at > AS_OF - timedelta(weeks=TREND_WEEKS) for m in found.mentions)


def test_the_trends_last_figure_is_the_week_that_ends_now() -> None:
    found = evidence(
        [mention("snp_1", None, 0), mention("snp_2", None, 6.9), mention("snp_3", None, 7), mention("snp_4", None, 83.9), mention("snp_5", None, 84)]
    )
    assert found.trend == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)


def test_what_is_said_of_a_theme_follows_from_its_mentions() -> None:
    said = [
        mention("snp_1", "A-0", 70, sentiment=-0.5),
        mention("snp_2", "A-1", 40),
        mention("snp_3", "A-1", 10, sentiment=1.0),
        mention("snp_4", None, 300, sentiment=-1),
    ]
    found = evidence(said, *ACCOUNTS.values())
    assert list(found.mentions_by_account.values()) == [2, 1]
    assert found.segments == ("mid", "smb")
    assert found.months == 3
    assert (found.first_seen, found.last_seen) == (said[3].occurred_at, said[2].occurred_at)
    assert (found.mean_sentiment, found.negative_share) == (-0.125, 0.5)


def test_a_shorter_window_leaves_older_mentions_out() -> None:
    said = [mention("snp_1", "A-0", 20), mention("snp_2", "A-1", 200)]
    (found,) = gather_evidence(said, ACCOUNTS, window_before(AS_OF, 30))
    assert list(found.accounts.values()) == [facts("A-0")]
    assert gather_evidence([replace(m, theme_id=None) for m in said], ACCOUNTS, WINDOW) == []
