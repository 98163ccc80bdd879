import csv
import gzip
import json
import os
import random
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from voc.db.schema import METADATA
from voc.db.session import reading
from voc.db.tables import AccountRow, FeedbackRow
from voc.domain.changes import ChangeKind
from voc.errors import InputError
from voc.sources.layout import Layout
from voc.usecases.feedback import import_file as import_module
from voc.usecases.feedback.import_file import ImportResult, import_file


def run(engine: Engine, kind: str, path: Path, content: str | bytes | None = None, **options: Any) -> ImportResult:
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_file(engine, kind, path, reporting_currency="USD", **options)


def counts(result: ImportResult) -> tuple[int, int, int, int, int]:
    assert result.read == result.added + result.updated + result.unchanged + result.rejected
    return result.read, result.added, result.updated, result.unchanged, result.rejected


def tables(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with reading(engine) as session:
        return {table.name: sorted(map(tuple, session.execute(table.select()).all()), key=repr) for table in METADATA.sorted_tables}


def feedback(number: int, **changes: Any) -> str:
    row = {"source": "zendesk", "external_id": str(number), "kind": "ticket", "occurred_at": "2026-08-01T10:00:00Z", "text": f"point {number}", **changes}
    return json.dumps(row) + "\n"


FILES = {
    "accounts": "account_id,name,arr,currency,domain,Owner\na1,Acme,1200,EUR,acme.com;acme.org,Bo\na2,Beta,50,,,\n",
    "feedback": feedback(1, account_id="a1", tags=["x"]) + feedback(2, author_email="ada@acme.com") + feedback(3),
    "arr": "account_id,effective_on,arr,reason\na1,2026-01-01,100,new\na9,2026-01-01,1,\n",
    "opportunities": "opportunity_id,account_id,amount,stage\no1,a1,5,open\n",
    "signals": "account_id,signal,observed_on,value\na1,logins,2026-08-01,5\na1,logins,2026-08-02,0.5\n",
    "catalogue": "feature_id,name,description\nf1,Export,CSV and PDF\n",
    "fx": "currency,as_of,rate\nEUR,2026-01-01,1.085\n",
}


@pytest.mark.parametrize("kind", FILES)
def test_importing_a_file_twice_changes_nothing(engine: Engine, tmp_path: Path, kind: str) -> None:
    first = run(engine, kind, tmp_path / "file", FILES[kind])
    before = tables(engine)
    second = run(engine, kind, tmp_path / "file")
    assert counts(first) == (first.read, first.read, 0, 0, 0)
    assert counts(second) == (first.read, 0, 0, first.read, 0)
    assert tables(engine) == before


@pytest.mark.parametrize("kind", FILES)
def test_a_dry_run_counts_the_same_and_writes_nothing(engine: Engine, tmp_path: Path, kind: str) -> None:
    before = tables(engine)
    dry = run(engine, kind, tmp_path / "file", FILES[kind], dry_run=True)
    assert tables(engine) == before
    assert dry == run(engine, kind, tmp_path / "file")


def test_a_dry_run_knows_what_its_earlier_batches_would_have_written(engine: Engine, tmp_path: Path) -> None:
    content = "".join(feedback(number % 900, text=f"said {number // 1_500}", updated_at=f"2026-08-0{1 + number // 1_500}") for number in range(3_000))
    dry = run(engine, "feedback", tmp_path / "f.jsonl", content, dry_run=True)
    assert counts(dry) == (3_000, 900, 900, 1_200, 0)
    assert dry == run(engine, "feedback", tmp_path / "f.jsonl")


def test_a_source_is_spelled_over_all_batches_as_the_first_row_spells_it(engine: Engine, tmp_path: Path) -> None:
    content = "".join(feedback(number % 1_500, source="zendesk" if number < 1_500 else "Zendesk") for number in range(3_000))
    dry = run(engine, "feedback", tmp_path / "f.jsonl", content, dry_run=True)
    assert counts(dry) == (3_000, 1_500, 0, 1_500, 0)
    assert dry == run(engine, "feedback", tmp_path / "f.jsonl")
    later = run(engine, "feedback", tmp_path / "g.jsonl", feedback(1, source="ZENDESK") + feedback(1, source="gong"), dry_run=True)
    assert counts(later) == (2, 1, 0, 1, 0)


def test_unmatched_items_are_counted_and_matched_when_their_account_comes(engine: Engine, tmp_path: Path) -> None:
    assert run(engine, "feedback", tmp_path / "f.jsonl", FILES["feedback"]).unmatched == 3
    run(engine, "accounts", tmp_path / "a.csv", FILES["accounts"])
    with reading(engine) as session:
        matched = dict(session.execute(select(FeedbackRow.external_id, AccountRow.account_id).join(AccountRow, AccountRow.id == FeedbackRow.account)).all())
    assert matched == {"1": "a1", "2": "a1"}
    assert run(engine, "feedback", tmp_path / "f.jsonl").unmatched == 1


def test_every_bad_row_goes_to_the_rejects_file_and_no_other_is_lost(engine: Engine, tmp_path: Path) -> None:
    lines = [
        b"account_id,name,ARR (yearly),currency,renews_on",
        b"a1,Acme,100,USD,2027-01-01",
        b"a2,Neg,-100,USD,",
        b"a3,Absurd,1e13,USD,",
        b"a4,NaN,NaN,USD,",
        b"a5,Cur,5,QQQ,",
        b"a6,Old,5,USD,1970-01-01",
        b"a7,Far,5,USD,2999-01-01",
        b"a8,M\xfcller,5,USD,",
        b"a9,n\0l,5,USD,",
        "a10,Fíné,5,USD,".encode(),
        b"a1,Acme,100.00,usd,2027-01-01",
        b"a1,Other,100,USD,2027-01-01",
        b"=1+1,,5,USD,",
        b"a11,Fine,5,USD,",
    ]
    result = run(engine, "accounts", tmp_path / "a.csv", b"\r\n".join(lines), layout=Layout({"arr (yearly)": "arr"}))
    assert counts(result) == (14, 8, 0, 1, 5)
    assert result.rejects_path == tmp_path / "a.rejects.csv"
    with result.rejects_path.open(newline="") as file:
        rows = {int(row["line"]): row for row in csv.DictReader(file)}
    assert list(rows) == [6, 9, 10, 13, 14]
    arr = "ARR (yearly)"
    assert [(problem.column, problem.line, problem.rows) for problem in result.left_out] == [("renews_on", 7, 2), (arr, 3, 1), (arr, 4, 1)]
    assert result.left_out[1].reason == "'-100' is negative; expected 0 or more"
    assert (rows[6]["column"], rows[6]["reason"]) == ("currency", "'QQQ' is not an ISO 4217 currency code such as USD")
    assert rows[9]["row"] == r"a8,M\xfcller,5,USD,"
    assert "stands on line 2" in rows[13]["reason"]
    assert rows[14]["row"].startswith("'=1+1")
    run(engine, "accounts", tmp_path / "a.csv", "account_id,name,arr\na1,Acme,100\n")
    assert not result.rejects_path.exists()


def test_an_account_that_repeats_far_below_is_found_too(engine: Engine, tmp_path: Path) -> None:
    rows = "".join(f"a{number},A,5\n" for number in range(2_500))
    result = run(engine, "accounts", tmp_path / "a.csv", f"account_id,name,arr\n{rows}a3,B,5\na4,A,5\n")
    assert counts(result) == (2_502, 2_500, 0, 1, 1)


def test_a_damaged_file_keeps_what_came_before(engine: Engine, tmp_path: Path) -> None:
    content = "".join(feedback(number, text=os.urandom(30).hex()) for number in range(3_000))
    result = run(engine, "feedback", tmp_path / "f.jsonl.gz", gzip.compress(content.encode())[:-1_000])
    assert result.rejected >= 1
    with reading(engine) as session:
        assert len(session.scalars(select(FeedbackRow.id)).all()) == result.added > 2_000


@pytest.mark.parametrize("content", [b"", b"\x7fELF" + bytes(100), b"id,title\n1,2\n", b'{"id": 1}\n{"id": 2}\n'])
def test_a_file_that_cannot_be_used_writes_nothing(engine: Engine, tmp_path: Path, content: bytes) -> None:
    before = tables(engine)
    with pytest.raises(InputError):
        run(engine, "accounts", tmp_path / "a", content)
    assert tables(engine) == before
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_json_lines_without_a_required_field_in_any_row_are_one_line(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lacks the column text; its columns are .*'body'.*--map COLUMN=text"):
        run(engine, "feedback", tmp_path / "f.jsonl", feedback(1, body="x").replace('"text"', '"words"'))
    assert counts(run(engine, "feedback", tmp_path / "f.jsonl", layout=Layout({"words": "text"})))[1] == 1


def test_where_the_rejects_cannot_be_written_the_rest_is_imported_and_a_line_says_so(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.rejects.csv").mkdir()
    result = run(engine, "accounts", tmp_path / "a.csv", "account_id,name,arr\na1,A,5\na2,,5\n")
    assert counts(result) == (2, 1, 0, 0, 1)
    assert result.rejects_path is None
    assert "could not be written" in str(result.rejects_error)


def test_progress_comes_with_every_batch_and_ends_at_the_files_size(engine: Engine, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = tmp_path / "f.jsonl"
    run(engine, "feedback", path, "".join(feedback(number, text="x" * 500) for number in range(2_500)), progress=lambda done, size: seen.append((done, size)))
    size = path.stat().st_size
    assert len(seen) == 4
    assert seen == sorted(seen)
    assert seen[-1] == (size, size)


def test_an_unknown_reporting_currency_is_one_line(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="VOC_REPORTING_CURRENCY"):
        import_file(engine, "accounts", tmp_path / "a.csv", reporting_currency="DOLLARS")


def test_two_imports_of_one_file_at_once_add_each_row_once(engine: Engine, tmp_path: Path) -> None:
    paths = [tmp_path / "f.jsonl", tmp_path / "g.jsonl"]
    for path in paths:
        path.write_text("".join(feedback(number) for number in range(3_000)))
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(lambda path: run(engine, "feedback", path), paths))
    assert sum(result.added for result in results) == 3_000
    assert sum(result.unchanged for result in results) == 3_000


def test_memory_is_flat_however_many_wide_rows_are_rejected(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    with path.open("w") as file:
        file.writelines(feedback(number, text="x" * 1_100_000) for number in range(60))
    tracemalloc.start()
    result = run(sqlite_engine, "feedback", path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert counts(result) == (60, 0, 0, 0, 60)
    assert peak < 20 * 2**20


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
ITEMS = st.lists(
    st.tuples(st.integers(0, 4), WORDS, st.integers(1, 28), st.sampled_from(["", "a1", "a2", "zz"]), st.sampled_from(["", "x@acme.com", "x@gmail.com"])),
    max_size=12,
    unique_by=lambda item: (item[0], item[2]),
)


@settings(max_examples=25)
@given(items=ITEMS, seed=st.integers(0, 99))
def test_neither_the_order_of_rows_nor_a_second_import_changes_the_table(
    sqlite_engine: Engine, empty_tables: Callable[[Engine], None], tmp_path: Path, items: list[tuple[int, str, int, str, str]], seed: int
) -> None:
    rows = [feedback(i, text=text, updated_at=f"2026-08-{day:02}", account_id=account, author_email=mail) for i, text, day, account, mail in items]
    shuffled = random.Random(seed).sample(rows, len(rows))
    empty_tables(sqlite_engine)
    if rows:
        run(sqlite_engine, "feedback", tmp_path / "f.jsonl", "".join(rows))
    run(sqlite_engine, "accounts", tmp_path / "a.csv", FILES["accounts"])
    first = tables(sqlite_engine)
    if rows:
        again = run(sqlite_engine, "feedback", tmp_path / "f.jsonl")
        assert (again.added, again.updated) == (0, 0)
    assert tables(sqlite_engine) == first
    empty_tables(sqlite_engine)
    run(sqlite_engine, "accounts", tmp_path / "a.csv")
    if rows:
        run(sqlite_engine, "feedback", tmp_path / "f.jsonl", "".join(shuffled))
    assert tables(sqlite_engine)["feedback"] == first["feedback"]


def test_an_import_of_accounts_is_noted_after_what_it_matched(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures that were computed while feedback found its account are old from the note on."""
    run(engine, "feedback", tmp_path / "feedback.jsonl", feedback(1))
    order: list[str] = []
    add, match = import_module.add_change, import_module.rematch_some

    def add_noted(*args: Any, **named: Any) -> str:
        order.extend(["noted"] if args[1] is ChangeKind.IMPORT_DONE else [])
        return add(*args, **named)

    def match_noted(*args: Any, **named: Any) -> Any:
        order.append("matched")
        return match(*args, **named)

    monkeypatch.setattr(import_module, "add_change", add_noted)
    monkeypatch.setattr(import_module, "rematch_some", match_noted)
    run(engine, "accounts", tmp_path / "accounts.csv", "account_id,name,arr\n1,Alder,500\n")
    assert order == ["matched", "noted"]
