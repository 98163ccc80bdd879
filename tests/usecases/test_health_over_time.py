"""Health in a company's life: alerts once, statuses by their day, accepted weights, the backtest."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.usecases.company import AS_OF, COMPLAINTS, item, refresh
from voc.db.health_alerts import list_alerts
from voc.db.health_weights import add_proposal, find_accepted, load_weights
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.db.theme_statuses import load_theme_statuses
from voc.domain.health import SHIPPED_WEIGHTS
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, InputError, NotFoundError
from voc.usecases.accounts.accept_weights import accept_weights, withdraw_weights
from voc.usecases.accounts.backtest_health import backtest_health, propose_weights
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.accounts.list_timeline import list_timeline
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

NOW = datetime(2026, 11, 1, tzinfo=UTC)
Rows = list[dict[str, Any]]


def bring_in(engine: Engine, kind: str, rows: Rows) -> None:
    assert all(result.error is None for result in import_rows(engine, kind, rows, reporting_currency="USD"))


def import_accounts(engine: Engine, count: int = 3) -> None:
    """Accounts of which A-1's champion leaves and use falls in October 2026; the others stay as they are."""
    bring_in(engine, "accounts", [{"account_id": f"A-{n}", "name": f"Company {n}", "arr": "1000", "currency": "USD"} for n in range(1, count + 1)])
    bring_in(engine, "feedback", [item(f"{n}", f"{COMPLAINTS['export']} monday", f"A-{n}", f"2026-0{3 + n % 6}-15") for n in range(1, count + 1)])
    values: Rows = []
    for n in range(1, count + 1):
        for month in range(1, 11):
            fell = n == 1 and month == 10
            for name, good, bad in (("workflow_completion", 0.95, 0.2), ("champion_active", 1, 0), ("feature_depth", 0.8, 0.1)):
                values.append({"account_id": f"A-{n}", "signal": name, "observed_on": f"2026-{month:02}-10", "value": bad if fell else good})
    bring_in(engine, "signals", values)


def health_of(engine: Engine, account_id: str) -> Mapping[str, Any]:
    with reading(engine) as session:
        return next(a["health"] for a in list_accounts(session) if a["account_id"] == account_id)


def test_a_fall_is_told_once_however_often_one_refreshes(engine: Engine) -> None:
    import_accounts(engine)
    refresh(engine, AS_OF - timedelta(days=40))
    with reading(engine) as session:
        assert list_alerts(session, 10) == []
    for days_ago in (15, 10, 0, 0):
        refresh(engine, AS_OF - timedelta(days=days_ago))
    with reading(engine) as session:
        (raised,) = list_alerts(session, 10)
        told = [entry for entry in list_timeline(session, raised.alert.account, Principal("usr_ana", "Ana", Role.PM)) if entry.type == "alert"]
    assert (raised.name, raised.alert.began_on) == ("Company 1", date(2026, 10, 10))
    assert raised.alert.score < raised.alert.score_before
    assert [entry.facts["kind"] for entry in told] == [raised.alert.kind]


def test_a_look_back_at_a_past_day_alarms_nobody(engine: Engine) -> None:
    import_accounts(engine)
    refresh(engine, AS_OF + timedelta(days=60))  # its signals are too old to tell by then
    refresh(engine, AS_OF)
    with reading(engine) as session:
        assert list_alerts(session, 10) == []


def test_a_refresh_as_of_a_past_day_knows_nothing_of_later_ones(engine: Engine) -> None:
    import_accounts(engine)
    refresh(engine, AS_OF - timedelta(days=40))
    before = health_of(engine, "A-1")
    bring_in(engine, "arr", [{"account_id": "A-1", "effective_on": "2026-01-01", "arr": "1000", "currency": "USD"},
                             {"account_id": "A-1", "effective_on": "2026-10-20", "arr": "0", "currency": "USD", "reason": "churn"}])  # fmt: skip
    bring_in(engine, "accounts", [{"account_id": "A-1", "name": "Company 1", "arr": "0", "currency": "USD", "status": "churned"}])
    bring_in(engine, "feedback", [item("late", f"{COMPLAINTS['export']} friday", "A-1", "2026-10-21")])
    refresh(engine, AS_OF - timedelta(days=40))
    assert health_of(engine, "A-1") == before
    refresh(engine)
    assert "churned" in {part["why"] for part in health_of(engine, "A-1")["contributions"]}


def test_a_shipped_theme_is_met_from_the_day_on_that_a_person_says_so(engine: Engine) -> None:
    import_accounts(engine)
    refresh(engine)
    with transaction(engine) as session:
        theme = list_themes(session, ThemeQuery()).themes[0]["id"]
        edit_theme(session, theme, {"status": "shipped"}, "Ana", NOW)
    with reading(engine) as session:
        statuses = load_theme_statuses(session)
    assert statuses.is_shipped(theme, NOW)
    assert not statuses.is_shipped(theme, NOW - timedelta(seconds=1))


def test_accepted_weights_count_from_the_next_refresh_on_and_the_run_says_so(engine: Engine) -> None:
    import_accounts(engine)
    refresh(engine)
    shipped = health_of(engine, "A-1")
    heavy = {**SHIPPED_WEIGHTS, "champion": 40.0}
    with transaction(engine) as session:
        one, other = (add_proposal(session, heavy, {}, NOW + timedelta(hours=n)) for n in range(2))
        assert load_weights(session).id == "shipped", "a proposal alone changes nothing"
        accept_weights(session, other, "Ana", NOW)
        accepted = accept_weights(session, one, "Ana", NOW)
        assert accept_weights(session, one, "Ben", NOW) == accepted
    refresh(engine)
    health = health_of(engine, "A-1")
    assert health["weights"] == one
    assert health["score"] < shipped["score"]
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        assert run.engine["health_weights"] == one
    with transaction(engine) as session:
        with pytest.raises(ConflictError):
            withdraw_weights(session, other, "Ana", NOW)
        withdraw_weights(session, one, "Ana", NOW)
        assert find_accepted(session) is None
        with pytest.raises(NotFoundError):
            accept_weights(session, "wgt_none", "Ana", NOW)
    refresh(engine)
    assert health_of(engine, "A-1") == shipped


def test_the_backtest_judges_past_months_by_the_arr_history(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        backtest_health(engine)
    import_accounts(engine, 6)
    refresh(engine)
    with pytest.raises(InputError, match="voc import arr"):
        backtest_health(engine)
    history: Rows = [{"account_id": f"A-{n}", "effective_on": "2025-01-01", "arr": "1000", "currency": "USD", "reason": "new"} for n in range(1, 7)]
    bring_in(engine, "arr", [*history, {"account_id": "A-2", "effective_on": "2026-08-20", "arr": "400", "currency": "USD", "reason": "contraction"}])
    refresh(engine)
    found = backtest_health(engine)
    assert (found.accounts, found.first_day, found.last_day) == (6, date(2026, 4, 30), date(2026, 4, 30))
    assert (found.cases, found.losses, found.leavings) == (6, 1, 0)
    with pytest.raises(InputError, match="only 1 accounts"):
        propose_weights(engine, NOW)


def test_a_change_dated_ahead_for_one_account_says_nothing_of_another(engine: Engine) -> None:
    import_accounts(engine)
    bring_in(engine, "accounts", [{"account_id": "A-2", "name": "Company 2", "arr": "1000", "currency": "USD", "status": "churned", "renews_on": "2026-12-31"}])
    bring_in(engine, "arr", [{"account_id": "A-2", "effective_on": "2024-01-01", "arr": "1000", "reason": "new"}])
    bring_in(engine, "arr", [{"account_id": "A-3", "effective_on": "2027-05-01", "arr": "1500", "reason": "expansion"}])
    refresh(engine)
    with reading(engine) as session:
        left = next(a for a in list_accounts(session) if a["account_id"] == "A-2")
    renewal = next(c for c in left["health"]["contributions"] if c["name"] == "renewal")
    assert "renews in" not in renewal["why"]


def test_a_look_back_at_a_past_day_alarms_nobody_even_after_an_earlier_one(engine: Engine) -> None:
    import_accounts(engine)
    for as_of in (AS_OF, AS_OF - timedelta(days=200), AS_OF - timedelta(days=10)):
        refresh(engine, as_of)
        with reading(engine) as session:
            raised = len(list_alerts(session, 100))
        if as_of == AS_OF:
            first = raised
    assert raised == first
