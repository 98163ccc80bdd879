from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.usecases.company import AS_OF, refresh
from tests.usecases.retaining import import_past
from voc.db.session import reading
from voc.errors import InputError, NotFoundError
from voc.usecases.accounts.compare_theme_retention import compare_theme_retention
from voc.usecases.accounts.list_accounts import list_accounts
from voc.usecases.accounts.measure_retention import By, list_movements, measure_retention
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.load_course import Standpoint, find_standpoint
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

AT = Standpoint(AS_OF, "USD")
SUMS = ("opening_arr", "new_arr", "expansion_arr", "contraction_arr", "churned_arr", "closing_arr")


def measure(engine: Engine, by: By = "month", since: date | None = None) -> Any:
    with reading(engine) as session:
        return measure_retention(session, AT, by, since)


def moved(engine: Engine, by: By, key: str | None = None, since: date | None = None) -> list[Any]:
    with reading(engine) as session:
        return list(list_movements(session, AT, by, key, since))


def amounts(row: Any) -> list[Decimal]:
    return [Decimal(row[name]["amount"]) for name in SUMS]


def test_a_years_retention_is_what_the_files_say(engine: Engine) -> None:
    import_past(engine)
    found = measure(engine, "segment")
    # pay 15,000, A-8 100.10 EUR at the last day's 3.0; A-7 is in a currency without a rate.
    assert amounts(found["whole"]) == [Decimal(x) for x in ("15300.30", "6000.00", "600.50", "2000.00", "4000.00", "15900.80")]
    assert found["whole"]["nrr"] == pytest.approx((15300.30 + 600.50 - 2000 - 4000) / 15300.30, abs=1e-6)
    assert found["whole"]["grr"] == pytest.approx((15300.30 - 2000 - 4000) / 15300.30, abs=1e-6)
    assert found["whole"]["logo_churn"] == pytest.approx(1 / 6, abs=1e-6)
    assert (found["whole"]["unknown_arr_accounts"], found["whole"]["untold_accounts"]) == (1, 0)
    assert found["rates_as_of"] == "2026-10-31"


@pytest.mark.parametrize("by", ["segment", "cohort"])
def test_rows_add_up_to_the_whole(engine: Engine, by: By) -> None:
    import_past(engine)
    found = measure(engine, by)
    assert [sum(column) for column in zip(*(amounts(row) for row in found["rows"]), strict=True)] == amounts(found["whole"])


def test_months_lead_from_one_to_the_next_and_end_at_what_the_accounts_pay_now(engine: Engine) -> None:
    import_past(engine)
    refresh(engine)
    found = measure(engine)
    assert [row["key"] for row in found["rows"]][::11] == ["2025-11", "2026-10"]
    for before, after in zip(found["rows"], found["rows"][1:], strict=False):
        assert before["closing_arr"] == after["opening_arr"]
    with reading(engine) as session:
        shown = [Decimal(a["arr"]["amount"]) for a in list_accounts(session) if a["arr"]]
    assert Decimal(found["rows"][-1]["closing_arr"]["amount"]) == sum(shown)
    assert found["rows"][-1]["twelve_months"]["grr"] == found["twelve_months"]["grr"]


def test_a_currency_that_doubles_is_no_expansion(engine: Engine) -> None:
    import_past(engine)
    assert "Müller" not in {row["account"]["name"] for row in moved(engine, "month")}


def test_the_accounts_behind_a_row_add_up_to_it(engine: Engine) -> None:
    import_past(engine)
    for row in measure(engine, "segment")["rows"]:
        behind = moved(engine, "segment", row["key"])
        assert sum(Decimal(m["change"]["amount"]) for m in behind if m["change"]) == amounts(row)[-1] - amounts(row)[0]
        assert sum(m["move"] == "unknown" for m in behind) == row["unknown_arr_accounts"]
    (left,) = [m for m in moved(engine, "month", "2026-10") if m["move"] == "churn"]
    assert (left["account"]["name"], left["opening_arr"]["amount"], left["change"]["amount"]) == ("Company 4", "4000.00", "-4000.00")


def test_a_month_that_is_not_over_says_so(engine: Engine) -> None:
    import_past(engine)
    with reading(engine) as session:
        found = measure_retention(session, Standpoint(datetime(2026, 10, 10, tzinfo=UTC), "USD"))
    assert (found["rows"][-1]["complete"], found["rows"][-1]["until"], found["rows"][-2]["complete"]) == (False, "2026-10-10", True)


def test_a_time_that_is_empty_too_long_or_ahead_is_refused(engine: Engine) -> None:
    import_past(engine)
    for since in (date(2026, 11, 1), date(2001, 1, 1)):
        with pytest.raises(InputError):
            measure(engine, since=since)
    with pytest.raises(InputError, match="is no month of this table"):
        moved(engine, "month", "2024-01")
    with reading(engine) as session, pytest.raises(InputError, match="lies ahead"):
        find_standpoint(session, AS_OF, "USD", date(2026, 11, 1))


def test_an_empty_database_tells_nothing(engine: Engine) -> None:
    found = measure(engine, "segment")
    assert (found["rows"], found["has_history"], found["whole"]["nrr"]) == ([], False, None)


def test_what_became_of_the_accounts_that_raised_a_theme(engine: Engine) -> None:
    import_past(engine)
    refresh(engine)
    with reading(engine) as session:
        run = get_standing_run(session)
        (theme,) = [t for t in list_themes(session, ThemeQuery()).themes if "login" in t["label"].lower()]
        found = compare_theme_retention(session, run, theme["id"])
        with pytest.raises(NotFoundError):
            compare_theme_retention(session, run, "thm_x")
    behind = {row["account"]["name"]: row for row in found["raised_by"]}
    assert behind["Company 3"]["raised_on"] == "2026-03-01"
    assert (behind["Company 4"]["lost"], behind["Company 4"]["retained_arr"]["amount"]) == (False, "4000.00")  # 183 days later
    assert found["accounts"] == len(behind) == found["lost_accounts"] + sum(not row["lost"] for row in found["raised_by"])
    assert (found["verdict"], found["run_id"]) == ("too_few_to_say", run.id)
    assert "Too few to say" in found["in_words"]
