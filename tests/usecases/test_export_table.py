import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine

from tests.usecases.company import ARR_IN_USD, FEEDBACK, add_feedback, exported, import_company, item, refresh, table
from voc.errors import InputError, UnavailableError
from voc.usecases.export_table import export_table
from voc.usecases.feedback.import_rows import import_rows

SNIPPETS = "source,external_id,position,text,kind,account_id,occurred_at,theme_id,strength,sentiment,ask_id,counted".split(",")
WHAT = ("snippets", "themes", "accounts", "assignments")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cell(value: object) -> str:
    """A value as CSV holds it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_snippets_have_the_columns_of_the_contract(ranked: Engine, tmp_path: Path) -> None:
    assert export_table(ranked, "snippets", tmp_path / "s.csv") == len(FEEDBACK)
    rows = read_csv(tmp_path / "s.csv")
    assert list(rows[0]) == SNIPPETS
    assert [(r["source"], r["external_id"], r["position"]) for r in rows] == sorted((r["source"], r["external_id"], "0") for r in FEEDBACK)
    themes = {theme["id"] for theme in table(ranked)}
    assert {r["theme_id"] for r in rows} == themes | {""}
    assert {r["occurred_at"] for r in rows if r["external_id"] == "other"} == {"2026-09-01T00:00:00Z"}


def test_themes_and_accounts_and_assignments_say_what_the_service_says(ranked: Engine, tmp_path: Path) -> None:
    themes = exported(ranked, "themes", tmp_path)
    assert [(t["id"], t["rank"], t["affected_arr"], t["currency"]) for t in themes] == [
        (t["id"], t["rank"], t["affected_arr"]["amount"], "USD") for t in table(ranked)
    ]
    accounts = exported(ranked, "accounts", tmp_path)
    assert {a["account_id"]: a["arr"] for a in accounts} == {key: arr if arr is None else f"{arr:.2f}" for key, arr in ARR_IN_USD.items()}
    placed = {(a["source"], a["external_id"], a["position"]): a["theme_id"] for a in exported(ranked, "assignments", tmp_path)}
    assert placed == {(s["source"], s["external_id"], s["position"]): s["theme_id"] for s in exported(ranked, "snippets", tmp_path)}


@pytest.mark.parametrize("what", WHAT)
def test_every_format_holds_the_same_rows(ranked: Engine, tmp_path: Path, what: str) -> None:
    lines = exported(ranked, what, tmp_path)
    export_table(ranked, what, tmp_path / "t.parquet")
    export_table(ranked, what, tmp_path / "t.csv")
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == lines
    assert read_csv(tmp_path / "t.csv") == [{key: cell(value) for key, value in line.items()} for line in lines]


@pytest.mark.parametrize("what", WHAT)
def test_before_the_first_refresh_a_table_has_a_head(engine: Engine, tmp_path: Path, what: str) -> None:
    assert export_table(engine, what, tmp_path / "t.csv") == 0
    assert (tmp_path / "t.csv").read_text().count("\n") == 1
    assert export_table(engine, what, tmp_path / "t.jsonl") == 0
    assert (tmp_path / "t.jsonl").read_text() == ""


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_what_a_spreadsheet_would_run_is_quoted_in_csv_and_left_alone_elsewhere(engine: Engine, tmp_path: Path, name: str) -> None:
    import_rows(engine, "accounts", [{"account_id": "A-1", "name": name, "arr": "1"}], reporting_currency="USD")
    add_feedback(engine, [item(name, "The export fails.", "A-1")])
    refresh(engine)
    for what, column in (("accounts", "name"), ("snippets", "external_id")):
        export_table(engine, what, tmp_path / "t.csv")
        assert [row[column] for row in read_csv(tmp_path / "t.csv")] == [f"'{name}"]
        assert [row[column] for row in exported(engine, what, tmp_path)] == [name]


def test_numbers_below_nought_stay_numbers_in_csv(ranked: Engine, tmp_path: Path) -> None:
    export_table(ranked, "snippets", tmp_path / "s.csv")
    assert min(float(row["sentiment"]) for row in read_csv(tmp_path / "s.csv")) < 0


def test_texts_of_any_script_and_of_several_lines_come_back_whole(engine: Engine, tmp_path: Path) -> None:
    said = '日本語 "quoted", the export;\nfails on the größten files'
    add_feedback(engine, [item("1", said, None, kind="nps", language="ja")])
    refresh(engine)
    export_table(engine, "snippets", tmp_path / "s.csv")
    assert " ".join(row["text"] for row in read_csv(tmp_path / "s.csv")) == " ".join(row["text"] for row in exported(engine, "snippets", tmp_path))
    assert "größten" in (tmp_path / "s.csv").read_text(encoding="utf-8")
    assert "日本語" in (tmp_path / "snippets.jsonl").read_text(encoding="utf-8")


def test_a_table_or_an_ending_that_is_none_is_refused_with_those_that_are(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="snippets, themes, accounts, assignments"):
        export_table(engine, "secrets", tmp_path / "t.csv")
    with pytest.raises(InputError, match=r"\.csv, \.jsonl or \.parquet"):
        export_table(engine, "themes", tmp_path / "t.xlsx")


def test_a_folder_that_is_not_there_is_one_line(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be written"):
        export_table(engine, "themes", tmp_path / "nowhere" / "t.csv")


def test_a_column_that_begins_empty_may_be_filled_later(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    add_feedback(engine, [item("1", "wombats dig burrows underground", None, source="a")])
    refresh(engine)
    export_table(engine, "snippets", tmp_path / "t.parquet", together=1)
    assert pq.read_table(tmp_path / "t.parquet").to_pylist() == exported(engine, "snippets", tmp_path)


@pytest.mark.parametrize("what", WHAT)
def test_an_empty_parquet_table_has_its_columns(engine: Engine, tmp_path: Path, what: str) -> None:
    refresh(engine)
    export_table(engine, what, tmp_path / "t.parquet")
    export_table(engine, what, tmp_path / "t.csv")
    assert pq.read_table(tmp_path / "t.parquet").column_names == (tmp_path / "t.csv").read_text().strip().split(",")


def test_json_lines_are_one_object_a_line(ranked: Engine, tmp_path: Path) -> None:
    export_table(ranked, "themes", tmp_path / "t.jsonl")
    assert [sorted(json.loads(line)) for line in (tmp_path / "t.jsonl").read_text().splitlines()] == [sorted(exported(ranked, "themes", tmp_path)[0])] * 3
