"""The fields of a record."""

from typing import Any

import pytest

from voc.sources.mapping.profile import Profile
from voc.sources.mapping.records import Record
from voc.sources.mapping.rows import RowMaker
from voc.sources.registry import KINDS


def make(values: dict[str, Any], kind: str = "accounts", labels: dict[str, str] | None = None, **said: Any) -> list[dict[str, Any]]:
    profile = Profile.model_validate({"name": "own", "title": "A", "kind": kind, "shape": "seen", "files": {"rows": {"columns": ["id"]}}, **said})
    return list(RowMaker(profile, KINDS[kind].fields, None, labels or {}).make(Record.of(1, "", values)))


def test_fields_come_by_their_sources_words_and_constants_and_other_columns_are_kept() -> None:
    (row,) = make(
        {"Id": "7", "State": "On Hold", "Colour": "blue", "plan": "x", "IP Address": "192.0.2.1", "Long": "x" * 501, "Empty": "", "List": ["a"]},
        fields={"account_id": "id", "status": "state"},
        words={"status": {"on-hold": "active"}},
        set={"currency": "EUR", "status": "trial"},
    )
    assert row == {"Colour": "blue", "plan_in_file": "x", "Empty": None, "account_id": "7", "status": "active", "currency": "EUR"}


@pytest.mark.parametrize(
    ("currency", "amount", "found"),
    [("EUR", 25000, "250.00"), ("eur", "25000", "250.00"), ("JPY", 25000, "25000"), ("KWD", 25000, "25.000"), (None, 100, "1.00"), ("EUR", "much", "much")],
)
def test_minor_units_are_read_by_what_the_currency_is_divided_into(currency: str | None, amount: Any, found: str) -> None:
    (row,) = make({"mrr": amount, "currency": currency}, fields={"mrr": "mrr", "currency": "currency"}, minor_units=["mrr"])
    assert row["mrr"] == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("EUR", 100), ("EUR", 50)], "1.50"),
        ([("EUR", 100), ("EUR", None)], "1.00"),
        ([("EUR", 100), ("USD", 50)], None),
        ([("EUR", 100), ("EUR", "much")], None),
        ([("EUR", None)], None),
    ],
)
def test_a_total_is_the_sum_over_rows_of_one_currency(rows: list[tuple[str, Any]], found: str | None) -> None:
    items = [{"currency": currency, "mrr": amount} for currency, amount in rows]
    gather = {"by": "id", "into": "all", "total": ["mrr"]}
    (row,) = make({**items[0], "all": items}, fields={"mrr": "mrr", "currency": "currency"}, minor_units=["mrr"], gather=gather)
    assert row.get("mrr") == found


def test_a_total_counts_the_rows_that_it_is_told_to_count() -> None:
    items = [{"mrr": 100, "state": "active"}, {"mrr": 50, "state": "cancelled"}]
    gather: Any = {"by": "id", "into": "all", "total": ["mrr"], "counted": {"where": "state", "is": ["active"]}}
    found = [next(iter(make({"all": part}, fields={"mrr": "mrr"}, gather=gather)))["mrr"] for part in (items, items[1:])]
    assert found == [100, "0"]


def test_a_cell_of_several_items_is_split() -> None:
    (row,) = make({"ids": " ;8801; 8802", "mails": "a b"}, fields={"account_id": "ids", "domain": "mails"}, split={"account_id": ";", "domain": " "})
    assert (row["account_id"], row["domain"]) == ("8801", ["a", "b"])


def test_a_name_in_place_of_a_mail_address_is_none() -> None:
    (row,) = make({"who": "Mona Hale"}, "feedback", fields={"author_email": "who"})
    assert row == {}


def test_each_column_of_numbers_is_a_signal_of_its_own() -> None:
    said = {"fields": {"account_id": "id"}, "wide_signals": ["seats"]}
    found = make({"id": "A", "Active Users": "14", "share": "40%", "is on": "true", "seats": 20, "plan": "Team"}, "signals", **said)
    assert [(row["signal"], row["value"]) for row in found] == [("active_users", "14"), ("share", "40%"), ("is_on", "true")]


def test_what_an_account_has_a_place_for_is_told_to_be_empty_and_what_it_has_none_for_is_not() -> None:
    (row,) = make(
        {"Id": "7", "Industry": " ", "Colour": ""}, fields={"account_id": "id", "industry": "industry", "region": "region", "plan": ["tier", "level"]}
    )
    assert row == {"account_id": "7", "industry": None, "Colour": None}
