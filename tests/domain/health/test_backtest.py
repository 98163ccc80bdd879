"""The backtest: what was foretold from what was known, against what came after."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.factories import facts
from voc.domain.accounts import ArrChange, Signal
from voc.domain.evidence import end_of_day
from voc.domain.health import SHIPPED_WEIGHTS, AccountRecord, RatedComment
from voc.domain.health.backtest import HORIZON_DAYS, HealthCase, backtest, list_cases, month_ends

UNTIL = date(2026, 10, 31)
BEGAN = date(2024, 11, 1)


def account(name: str, changes: list[ArrChange], completion: float = 0.9, nps: float | None = None) -> AccountRecord:
    """An account whose workflow completion is the same each month, and who answers once a quarter."""
    months = [BEGAN + timedelta(days=30 * n) for n in range(24)]
    values = [Signal(name, "workflow_completion", day, completion) for day in months]
    ratings = [RatedComment(end_of_day(day), nps, "nps") for day in months[::3]] if nps is not None else []
    return AccountRecord(replace(facts(name), started_on=date(2020, 1, 1)), (), ratings, values, changes, told_until=UNTIL)


def arr(amount: str, day: date, reason: str, currency: str = "USD") -> ArrChange:
    return ArrChange("A", day, Decimal(amount), currency, reason)


NEW = arr("1000", date(2020, 1, 1), "new")
LEFT_ON = date(2026, 3, 10)


def cases_of(*changes: ArrChange) -> list[HealthCase]:
    return list_cases([account("A", [NEW, *changes])], UNTIL)


def test_month_ends_begin_when_a_quarter_is_known_and_end_by_the_last_day() -> None:
    ends = month_ends(date(2026, 1, 1), date(2026, 8, 30))
    assert ends == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30), date(2026, 7, 31)]
    assert len(month_ends(date(2015, 1, 1), UNTIL)) == 24


def test_a_month_end_is_followed_by_a_loss_exactly_where_one_comes_within_the_horizon() -> None:
    cases = cases_of(arr("0", LEFT_ON, "churn"))
    assert max(case.day for case in cases) < LEFT_ON
    for case in cases:
        ahead = (LEFT_ON - case.day).days
        assert case.lost_in == case.left_in == (ahead if ahead <= HORIZON_DAYS else None)


def test_a_smaller_arr_is_a_loss_and_a_larger_one_or_another_currency_is_none() -> None:
    assert any(case.lost_in for case in cases_of(arr("700", LEFT_ON, "contraction")))
    assert not any(case.left_in for case in cases_of(arr("700", LEFT_ON, "contraction")))
    assert not any(
        case.lost_in for case in cases_of(arr("1300", LEFT_ON, "expansion"), arr("1200", LEFT_ON + timedelta(days=200), "renewal")) if case.day < LEFT_ON
    )
    assert not any(case.lost_in for case in cases_of(arr("700", LEFT_ON, "renewal", "EUR")))


def test_months_whose_horizon_has_not_passed_are_not_told() -> None:
    cases = cases_of()
    assert {case.is_told for case in cases if case.day > UNTIL - timedelta(days=HORIZON_DAYS)} == {False}
    assert {case.is_told for case in cases if case.day <= UNTIL - timedelta(days=HORIZON_DAYS)} == {True}


def test_accounts_without_history_or_without_arr_are_left_out() -> None:
    assert list_cases([account("A", [])], UNTIL) == []
    assert list_cases([account("A", [arr("0", date(2020, 1, 1), "new")])], UNTIL) == []


def test_a_health_that_fell_before_accounts_left_is_ahead_of_ratings_that_did_not() -> None:
    stay = [account(f"S-{n}", [NEW], 0.9, 8) for n in range(30)]
    leave = [account(f"L-{n}", [NEW, arr("0", LEFT_ON + timedelta(days=n), "churn")], 0.3, 8) for n in range(6)]
    found = backtest(list_cases([*stay, *leave], UNTIL), SHIPPED_WEIGHTS, "shipped")
    assert (found.accounts, found.leavings, found.losses) == (36, 36, 36)
    assert found.health.auc is not None
    assert found.health.auc > 0.9
    assert found.nps.auc == found.answered_nps == 0.5
    assert found.ahead == found.health.auc - 0.5
    assert (found.health.lead.losses, found.health.lead.warned) == (6, 6)
    assert found.health.lead.median_days is not None
    assert found.health.lead.median_days > 300
    assert found.nps.lead.warned == 0, "who rate all alike are no warning"
    worth = {signal.name: signal for signal in found.signals}
    assert worth["workflow_completion"].left_out is not None
    assert worth["workflow_completion"].left_out < -0.2
    assert worth["champion"].left_out == 0
    assert worth["champion"].known == 0


def test_without_any_case_nothing_is_claimed() -> None:
    found = backtest([], SHIPPED_WEIGHTS, "shipped")
    assert (found.cases, found.health.auc, found.ahead, found.health.lift, found.first_day) == (0, None, None, None, None)
