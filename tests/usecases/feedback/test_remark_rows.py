"""What an import says of rows that it brings in although they look odd."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from voc.db.schema import METADATA
from voc.db.session import reading
from voc.usecases.feedback.import_file import import_file
from voc.usecases.feedback.import_rows import import_rows

KNOWN = "account_id,name,arr,currency,domain\nA-1,Acme,1200,EUR,acme.example\nA-7,Quill,600,CHF,quill.example\n"


def notes(engine: Engine, kind: str, path: Path, content: str, reporting: str = "USD") -> Sequence[str]:
    """The notes of an import, which are those of its dry run."""
    path.write_text(content)
    dry = import_file(engine, kind, path, reporting_currency=reporting, dry_run=True)
    assert import_file(engine, kind, path, reporting_currency=reporting) == dry
    return dry.notes


def currencies(engine: Engine, table: str) -> dict[str, str]:
    with reading(engine) as session:
        return {row[0 if table != "account" else 1]: row.currency for row in session.execute(METADATA.tables[table].select())}


def test_a_row_without_a_currency_has_its_accounts_and_is_told_where_nothing_names_one(engine: Engine, tmp_path: Path) -> None:
    assert notes(engine, "accounts", tmp_path / "a.csv", KNOWN) == []
    assert notes(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr,currency\nA-1,Acme,1300,\nA-2,Beta,5,\nA-3,Gamma,,\n") == [
        "1 row was read in USD, the reporting currency, because nothing names one: a column `currency` does, or --set currency=CODE",
        "1 account without ARR, which stays unknown: voc reads it from the columns arr, mrr, or amount with interval",
    ]
    assert currencies(engine, "account") == {"A-1": "EUR", "A-2": "USD", "A-3": "USD", "A-7": "CHF"}
    assert notes(engine, "arr", tmp_path / "h.csv", "account_id,effective_on,arr\nA-7,2026-01-01,5\nA-3,2026-01-01,6\n")[0].startswith("1 row was read in USD")
    assert currencies(engine, "arr_change") == {"A-7": "CHF", "A-3": "USD"}
    deals = "opportunity_id,account_id,amount,currency,stage\no1,A-1,5,,won\no2,A-7,5,USD,won\no3,A-1,,,lost\n"
    assert notes(engine, "opportunities", tmp_path / "o.csv", deals) == []
    assert currencies(engine, "opportunity") == {"o1": "EUR", "o2": "USD", "o3": "EUR"}
    import_rows(engine, "arr", [{"account_id": "A-1", "effective_on": "2026-02-01", "arr": 9}], reporting_currency="USD")
    assert currencies(engine, "arr_change")["A-1"] == "EUR"


def test_an_amount_behind_a_sign_names_its_currency(engine: Engine, tmp_path: Path) -> None:
    notes(engine, "accounts", tmp_path / "a.csv", KNOWN)
    assert notes(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr\nA-1,Acme,$1300\nA-7,Quill,700 EUR\n") == []
    assert currencies(engine, "account") == {"A-1": "USD", "A-7": "EUR"}


def test_a_month_for_a_year_is_noticed_where_no_currency_is_named(engine: Engine, tmp_path: Path) -> None:
    notes(engine, "accounts", tmp_path / "a.csv", KNOWN)
    assert "a twelfth" in notes(engine, "accounts", tmp_path / "b.csv", "account_id,name,arr\nA-1,Acme,100\n")[0]


def test_new_accounts_with_the_domain_of_a_known_one_are_told(engine: Engine, tmp_path: Path) -> None:
    notes(engine, "accounts", tmp_path / "a.csv", KNOWN + "A-8,Gone,1,EUR,gone.example\n")
    import_rows(engine, "accounts", [{"account_id": "A-8", "name": "Gone", "status": "churned"}], reporting_currency="USD")
    came = "7711,Quill,5,EUR,quill.example,\n7712,Acme,5,EUR,x.example;acme.example,\n7713,Other,5,EUR,other.example,\n7714,Other too,5,EUR,other.example,\n"
    apart = "7715,Acme West,5,EUR,acme.example,A-1\n7716,Back,5,EUR,gone.example,\n7717,Mail,5,EUR,gmail.com,\nA-7,Quill,600,CHF,quill.example,\n"
    content = "account_id,name,arr,currency,domain,parent_account_id\n" + came + apart
    assert notes(engine, "accounts", tmp_path / "b.csv", content) == [
        "2 of 7 new accounts have the domain of an account that you already have under another id "
        "(quill.example: A-7 and 7711, acme.example: A-1 and 7712): their ARR counts twice; import the file with the same ids as before"
    ]
    assert notes(engine, "accounts", tmp_path / "b.csv", content) == []


def test_accounts_of_one_file_that_share_a_domain_are_its_own_business(engine: Engine, tmp_path: Path) -> None:
    rows = "".join(f"B-{number},Branch,1,EUR,one.example\n" for number in range(1_200))  # more than a batch
    assert notes(engine, "accounts", tmp_path / "a.csv", "account_id,name,arr,currency,domain\n" + rows) == []


@pytest.mark.parametrize(
    ("kind", "header", "row"),
    [("signals", "account_id,signal,observed_on,value", "logins,2026-01-01,5"), ("arr", "account_id,effective_on,arr,currency", "2026-01-01,5,EUR")],
)
def test_rows_of_accounts_that_nobody_knows_are_told(engine: Engine, tmp_path: Path, kind: str, header: str, row: str) -> None:
    notes(engine, "accounts", tmp_path / "a.csv", KNOWN)
    content = f"{header}\nA-1,{row}\n" + "".join(f"A-9{number},{row}\n" for number in range(4)) + f"A-90,{row.replace('2026', '2025')}\n"
    told = "5 rows are of 4 accounts that are not known (A-90, A-91, A-92, ...): they count once the accounts come in"
    assert notes(engine, kind, tmp_path / "s.csv", content) == [told]


def test_deals_of_an_account_that_nobody_knows_are_told(engine: Engine, tmp_path: Path) -> None:
    assert notes(engine, "opportunities", tmp_path / "o.csv", "opportunity_id,account_id,amount,currency,stage\no1,A-9,5,EUR,won\n") == [
        "1 row is of 1 account that is not known (A-9): until the accounts come in, these deals count for no account, only for the themes that their reasons "
        "name"
    ]


def test_stages_that_nobody_knows_are_told(engine: Engine, tmp_path: Path) -> None:
    notes(engine, "accounts", tmp_path / "a.csv", KNOWN)
    stages = ["Demo", "Closed Won", "open", "", "Demo", *(f"Step {letter}" for letter in "abcdefgh")]
    rows = "".join(f"o{number},A-1,5,EUR,{stage}\n" for number, stage in enumerate(stages))
    assert notes(engine, "opportunities", tmp_path / "o.csv", "opportunity_id,account_id,amount,currency,stage\n" + rows) == [
        "stages that were read as open: Demo (2 rows), " + ", ".join(f"Step {letter} (1 row)" for letter in "abcdefg") + ", ..."
    ]
