"""Each signal: good news adds, bad news takes, and what it is measured against."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.health.known import TODAY, assess, changed, points, rated, record, said, signal
from tests.factories import AS_OF, facts, mention
from voc.domain.health import AccountHealth, AccountRecord, ThemeStatuses, assess_health
from voc.domain.health.record import Peers, facts_on
from voc.domain.health.said import USUAL_NEED, measure_need


def usage(name: str, *values: float, every: int = 30) -> list:  # type: ignore[type-arg]
    """Values a month apart, the newest last."""
    return [signal(name, value, 1 + every * n) for n, value in enumerate(reversed(values))]


@pytest.mark.parametrize(
    ("name", "better", "worse"),
    [
        ("sentiment", assess(said(0.9, 5)), assess(said(-0.9, 5))),
        ("sentiment", assess(said(-0.9, 85)), assess(said(-0.9, 1, 2, 3, 4))),
        ("sentiment", assess(said(-0.2, 1, 2, 3, 4, 120, 150, 180, 210)), assess([*said(-0.2, 1, 2, 3, 4), *said(0.6, 120, 150, 180, 210)])),
        ("sentiment", assess(said(0.1, 5)), assess(said(0.1, 5, intent="churn_threat"))),
        ("tickets", assess(said(-0.2, 100, kind="ticket")), assess(said(-0.2, 1, 2, 3, 4, 5, 6, kind="ticket"))),
        ("tickets", assess(said(0.0, 1, 2, 3, 4, 5, kind="ticket")), assess(said(-0.9, 1, 2, 3, 4, 5, kind="ticket"))),
        ("nps", assess(ratings=[rated(10)]), assess(ratings=[rated(3)])),
        ("nps", assess(ratings=[rated(6)]), assess(ratings=[rated(6), rated(6, 20), rated(6, 30)])),
        ("csat", assess(ratings=[rated(10, scale="csat5")]), assess(ratings=[rated(2.5, scale="csat5")])),
        ("unmet", assess(said(0.8, 5, theme="thm_a")), assess([*said(-0.8, 5, theme="thm_a"), *said(-0.8, 5, theme="thm_b")])),
        ("unmet", assess(said(-0.8, 300, theme="thm_a")), assess(said(-0.8, 3, theme="thm_a"))),
        ("contact", assess(said(0, 3, 10, 17, 24)), assess(said(0, 83, 90, 97, 104))),
        ("seats", assess(signals=[signal("active_users", 90), signal("licensed_seats", 100)]),
         assess(signals=[signal("active_users", 20), signal("licensed_seats", 100)])),
        ("seats", assess(signals=usage("active_users", 60, 60, 60, 70, 80, 90)), assess(signals=usage("active_users", 60, 60, 60, 50, 40, 30))),
        ("feature_depth", assess(signals=usage("feature_depth", 0.2, 0.2, 0.2, 0.5, 0.5)), assess(signals=usage("feature_depth", 0.5, 0.5, 0.5, 0.2, 0.2))),
        ("workflow_completion", assess(signals=usage("workflow_completion", 0.9)), assess(signals=usage("workflow_completion", 0.4))),
        ("logins", assess(signals=usage("logins", 50, 50, 50, 80, 90)), assess(signals=usage("logins", 50, 50, 50, 20, 10))),
        ("first_value", assess(signals=[signal("days_to_first_value", 5)], started=60), assess(signals=[signal("days_to_first_value", 80)], started=60)),
        ("champion", assess(signals=[signal("champion_active", 1)]), assess(signals=[signal("champion_active", 0)])),
        ("billing", assess(signals=[signal("billing_failed", 0)]), assess(signals=[signal("billing_failed", 1)])),
        ("renewal", assess(renews=300), assess(renews=20)),
        ("renewal", assess(renews=20), assess(renews=-1)),
        ("renewal", assess(renews=300), assess(renews=300, status="churned")),
    ],
)  # fmt: skip
def test_good_news_adds_and_bad_news_takes(name: str, better: AccountHealth, worse: AccountHealth) -> None:
    assert points(better, name) > points(worse, name)
    assert points(worse, name) < 0


def test_survey_comments_weigh_by_their_rating_alone() -> None:
    assert points(assess(said(-1, 3, kind="nps")), "sentiment") == 0
    assert points(assess(ratings=[rated(7)]), "nps") == 0


def test_nps_and_other_ratings_are_kept_apart() -> None:
    health = assess(ratings=[rated(10), rated(0, scale="csat5")])
    assert points(health, "nps") > 0 > points(health, "csat")
    assert next(c.why for c in health.contributions if c.name == "nps") == "rating 10.0 of 10 from 1 answer in 365 days"


def test_a_ticket_of_many_points_is_one_ticket() -> None:
    one = [mention(f"s{n}", "A-1", 5, feedback="fbk_1") for n in range(9)]
    many = [mention(f"s{n}", "A-1", 5) for n in range(9)]
    assert points(assess(one), "tickets") > 0 > points(assess(many), "tickets")


def test_a_theme_weighs_by_how_bad_it_is_and_not_by_how_often_it_is_raised() -> None:
    once, often = assess(said(-0.8, 5, theme="thm_a")), assess(said(-0.8, 5, 6, 7, 8, 9, theme="thm_a"))
    assert points(once, "unmet") == points(often, "unmet") < 0


def test_a_shipped_theme_is_unmet_until_the_day_people_said_it_was_shipped() -> None:
    shipped = ThemeStatuses([("thm_a", AS_OF - timedelta(days=40), "shipped"), ("thm_a", AS_OF - timedelta(days=60), "planned")])
    words = said(-0.8, 70, theme="thm_a")
    assert points(assess(words), "unmet") < 0 < points(assess(words, statuses=shipped), "unmet")
    assert not shipped.is_shipped("thm_a", AS_OF - timedelta(days=41))


def test_a_missing_habit_is_no_silence() -> None:
    contact = next(c for c in assess(said(0, 200, 210, 220)).contributions if c.name == "contact")
    assert (contact.state, contact.points) == ("missing", 0)


def test_the_time_to_first_value_tells_of_the_first_year_alone() -> None:
    assert points(assess(signals=[signal("days_to_first_value", 80, 200)], started=300), "first_value") < 0
    assert points(assess(signals=[signal("days_to_first_value", 80, 200)], started=400), "first_value") == 0


@given(st.permutations([signal("active_users", 10, 200), signal("active_users", 40, 95), signal("active_users", 20, 2), signal("licensed_seats", 40, 3)]))
def test_the_newest_value_counts_in_whatever_order_they_came(signals: list) -> None:  # type: ignore[type-arg]
    seats = next(c for c in assess(signals=signals).contributions if c.name == "seats")
    assert seats.why.startswith("20 active users, 50% of the seats in a quarter")
    assert seats.as_of == TODAY - timedelta(days=2)


def test_before_the_histories_end_status_and_renewal_are_those_of_the_day() -> None:
    row = facts("A-1", renews_on=date(2027, 3, 10), status="churned")
    history = [changed("1000", 900, "new"), changed("0", 30, "churn")]
    before = facts_on(row, TODAY - timedelta(days=200), history, TODAY)
    assert (before.status, before.renews_on) == ("active", date(2027, 3, 10).replace(year=(TODAY - timedelta(days=200)).year + 1))
    assert facts_on(row, TODAY - timedelta(days=10), history, TODAY).status == "churned"
    assert facts_on(row, TODAY, history, TODAY) == row


@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 1, 1), date(2026, 1, 1)))
def test_a_past_renewal_is_an_anniversary_within_the_year_after(stated: date, day: date) -> None:
    found = facts_on(facts("A-1", renews_on=stated), day, [], date.max).renews_on
    assert found is not None
    assert day < found <= day + timedelta(days=367)
    assert (found.month, found.day) == (stated.month, stated.day) or (stated.month, stated.day) == (2, 29)


def test_a_value_of_tomorrow_is_not_known_today() -> None:
    latest = record(signals=[signal("active_users", 5, -400), signal("active_users", 3)]).at(AS_OF).latest("active_users")
    assert latest is not None
    assert latest.value == 3


def test_what_is_unmet_is_measured_against_what_is_usual_at_the_months_beginning() -> None:
    peers = Peers(measure_need, USUAL_NEED)
    much = [record(said(-0.8, 40, 50, theme="thm_a") + said(-0.8, 40, theme="thm_b") + said(-0.8, 2, theme=f"thm_{n}")) for n in range(3)]
    assert peers.usual(AS_OF) == USUAL_NEED
    peers.join([*much, record(said(0.1, 5)), record()])
    usual = peers.usual(AS_OF)
    assert usual == measure_need(much[0].at(AS_OF.replace(day=1, hour=0))), "what came since the month began is left aside"
    assert 1 < usual < 1.6
    complaints = said(-0.8, 5, theme="thm_a")
    among = AccountRecord(facts("A-1"), complaints, needs=peers)
    assert points(assess_health(among, AS_OF), "unmet") > 0 > points(assess(complaints), "unmet")
