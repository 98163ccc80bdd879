from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import AS_OF, facts, mention
from voc.domain.accounts import Signal
from voc.domain.evidence import Mention
from voc.domain.health import BASE, AccountHealth, AccountSignals, RatedComment, assess_health

TODAY = AS_OF.date()


def signal(name: str, value: float, days_ago: int = 1) -> Signal:
    return Signal("A-1", name, TODAY - timedelta(days=days_ago), value)


def rated(score: float, days_ago: int = 10) -> RatedComment:
    return RatedComment(AS_OF - timedelta(days=days_ago), score)


def assess(
    mentions: Sequence[Mention] = (), ratings: Sequence[RatedComment] = (), signals: Sequence[Signal] = (), renews: int | None = None, status: str = "active"
) -> AccountHealth:
    on = None if renews is None else TODAY + timedelta(days=renews)
    return assess_health(AccountSignals(facts("A-1", renews_on=on, status=status), mentions, ratings, signals, TODAY))


def points(health: AccountHealth, name: str) -> float:
    return next(c.points for c in health.contributions if c.name == name)


days = st.integers(0, 400)
somebody = st.builds(
    assess,
    st.lists(
        st.builds(mention, st.uuids().map(str), st.just("A-1"), days, st.just(None), st.floats(-1, 1), st.sampled_from(["ticket", "nps", "call_note"])),
        max_size=40,
    ),
    st.lists(st.builds(rated, st.floats(0, 10), days), max_size=10),
    st.lists(st.builds(signal, st.sampled_from(["active_users", "licensed_seats", "logins"]), st.floats(0, 1e6), days), max_size=10),
    st.none() | st.integers(-500, 900),
    st.sampled_from(["active", "churned", "trial"]),
)


@given(somebody)
def test_fifty_and_the_contributions_as_they_are_shown_make_the_score(health: AccountHealth) -> None:
    assert sum(Decimal(f"{c.points:.1f}") for c in health.contributions) == Decimal(f"{health.score:.1f}") - Decimal(BASE)
    assert all(c.points == round(c.points, 1) for c in health.contributions)


@given(somebody)
def test_the_score_stays_between_nothing_and_a_hundred(health: AccountHealth) -> None:
    assert 0 <= health.score <= 100
    assert 0 <= health.coverage <= 1
    assert health.band == ("healthy" if health.score >= 60 else "watch" if health.score >= 40 else "at_risk")


@given(somebody)
def test_a_signal_that_is_missing_gives_nothing_and_lowers_the_coverage(health: AccountHealth) -> None:
    missing = [c for c in health.contributions if c.as_of is None]
    assert all(c.points == 0 for c in missing)
    assert (health.coverage == 1) == (not missing)


def test_of_an_unknown_account_nothing_is_claimed() -> None:
    health = assess()
    assert (health.score, health.coverage, health.band) == (50, 0, "watch")


def test_every_signal_is_said_in_words() -> None:
    assert {c.name for c in assess().contributions} == {"sentiment", "tickets", "nps", "usage", "renewal"}
    assert all(c.why for c in assess().contributions)


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("sentiment", assess([mention("s", "A-1", 5, sentiment=0.9)]), assess([mention("s", "A-1", 5, sentiment=-0.9)])),
        ("sentiment", assess([mention("s", "A-1", 85, sentiment=-0.9)]), assess([mention(f"s{n}", "A-1", 1, sentiment=-0.9) for n in range(9)])),
        ("tickets", assess([mention("s", "A-1", 100)]), assess([mention(f"s{n}", "A-1", 5) for n in range(6)])),
        ("nps", assess(ratings=[rated(10)]), assess(ratings=[rated(3)])),
        (
            "usage",
            assess(signals=[signal("active_users", 90, 1), signal("active_users", 60, 100)]),
            assess(signals=[signal("active_users", 30, 1), signal("active_users", 60, 100)]),
        ),
        (
            "usage",
            assess(signals=[signal("active_users", 90), signal("licensed_seats", 100)]),
            assess(signals=[signal("active_users", 20), signal("licensed_seats", 100)]),
        ),
        ("renewal", assess(renews=300), assess(renews=20)),
        ("renewal", assess(renews=20), assess(renews=-1)),
        ("renewal", assess(renews=300), assess(renews=300, status="churned")),
    ],
)
def test_good_news_adds_and_bad_news_takes(name: str, better: AccountHealth, worse: AccountHealth) -> None:
    assert points(better, name) > points(worse, name)
    assert points(worse, name) < 0


def test_a_rating_of_seven_says_neither() -> None:
    assert points(assess(ratings=[rated(7)]), "nps") == 0
    assert points(assess(ratings=[rated(10)]), "nps") == 10
    assert points(assess(ratings=[rated(0)]), "nps") == -10


def test_what_was_said_or_rated_long_ago_no_longer_counts() -> None:
    health = assess([mention("s", "A-1", 91, sentiment=-1, kind="chat")], [rated(0, 181)])
    assert (health.score, health.coverage) == (50, 0)


def test_survey_comments_weigh_by_their_rating_alone() -> None:
    assert points(assess([mention("s", "A-1", 3, sentiment=-1, kind="nps")]), "sentiment") == 0


def test_a_ticket_of_many_points_is_one_ticket() -> None:
    one_ticket = [mention(f"s{n}", "A-1", 5, feedback="fbk_1") for n in range(9)]
    many = [mention(f"s{n}", "A-1", 5) for n in range(9)]
    assert points(assess(one_ticket), "tickets") > 0 > points(assess(many), "tickets")


@given(st.permutations([signal("active_users", 10, 200), signal("active_users", 40, 95), signal("active_users", 20, 2), signal("licensed_seats", 40, 3)]))
def test_the_newest_value_counts_in_whatever_order_they_came(signals: list[Signal]) -> None:
    usage = next(c for c in assess(signals=signals).contributions if c.name == "usage")
    assert usage.why == "20 active users, -50% in a quarter, 50% of the seats"
    assert usage.as_of == TODAY - timedelta(days=2)


def test_a_value_of_tomorrow_is_not_known_today() -> None:
    known = AccountSignals(facts("A-1"), (), (), [Signal("A-1", "active_users", date.max, 5.0), signal("active_users", 3)], TODAY)
    latest = known.latest("active_users")
    assert latest is not None
    assert latest.value == 3
