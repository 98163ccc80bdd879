from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.usecases.company import ACCOUNTS, AS_OF, COMPLAINTS, TAILS, Row, add_feedback, import_company, item, refresh, table
from tests.usecases.retaining import import_past
from voc.db.session import reading
from voc.errors import InputError
from voc.usecases.accounts.measure_silence import measure_silence
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.shared.load_course import Standpoint
from voc.usecases.themes.list_themes import ThemeQuery

AT = Standpoint(AS_OF, "USD")


def measure(engine: Engine, since: date | None = None) -> Any:
    with reading(engine) as session:
        return measure_silence(session, AT, since)


def test_the_heard_are_those_with_an_item_in_the_window(engine: Engine) -> None:
    import_company(
        engine, [item("1", "one", "A-1"), item("2", "two", "A-1", source="gong", kind="call_note"), item("3", "three", "A-7"), item("4", "four", None)]
    )
    add_feedback(engine, [item("5", "five", "A-2", day="2025-10-30")])
    found = measure(engine)
    assert (found["whole"]["accounts"], found["whole"]["heard_accounts"], found["whole"]["unknown_arr_accounts"]) == (8, 2, 1)
    assert (found["whole"]["arr"]["amount"], found["whole"]["heard_arr"]["amount"]) == ("21150.15", "1000.00")
    assert {(c["source"], c["kind"]): c["heard_accounts"] for c in found["channels"]} == {("gong", "call_note"): 1, ("zendesk", "ticket"): 2}
    assert sum(s["heard_accounts"] for s in found["segments"]) == 2
    assert measure(engine, date(2025, 10, 30))["whole"]["heard_accounts"] == 3


def test_months_are_of_the_customers_that_there_were(engine: Engine) -> None:
    import_past(engine)
    months = {m["month"]: m for m in measure(engine)["months"]}
    assert (len(months), months["2025-11"]["accounts"], months["2026-10"]["accounts"]) == (12, 7, 7)  # A-6 came as A-4 left
    assert (months["2026-10"]["since"], months["2026-10"]["until"], months["2026-10"]["complete"]) == ("2026-10-01", "2026-10-31", True)
    with reading(engine) as session:
        cut = measure_silence(session, AT, date(2026, 9, 10))["months"][0]
    assert (cut["since"], cut["complete"]) == ("2026-09-10", False)


def test_large_accounts_before_a_renewal_that_say_nothing_are_listed(engine: Engine) -> None:
    import_company(engine, [item("1", "one", "A-6", day="2026-10-01"), item("2", "two", "A-5", day="2026-06-01")])
    soon = [{**row, "renews_on": "2026-12-24", "csm_email": "ana@example.com"} for row in ACCOUNTS]
    import_rows(engine, "accounts", soon, reporting_currency="USD")
    found = measure(engine)["quiet_accounts"]
    assert [row["account_id"] for row in found] == ["A-5", "A-4", "A-3", "A-7"]  # A-6 spoke; the others pay less than the median; A-7 nobody knows
    assert found[0] == {
        "account": {"id": found[0]["account"]["id"], "name": "Company 5"},
        "account_id": "A-5",
        "arr": {"amount": "5000.00", "currency": "USD"},
        "segment": "large",
        "renews_on": "2026-12-24",
        "owner": "ana@example.com",
        "last_contact": "2026-06-01T00:00:00Z",
    }


@pytest.mark.parametrize("since", [date(2026, 11, 1), date(2010, 1, 1)])
def test_a_time_that_is_empty_or_too_long_is_refused(engine: Engine, since: date) -> None:
    with pytest.raises(InputError):
        measure(engine, since)


def test_nobody_known_is_no_trouble(engine: Engine) -> None:
    found = measure(engine)
    assert (found["whole"]["account_share"], found["segments"], found["quiet_accounts"]) == (None, [], [])


def crowd(segment: str, count: int) -> list[Row]:
    return [{"account_id": f"{segment}-{n}", "name": f"{segment} {n}", "arr": "1000", "currency": "USD", "segment": segment} for n in range(count)]


def said(theme: str, accounts: list[str]) -> list[Row]:
    return [item(f"{theme}-{a}", f"{COMPLAINTS[theme]} {TAILS[n % len(TAILS)]}", a) for n, a in enumerate(accounts)]


def test_corrected_ranks_let_a_segment_that_speaks_little_weigh_as_its_customers_do(engine: Engine) -> None:
    import_rows(engine, "accounts", [*crowd("small", 40), *crowd("large", 8)], reporting_currency="USD")
    add_feedback(engine, [*said("export", [f"large-{n}" for n in range(6)]), *said("login", [f"small-{n}" for n in range(5)])])
    refresh(engine)
    as_heard, corrected = table(engine), table(engine, ThemeQuery(corrected=True))
    loud, quiet = (next(t["id"] for t in as_heard if word in t["label"].lower()) for word in ("export", "login"))
    assert [t["id"] for t in as_heard] == [loud, quiet]
    assert [(t["id"], t["rank"], t["rank_as_heard"], t["corrected"]) for t in corrected] == [(quiet, 1, 2, "coverage"), (loud, 2, 1, "coverage")]
    for before, after in zip(sorted(as_heard, key=lambda t: t["id"]), sorted(corrected, key=lambda t: t["id"]), strict=True):
        assert (before["affected_arr"], before["accounts"], before["mentions"]) == (after["affected_arr"], after["accounts"], after["mentions"])
        assert Decimal(str(after["score"])) == sum((Decimal(str(p["points"])) for p in after["score_parts"]), Decimal(0))
    assert "corrected" not in as_heard[0]
