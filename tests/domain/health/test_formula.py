from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.health.known import TODAY, assess, changed, points, rated, record, said, signal
from tests.factories import AS_OF, mention
from voc.domain.health import BASE, SHIPPED_WEIGHTS, AccountRecord, HealthWeights, assess_health, score_at
from voc.domain.health.formula import LEAST_COVERAGE, READERS, score_values

SIGNALS = ["active_users", "licensed_seats", "feature_depth", "workflow_completion", "days_to_first_value", "champion_active", "billing_failed", "logins"]

days = st.integers(0, 500)
intents = st.sampled_from([None, "request", "problem", "praise", "churn_threat", "upsell_signal"])
mentions = st.builds(
    lambda key, day, mood, kind, theme, intent: replace(mention(key, "A-1", day, theme, mood, kind), intent=intent),
    st.uuids().map(str),
    days,
    st.floats(-1, 1),
    st.sampled_from(["ticket", "nps", "call_note"]),
    st.sampled_from([None, "thm_a", "thm_b"]),
    intents,
)
ratings = st.builds(rated, st.floats(0, 10), days, st.sampled_from(["nps", "csat5"]))
signals = st.builds(signal, st.sampled_from(SIGNALS), st.floats(0, 1e6), days)
records = st.builds(
    record,
    st.lists(mentions, max_size=30),
    st.lists(ratings, max_size=8),
    st.lists(signals, max_size=30),
    st.none() | st.integers(-500, 900),
    st.sampled_from(["active", "churned", "trial"]),
    st.none() | st.integers(0, 900),
)
weights = st.fixed_dictionaries({name: st.floats(0.1, 100) for name in READERS})


@given(records, weights)
def test_fifty_and_the_contributions_as_they_are_shown_make_the_score(known: AccountRecord, wanted: Mapping[str, float]) -> None:
    health = assess_health(known, AS_OF, HealthWeights("wgt_x", wanted))
    assert sum((Decimal(f"{c.points:.1f}") for c in health.contributions), Decimal(BASE)) == Decimal(f"{health.score:.1f}")
    assert all(c.points == round(c.points, 1) for c in health.contributions)
    assert 0 <= health.score <= 100
    assert health.weights == "wgt_x"


@given(records)
def test_the_shown_score_is_the_exact_one_to_a_tenth(known: AccountRecord) -> None:
    values = {name: read(known.at(AS_OF)).value for name, read in READERS.items()}
    assert abs(assess_health(known, AS_OF).score - score_values(values, SHIPPED_WEIGHTS)) <= 0.0501


@given(records)
def test_only_what_is_known_and_fresh_has_points_and_counts_as_covered(known: AccountRecord) -> None:
    health = assess_health(known, AS_OF)
    for part in health.contributions:
        assert part.state == ("missing" if part.as_of is None else part.state)
        assert (part.weight > 0) is (part.state == "fresh")
        assert part.points == 0 or part.state == "fresh"
        assert part.why
    covered = sum(SHIPPED_WEIGHTS[c.name] for c in health.contributions if c.state == "fresh") / sum(SHIPPED_WEIGHTS.values())
    assert health.coverage == round(covered, 2)
    assert health.band == ("healthy" if health.score >= 55 else "watch" if health.score >= 42 else "at_risk")


@given(records, st.integers(0, 400), st.lists(mentions, max_size=9), st.lists(ratings, max_size=5), st.lists(signals, max_size=9))
def test_a_past_days_score_is_the_same_whatever_came_after(known: AccountRecord, back: int, words: list, marks: list, values: list) -> None:  # type: ignore[type-arg]
    then = AS_OF - timedelta(days=back)
    later = AccountRecord(
        known.facts,
        [*known.mentions, *(m for m in words if m.occurred_at > then)],
        [*known.ratings, *(r for r in marks if r.occurred_at > then)],
        [*(s for found in known.signals.values() for s in found), *(s for s in values if s.observed_on > then.date())],
    )
    assert assess_health(later, then) == assess_health(known, then)


@given(records, st.randoms())
def test_the_order_in_which_things_came_in_does_not_matter(known: AccountRecord, chance: object) -> None:
    words, marks = list(known.mentions), list(known.ratings)
    values = [s for found in known.signals.values() for s in found]
    if len({(s.signal, s.observed_on) for s in values}) < len(values) or len({r.occurred_at for r in marks}) < len(marks):
        return  # the database has one value a day, and ratings of one moment have no order
    for rows in (words, marks, values):
        chance.shuffle(rows)  # type: ignore[attr-defined]
    assert assess_health(AccountRecord(known.facts, words, marks, values), AS_OF) == assess_health(known, AS_OF)


def test_of_an_unknown_account_nothing_is_claimed() -> None:
    health = assess()
    assert (health.score, health.coverage, health.band) == (50, 0, "watch")
    assert [past.score for past in health.trend] == [None, None]
    assert health.reasons == ()


def test_what_is_missing_re_weighs_the_rest_but_little_knowledge_moves_little() -> None:
    usage = [signal(name, value) for name, value in (("active_users", 100), ("licensed_seats", 100), ("champion_active", 1), ("billing_failed", 0))]
    few = assess(signals=usage)
    more = assess(
        signals=[*usage, signal("feature_depth", 0.4), signal("workflow_completion", 0.7), signal("logins", 9), signal("logins", 9, 120)],
        ratings=[rated(7)],
    )
    assert points(few, "seats") > points(more, "seats") > 0
    alone = assess(signals=[signal("champion_active", 0)])
    assert points(alone, "champion") == pytest.approx(-50 * SHIPPED_WEIGHTS["champion"] / (LEAST_COVERAGE * 100), abs=0.05)


def test_a_stale_value_counts_as_missing_and_says_how_old_it_is() -> None:
    health = assess(signals=[signal("workflow_completion", 0.1, 63)], ratings=[rated(0, 366)])
    stale = {c.name: c for c in health.contributions if c.state == "stale"}
    assert health.score == 50
    assert stale["workflow_completion"].as_of == TODAY - timedelta(days=63)
    assert stale["nps"].as_of == TODAY - timedelta(days=366)
    assert points(assess(signals=[signal("workflow_completion", 0.1, 62)]), "workflow_completion") < 0


def test_the_trend_is_the_same_formula_on_what_was_known_then() -> None:
    known = record([*said(0.8, 100, 130), *said(-0.9, 5, 10)], [rated(10, 95), rated(1, 8)])
    health = assess_health(known, AS_OF)
    month, quarter = health.trend
    assert month.score == score_at(known, AS_OF - timedelta(days=30))
    assert quarter.score == score_at(known, AS_OF - timedelta(days=90))
    assert quarter.score is not None
    assert quarter.change == round(health.score - quarter.score, 1)
    assert quarter.change < -10


def test_an_account_that_was_not_there_has_no_past_score() -> None:
    assert [p.score is None for p in assess(said(0.5, 5, 40, 95), started=50).trend] == [False, True]


def test_the_reasons_are_the_heaviest_contributions_with_their_quotes() -> None:
    health = assess(said(-0.9, 3, 4, theme="thm_a"), [rated(1)], [signal("champion_active", 1)])
    assert [c.name for c in health.reasons] == ["nps", "sentiment", "unmet"]
    assert [abs(c.points) for c in health.reasons] == sorted((abs(c.points) for c in health.reasons), reverse=True)
    assert all(len(c.quotes) == 2 and c.quotes[0].startswith("snp_-0.9") for c in health.reasons[1:])


def test_an_account_that_left_says_so() -> None:
    health = assess(renews=300, status="churned", changes=[changed("0", 20, "churn")])
    assert next(c for c in health.contributions if c.name == "renewal").why == "churned"
    assert points(health, "renewal") < 0
