"""A file is looked at before it is imported: its columns, and what would become of its rows."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.api.company import count_feedback, import_company
from voc.errors import InputError
from voc.sources.layout import Layout
from voc.usecases.feedback.check_file import ROWS, FileCheck, check_file

HEADER = "System;Ticket No;kind;occurred_at;Text"
MAPPING = {"System": "source", "Ticket No": "external_id"}


def check(engine: Engine, path: Path, content: str, kind: str = "feedback", mapping: dict[str, str] | None = None) -> FileCheck:
    path.write_text(content)
    return check_file(engine, kind, path, Layout(MAPPING if mapping is None else mapping), reporting_currency="USD")


def test_columns_without_a_field_are_named_with_what_they_hold(engine: Engine, tmp_path: Path) -> None:
    found = check(engine, tmp_path / "f.csv", f"{HEADER}\nzendesk;1;ticket;2026-10-01;dies\n", mapping={})
    assert [(column.name, column.field) for column in found.columns] == [
        ("System", None), ("Ticket No", None), ("kind", "kind"), ("occurred_at", "occurred_at"), ("Text", "text"),
    ]  # fmt: skip
    assert found.columns[4].examples == ["dies"]
    assert "source, external_id" in str(found.problem)
    assert found.rows == ()


def test_each_row_says_what_would_become_of_it_and_nothing_does(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    before = count_feedback(engine)
    rows = ["zendesk;0;ticket;2026-11-01;other words", "zendesk;new;ticket;2026-10-01;<b>dies</b>", "zendesk;bad;ticket;soon;dies"]
    found = check(engine, tmp_path / "f.csv", "\n".join([HEADER, *rows]))
    assert found.problem is None
    assert [(row.line, row.outcome, row.matched) for row in found.rows] == [(2, "updated", False), (3, "added", False), (4, "rejected", True)]
    assert found.rows[1].values["text"] == "<b>dies</b>"
    assert "occurred_at" in str(found.rows[2].reason)
    assert (found.counts, found.unmatched, found.is_whole) == ({"updated": 1, "added": 1, "rejected": 1}, 2, True)
    assert count_feedback(engine) == before


def test_of_a_long_file_the_first_rows_are_looked_at_and_the_rejected_shown(engine: Engine, tmp_path: Path) -> None:
    rows = [f"zendesk;{n};ticket;2026-10-01;dies" for n in range(ROWS - 1)] + ["zendesk;bad;ticket;soon;dies"] * 3
    found = check(engine, tmp_path / "f.csv", "\n".join([HEADER, *rows]))
    assert (found.looked_at, found.is_whole, found.counts) == (ROWS, False, {"added": ROWS - 1, "rejected": 1})
    assert found.rows[-1].outcome == "rejected"


@pytest.mark.parametrize("mapping", [{"System": "none"}, {"System": "source", "Ticket No": "source"}, {"Gone": "source"}])
def test_a_mapping_that_cannot_be_is_told_in_one_line(engine: Engine, tmp_path: Path, mapping: dict[str, str]) -> None:
    found = check(engine, tmp_path / "tickets.csv", f"{HEADER}\nzendesk;1;ticket;2026-10-01;dies\n", mapping=mapping)
    assert found.problem
    assert "\n" not in found.problem
    assert len(found.columns) == 5


def test_json_lines_have_the_columns_of_their_rows(engine: Engine, tmp_path: Path) -> None:
    lines = '{"account_id": "1", "Firm": "Alder"}\n{"account_id": "2", "arr": 5}\n'
    found = check(engine, tmp_path / "a.jsonl", lines, "accounts", {})
    assert [(column.name, column.field) for column in found.columns] == [("account_id", "account_id"), ("Firm", None), ("arr", "arr")]
    assert check(engine, tmp_path / "a.jsonl", lines, "accounts", {"Firm": "name"}).counts == {"added": 1, "rejected": 1}


def test_what_is_no_table_is_refused(engine: Engine, tmp_path: Path) -> None:
    for content in ("", "%PDF-1.4 \0\0"):
        with pytest.raises(InputError):
            check(engine, tmp_path / "f.csv", content)


def test_good_rows_are_shown_as_they_are_read_and_what_is_rejected_is_told_once(engine: Engine, tmp_path: Path) -> None:
    rows = "1,Alder,31/12/2026\n2,Birch,31/02/2026\n,Cedar,1/1/2026\n,Elm,1/1/2026\n"
    found = check(engine, tmp_path / "a.csv", f"account_id,name,renews_on\n{rows}", "accounts", {})
    assert [row.values["renews_on"] for row in found.good] == ["2026-12-31", ""]
    assert found.rejected == ["account_id is missing (2 rows, first line 4)"]
    assert found.left_out[0].startswith("renews_on '31/02/2026'")


def test_what_has_to_be_asked_is_told_apart(engine: Engine, tmp_path: Path) -> None:
    found = check(engine, tmp_path / "f.csv", "external_id,occurred_at,text\n1,03/04/2026,dies\n", mapping={})
    assert (found.asks_order, found.missing) == (False, ["source", "kind"])
    found = check(engine, tmp_path / "f.csv", f"{HEADER}\nzendesk;1;ticket;03/04/2026;dies\n")
    assert (found.asks_order, found.missing) == (True, [])
