"""Rows of cells out of workbooks and HTML pages, and which row of a table is its header."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any, TypeVar

from voc.errors import InputError, RowError
from voc.sources.columns import Naming
from voc.sources.opening.bare_sheets import read_bare_sheets
from voc.sources.rows import SourceRow

LOOKED_AT = 20  # rows in which a header is looked for
_TOTALS = (
    "total",
    "totals",
    "grand total",
    "grand totals",
    "sum",
    "gesamt",
    "summe",
    "subtotal",
    "confidential information",
    "copyright (c)",
    "generated on",
    "total records",
    "vertrauliche informationen",
    "erzeugt von",
    "anzahl datensätze",
)
_LONGEST_FOOT = 20  # lines
_VALUE = re.compile(r"^\W*\d[\d.,:/ -]*\W*$|\d{4}-\d\d|\S@\S|^https?://", re.IGNORECASE)
Cells = Sequence[Any]
T = TypeVar("T")


def read_workbook(path: Path, columns: Naming) -> Iterator[SourceRow]:
    """Rows of every sheet that has the kind's columns. Raises InputError where no sheet has."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        sheets = read_bare_sheets(path)
        if not sheets:
            raise InputError(f"{path.name} cannot be read as a workbook: {' '.join(str(error).split())[:200]}") from None
    filled = [(name, rows) for name, rows in sheets if any(any(cell not in ("", None) for cell in row) for row in rows)]
    if not filled:
        raise InputError(f"{path.name} is empty")
    readable, problem = [], None
    for name, rows in filled:
        try:
            readable.append(read_table(enumerate(rows, 1), columns, f"{path.name}, sheet {name}"))
        except InputError as error:
            problem = problem or error
    if not readable and problem:
        raise problem
    return chain.from_iterable(readable)


def read_html(text: str, columns: Naming, file: str) -> Iterator[SourceRow]:
    """Rows of the page's largest table: what some systems call an Excel file."""
    page = _Tables()
    page.feed(text)
    if not page.tables:
        raise InputError(f"{file} is a web page without a table")
    largest = max(page.tables, key=lambda table: len(table))
    return read_table(enumerate(largest, 1), columns, file)


def read_table(rows: Iterable[tuple[int, Cells]], columns: Naming, file: str) -> Iterator[SourceRow]:
    """Rows of a table whose header may stand below a title. Raises InputError where none of the first rows is a header."""
    numbered = iter(rows)
    first = list(islice(numbered, LOOKED_AT))
    at = find_header([[_text(cell) for cell in row] for _, row in first], columns)
    if at is None:
        raise InputError(f"{file} is empty")
    header = [_text(cell) for cell in first[at][1]]
    while header and not header[-1].strip():
        header.pop()
    names = columns.name_header(header, file)
    return _rows(chain(first[at + 1 :], numbered), names)


def find_header(rows: Sequence[Sequence[str]], columns: Naming) -> int | None:
    """The row with the most fields of the kind; where none has any, the first of names alone that is filled most. A first row that has all that is needed is
    the header."""
    best: tuple[tuple[int, bool, int, int], int] | None = None
    for place, cells in enumerate(rows):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            continue
        known = len({columns.name(cell) for cell in filled if columns.known(cell)})
        merit = (known, len(filled) > 1 and _are_names(filled), len(filled) if len(filled) > 1 else 0, -place)
        if place == 0 and known and not columns.missing([columns.name(cell) for cell in filled]):
            return 0
        if best is None or merit > best[0]:
            best = merit, place
    return best[1] if best else None


def _are_names(cells: Sequence[str]) -> bool:
    """Whether the cells may be columns' names: all differ, and none is a number, a date or an address."""
    return len(set(cells)) == len(cells) and not any(_VALUE.search(cell) for cell in cells)


def body_of(rows: Iterable[T], cells_of: Callable[[T], Sequence[str]], width: int) -> Iterator[T]:
    """The rows of a table of so many columns, without empty ones, rows that sum up the others, and a report's foot.

    A foot is what stands at the end in lines of one cell, with a total or a copyright among them.
    """
    held: list[T] = []  # lines of one cell: a foot, unless an ordinary row comes behind them
    is_foot = False
    for row in rows:
        cells = cells_of(row)
        filled = sum(bool(cell.strip()) for cell in cells)
        if _is_total(cells, width):
            is_foot = True
        elif filled == 1 and width > 1:
            held.append(row)
        elif filled or not cells:
            yield from held
            held, is_foot = [], False
            yield row
        if len(held) > _LONGEST_FOOT:
            yield from held
            held = []
    if not is_foot:
        yield from held


def _is_total(cells: Sequence[str], width: int) -> bool:
    """Whether a row sums up the others, or is a report's foot."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return False
    first = filled[0].lower().rstrip(":")
    return len(filled) < width and (first in _TOTALS or any(first.startswith(total + " ") for total in _TOTALS))


def _rows(rows: Iterable[tuple[int, Cells]], names: Sequence[str]) -> Iterator[SourceRow]:
    for number, texts in body_of(((number, [_text(cell) for cell in cells]) for number, cells in rows), lambda row: row[1], len(names)):
        problem = None
        if any(text.strip() for text in texts[len(names) :]):
            problem = RowError("", f"has more cells than the header's {len(names)}")
        yield SourceRow(number, "\t".join(texts), {} if problem else dict(zip_longest(names, texts[: len(names)], fillvalue="")), problem)


def _text(cell: Any) -> str:
    """A workbook's cell as text: whole numbers without decimals, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell.total_seconds()) if isinstance(cell, timedelta) else str(cell)


class _Tables(HTMLParser):
    """Collects the tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._end_cell()
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell).strip())
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
