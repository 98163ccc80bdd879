"""An ARR or an amount that nobody told is unknown wherever it shows, and never nothing."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.usecases.company import AS_OF, COMPLAINTS, FEEDBACK, add_feedback, import_company, item, refresh
from voc.cli.data import describe_refresh
from voc.db.accounts import get_account_key
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.db.timeline import list_opportunities_of
from voc.domain.accounts import account_key
from voc.domain.quarters import Quarter
from voc.domain.roles import Principal, Role
from voc.usecases.accounts.list_accounts import get_account, list_accounts
from voc.usecases.accounts.list_timeline import list_timeline
from voc.usecases.export_table import export_table
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.compute_brief import compute_brief
from voc.usecases.reports.compute_review import compute_review
from voc.usecases.shared.load_books import load_books
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

PM = Principal("usr_pm", "Pat", Role.PM)
UNTOLD = [
    {"account_id": "A-9", "name": "Untold", "segment": "smb"},
    {"account_id": "A-10", "name": "Tiers", "amount": "5", "interval": "month", "billing_scheme": "tiered"},
]
DEALS = [
    {"opportunity_id": "o1", "account_id": "A-9", "amount": "", "stage": "open", "closes_on": "2026-12-01"},
    {"opportunity_id": "o2", "account_id": "A-1", "stage": "lost", "reason": f"{COMPLAINTS['export']} again"},
    {"opportunity_id": "o3", "account_id": "A-1", "amount": "700", "stage": "open"},
]


def rank(engine: Engine) -> str:
    """The company with two accounts of untold ARR, of which one speaks; what the refresh says."""
    import_company(engine, FEEDBACK)
    import_rows(engine, "accounts", UNTOLD, reporting_currency="USD")
    import_rows(engine, "opportunities", DEALS, reporting_currency="USD")
    add_feedback(engine, [item("untold", f"{COMPLAINTS['export']} untold", "A-9")])
    return describe_refresh(refresh(engine))


def test_it_is_saved_and_saved_again_without_a_change(engine: Engine) -> None:
    for outcome in ("added", "unchanged"):
        assert {r.outcome for r in import_rows(engine, "accounts", UNTOLD, reporting_currency="USD")} == {outcome}
        assert {r.outcome for r in import_rows(engine, "opportunities", DEALS, reporting_currency="USD")} == {outcome}
    with reading(engine) as session:
        assert [deal.amount for deal in list_opportunities_of(session, "A-1")] == [None, Decimal(700)]
    known = [{**UNTOLD[0], "arr": "0"}]
    assert [r.outcome for r in import_rows(engine, "accounts", known, reporting_currency="USD")] == ["updated"]  # nothing is not unknown


def test_it_is_counted_and_weighs_nothing(engine: Engine) -> None:
    said = rank(engine)
    assert "accounts whose ARR is unknown: 3, 2 without ARR in their file and 1 for want of an exchange rate: import rates with `voc import fx`" in said
    with reading(engine) as session:
        run = find_current_run(session)
        assert run
        theme = next(t for t in list_themes(session, ThemeQuery()).themes if "export" in t["label"].lower())
        books = load_books(session, AS_OF.date(), AS_OF.date(), "USD")
    assert (theme["accounts"], theme["unknown_arr_accounts"], theme["affected_arr"]["amount"]) == (9, 2, "21150.15")
    assert (books.deals["o1"].amount, books.deals["o2"].amount, books.deals["o3"].amount) == (None, None, 700)
    assert not books.arr.is_told(account_key("A-9"), AS_OF.date())
    assert books.arr.is_told(account_key("A-7"), AS_OF.date())  # in a currency without a rate


def test_it_is_null_in_what_the_api_answers_and_empty_in_an_export(engine: Engine, tmp_path: Path) -> None:
    rank(engine)
    key = account_key("A-9")
    with reading(engine) as session:
        run = find_current_run(session)
        assert run and get_account_key(session, "A-9") == key
        assert get_account(session, run.id, key)["arr"] is None
        assert [found["arr"] for found in list_accounts(session)][-3:] == [None] * 3
        deal = next(e for e in list_timeline(session, key, PM) if e.type == "opportunity")
        assert deal.facts["amount"] is None
        assert [d["amount"] for d in compute_brief(session, run, key, [], PM)["deals"]] == [None]
        review = compute_review(session, key, Quarter.of(date(2026, 9, 1)), datetime(2026, 11, 1, tzinfo=UTC), "USD")
        assert (review["arr"], {point["arr"] and point["arr"]["amount"] for point in review["arr_course"]}) == (None, {None})
        assert [d["amount"] for d in review["deals"]] == [None]
        assert "unknown ARR" in review["verdict"]
    export_table(engine, "accounts", tmp_path / "accounts.csv")
    rows = {row["account_id"]: row for row in csv.DictReader((tmp_path / "accounts.csv").open(encoding="utf-8"))}
    assert (rows["A-9"]["arr"], rows["A-9"]["currency"], rows["A-1"]["arr"]) == ("", "", "1000.00")


@pytest.mark.parametrize(("rates", "words"), [([], "1 for want of an exchange rate"), ([{"currency": "SEK", "as_of": "2026-01-01", "rate": "0.1"}], "")])
def test_a_refresh_tells_of_no_reason_that_nothing_has(engine: Engine, rates: list[dict[str, str]], words: str) -> None:
    import_company(engine, FEEDBACK)
    import_rows(engine, "fx", rates, reporting_currency="USD")
    said = describe_refresh(refresh(engine))
    assert (words in said, "in their file" in said, "unknown" in said) == (True, False, bool(words))
