import csv
import gzip
import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import open_source
from voc.sources.lines import LINE_LIMIT
from voc.sources.registry import KINDS
from voc.sources.rows import SourceRow

ACCOUNTS = KINDS["accounts"]


def read(path: Path, content: str | bytes, kind: str = "accounts", mapping: dict[str, str] | None = None, **options: Any) -> list[SourceRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_source(path, Columns(KINDS[kind], mapping), **options) as file:
        return list(file.rows)


def good(rows: list[SourceRow]) -> list[dict[str, Any]]:
    return [dict(row.values) for row in rows if row.problem is None]


def bad(rows: list[SourceRow]) -> list[tuple[int, str]]:
    return [(row.line, row.problem.reason) for row in rows if row.problem is not None]


ROW = {"account_id": "a1", "name": "Acme, Inc.", "arr": "5"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_common_delimiter_line_end_and_mark_is_read(tmp_path: Path, delimiter: str, start: bytes, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerows([ROW.keys(), ROW.values()])
    assert good(read(tmp_path / "a.csv", start + out.getvalue().encode())) == [ROW]


def test_headers_match_however_they_are_cased_or_spaced(tmp_path: Path) -> None:
    assert good(read(tmp_path / "a.csv", "Account ID,NAME,arr,Csm-Email,Land\na1,A,5,c@x.io,de\n")) == [
        {"account_id": "a1", "name": "A", "arr": "5", "csm_email": "c@x.io", "Land": "de"}
    ]


def test_the_line_by_which_excel_names_its_delimiter_is_understood(tmp_path: Path) -> None:
    assert good(read(tmp_path / "a.csv", "sep=;\naccount_id;name;arr\na1;A;5\n"))[0]["arr"] == "5"


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt", "a"])
@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_are_known_by_their_name_or_their_content(tmp_path: Path, name: str, packed: bool) -> None:
    content = (json.dumps(ROW) + "\n\n" + json.dumps(ROW)).encode()
    rows = read(tmp_path / (name + ".gz" * packed), gzip.compress(content) if packed else content)
    assert [(row.line, row.values) for row in rows] == [(1, ROW), (3, ROW)]


def test_a_gzipped_file_is_known_without_its_name(tmp_path: Path) -> None:
    assert good(read(tmp_path / "a.csv", gzip.compress(b"account_id,name,arr\na1,A,5\n")))[0]["name"] == "A"


def test_parquet_is_read_with_its_types(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"Account ID": [1, 2], "name": ["A", "B"], "arr": [5.5, None]}), tmp_path / "in")
    assert good(read(tmp_path / "a.parquet", (tmp_path / "in").read_bytes())) == [
        {"account_id": 1, "name": "A", "arr": 5.5},
        {"account_id": 2, "name": "B", "arr": None},
    ]


def test_a_small_parquet_file_may_not_stand_for_millions_of_rows(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = 200_000
    pq.write_table(pa.table({"account_id": ["a" * 200] * rows, "name": ["b" * 400] * rows}), tmp_path / "bomb.parquet")
    assert (tmp_path / "bomb.parquet").stat().st_size < 50_000
    columns = Columns(KINDS["accounts"])
    with pytest.raises(InputError, match=r"unpacks to more than 95 MiB"), open_source(tmp_path / "bomb.parquet", columns) as file:
        for _ in file.rows:
            pass


def test_empty_rows_totals_and_a_reports_foot_are_no_rows(tmp_path: Path) -> None:
    text = 'account_id,name,arr\n1,Alder,5\n"","",""\n2,Birch,6\nGrand Totals (2 records),,11\n"","",""\nQ4 accounts,,\nConfidential Information,,\n'
    assert [row["account_id"] for row in good(read(tmp_path / "a.csv", text))] == ["1", "2"]


def test_a_reports_foot_of_lines_of_one_cell_and_its_title_are_no_rows(tmp_path: Path) -> None:
    foot = '\n"Kunden"\n"Copyright (c) 2026 salesforce.com"\n"Vertrauliche Informationen - Nicht weitergeben"\n"Voltaic GmbH"\n'
    assert [row["account_id"] for row in good(read(tmp_path / "a.csv", f"account_id,name,arr\n1,Alder,5\n2,Birch,6\n{foot}"))] == ["1", "2"]


def test_a_damaged_parquet_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        read(tmp_path / "a.parquet", b"PAR1" + os.urandom(100))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\n \n", "is empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "a program, a binary file"),
        (b"PK\x03\x04" + bytes(200), "damaged zip archive"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x1f\x8b\x08\x00 not gzip at all", "damaged gzip"),
        (b"account_id,n\0ame,arr\n", "binary"),
        (b"id,name\n1,2\n", r"lacks the column account_id; its columns are 'id', 'name'; .*--map COLUMN=account_id"),
        (b"account_id,name,arr,Name\n", "has name more than once"),
        (b"x" * (LINE_LIMIT + 10), "longer than 4 MiB"),
        (b'"account_id,name,arr\n', "no readable header"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes, line: str) -> None:
    with pytest.raises(InputError, match=line) as refused:
        read(tmp_path / "a.csv", content)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        '[{"account_id": 1}, {"account_id": 2}]', '[\n{"account_id": 1},\n{"account_id": 2}\n]',
        '{"next": null, "accounts": [{"account_id": 1}, {"account_id": 2}]}',
        '{\n  "data": {"list": [\n {"account_id": 1, "tags": [{"x": 1}]},\n {"account_id": 2}]}\n}', '{"account_id": 1}\n{"account_id": 2}\n',
    ],
)  # fmt: skip
def test_json_is_read_as_lines_an_array_or_a_page_of_an_answer(tmp_path: Path, content: str) -> None:
    assert [row["account_id"] for row in good(read(tmp_path / "a.json", content))] == [1, 2]


def test_one_pretty_printed_object_is_one_row(tmp_path: Path) -> None:
    assert good(read(tmp_path / "a.json", '{\n  "account_id": 1,\n  "name": "A"\n}\n')) == [{"account_id": 1, "name": "A"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_the_encoding_is_settled_on_the_whole_file(tmp_path: Path, encoding: str) -> None:
    filler = "".join(f"a{number},Plain,1\n" for number in range(10_000))  # the letters that tell stand far below
    content = f"account_id,name,arr\n{filler}z,Müller & Söhne,1\n"
    assert good(read(tmp_path / "a.csv", content.encode(encoding)))[-1]["name"] == "Müller & Söhne"


def test_a_header_may_stand_below_a_title_and_totals_are_no_rows(tmp_path: Path) -> None:
    content = "Accounts of 2026,,\n,,\nAccount ID,Name,ARR\na1,A,5\na2,B,6\nTotal,,11\n"
    assert good(read(tmp_path / "a.csv", content)) == [{"account_id": "a1", "name": "A", "arr": "5"}, {"account_id": "a2", "name": "B", "arr": "6"}]


def test_a_table_in_a_zip_archive_or_in_a_web_page_is_read(tmp_path: Path) -> None:
    table = "account_id,name,arr\na1,A,5\n"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("export/accounts.csv", table)
        archive.writestr("__MACOSX/._accounts.csv", "x")
    with open_source(tmp_path / "a.zip", Columns(ACCOUNTS)) as file:
        assert good(list(file.rows)) == [{"account_id": "a1", "name": "A", "arr": "5"}]
    page = "<html><body><table><tr><th>account_id<th>name</th><th>arr</th></tr><tr><td>a1</td><td>A &amp; B</td><td>5</td></tr></table></body></html>"
    assert good(read(tmp_path / "a.xls", page))[0]["name"] == "A & B"


def test_an_archive_that_unpacks_to_too_much_or_holds_several_tables_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", "a\n")
        archive.writestr("b.csv", "a\n")
    for name, line in (("bomb.zip", "unpacks to"), ("two.zip", "holds 2 files")):
        with pytest.raises(InputError, match=line), open_source(tmp_path / name, Columns(ACCOUNTS)):
            pass


def test_a_workbook_without_the_parts_that_name_its_sheets_is_read(tmp_path: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = [("account_id", "name", "arr"), ("a1", "A", "5")]
    body = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>')
    with open_source(tmp_path / "a.xlsx", Columns(ACCOUNTS)) as file:
        assert good(list(file.rows)) == [{"account_id": "a1", "name": "A", "arr": "5"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2026-10-07 Northwind.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\nAna Ruiz: The export fails.\n"),
        ("call_20261007.srt", "1\n00:00:01,000 --> 00:00:05,000\nAna: The export fails.\n"),
        ("2026.10.07.txt", "Ana: The export fails.\nBen: I see.\nAna: Each night.\n"),
    ],
)
def test_a_transcript_is_one_call_of_the_day_in_its_name(tmp_path: Path, name: str, content: str) -> None:
    (row,) = good(read(tmp_path / name, content, "feedback"))
    assert (row["kind"], row["occurred_at"], row["external_id"], row["text"]) == ("call_note", "2026-10-07", name.rsplit(".", 1)[0], content)


def test_a_transcript_whose_day_nobody_tells_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--set occurred_at"):
        read(tmp_path / "call.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\nAna: Hi.\n", "feedback")


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path) -> None:
    for path, line in ((tmp_path / "none.csv", "No such file"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=line), open_source(path, Columns(ACCOUNTS)):
            pass


def test_rows_that_are_broken_cost_no_other(tmp_path: Path) -> None:
    lines = [
        b"account_id,name,arr",
        "a1,fíné,1".encode(),
        b"a2,M\xfcller,1",
        b"a3,nu\0l,1",
        b"a4,too,many,cells",
        b'a5,"un"quoted,1',
        b'a6,"never closed,1',
        b"a7,fine,1",
        b'a8,"two\nlines",1',
        b"",
        b"a9,fine,1,,",
        b"a10,short",
        b'a11,"open at the end,1',
        b"a12,fine,1",
    ]
    rows = read(tmp_path / "a.csv", b"\n".join(lines))
    assert [row["account_id"] for row in good(rows)] == ["a1", "a7", "a8", "a9", "a10", "a12"]
    reasons = dict(bad(rows))
    assert list(reasons) == [3, 4, 5, 6, 7, 14]
    assert "save the file as UTF-8" in reasons[3]
    assert "NUL" in reasons[4]
    assert "4 cells, the header 3" in reasons[5]
    assert "must be doubled" in reasons[6]
    assert "not closed" in reasons[7]


def test_json_lines_that_are_broken_cost_no_other(tmp_path: Path) -> None:
    lines = [
        b'{"account_id": 1}',
        b"[1]",
        b"nope",
        b'{"a": "\xff"}',
        b'{"a": ' + b"[" * 50_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"name": 1, "Name": 2}',
        b'{"arr": NaN}',
    ]
    rows = read(tmp_path / "a.jsonl", b"\n".join(lines))
    assert good(rows) == [{"account_id": 1}, {"arr": "NaN"}]
    assert [line for line, _ in bad(rows)] == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_line_without_an_end_is_skipped_and_never_held(tmp_path: Path, name: str) -> None:
    start, row = (b"account_id,name,arr\n", b"a1,A,5\n") if name == "a.csv" else (b"", json.dumps(ROW).encode() + b"\n")
    path = tmp_path / name
    with path.open("wb") as out:
        out.write(start + row)
        for _ in range(64):
            out.write(b"x" * 2**20)
        out.write(b"\n" + row)
    tracemalloc.start()
    with open_source(path, Columns(ACCOUNTS)) as file:
        rows = list(file.rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.problem is None for row in rows] == [True, False, True]
    assert peak < 4 * LINE_LIMIT
    assert len(rows[1].raw) < 2_000


def test_a_gzip_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    content = "account_id,name,arr\n" + "".join(f"a{number},{os.urandom(20).hex()},5\n" for number in range(20_000))
    rows = read(tmp_path / "a.csv.gz", gzip.compress(content.encode())[:-2_000])
    assert len(good(rows)) > 15_000
    assert "damaged from here on" in bad(rows)[-1][1]


def test_a_file_that_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    content = "account_id,name,arr\n" + "a1,A,5\n" * 300_000
    with pytest.raises(InputError, match="more than 1 MiB"):
        read(tmp_path / "a.csv.gz", gzip.compress(content.encode()), unpacked_limit=2**20)


def test_map_renames_a_column(tmp_path: Path) -> None:
    rows = read(tmp_path / "a.csv", "Customer No,name,arr,account_id\nc1,A,5,old\n", mapping={"customer no": "account_id"})
    assert good(rows) == [{"account_id": "c1", "name": "A", "arr": "5", "account_id_in_file": "old"}]


@pytest.mark.parametrize(
    ("mapping", "line"),
    [({"x": "nothing"}, "accounts has no field 'nothing'"), ({"x": "arr"}, "has no column x"), ({"name": "arr", "account_id": "arr"}, "more than one column")],
)
def test_a_mapping_that_cannot_be_is_one_line(tmp_path: Path, mapping: dict[str, str], line: str) -> None:
    with pytest.raises(InputError, match=line):
        read(tmp_path / "a.csv", "account_id,name,arr\n1,2,3\n", mapping=mapping)


def test_columns_without_a_name_or_with_one_name_are_all_kept(tmp_path: Path) -> None:
    (row,) = good(read(tmp_path / "a.csv", "account_id,name,arr,x,x,,\na,b,1,2,3,4,5\n"))
    assert row == {"account_id": "a", "name": "b", "arr": "1", "x": "2", "x_2": "3", "column_6": "4", "column_7": "5"}


TOTALS = ("total", "sum", "grand", "gesamt", "subtotal", "confidential", "copyright", "generated")  # what a row begins with that is none
CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])).filter(lambda cell: not cell.strip().lower().startswith(TOTALS))


@given(cells=st.lists(st.tuples(CELL, CELL, CELL), max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_any_text_that_is_written_as_csv_is_read_back_but_for_empty_rows(tmp_path: Path, cells: list[tuple[str, str, str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("account_id", "name", "arr"), *cells])
    rows = read(tmp_path / "a.csv", out.getvalue())
    assert bad(rows) == []
    assert [tuple(row.values()) for row in good(rows)] == [row for row in cells if any(cell.strip() for cell in row)]


@settings(max_examples=200)
@example(b"\n\r!")
@given(st.binary())
def test_no_bytes_end_in_anything_but_rows_or_one_line(tmp_path: Path, content: bytes) -> None:
    for name, start in (("a.csv", b"account_id,name,arr\n"), ("a.jsonl", b""), ("a", b""), ("a.csv", b"\x1f\x8b")):
        try:
            read(tmp_path / name, start + content)
        except InputError as refused:
            assert "\n" not in str(refused)
