"""Check a file before it is imported: its columns, and what would become of its first rows. Nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from voc.db.seen_keys import SeenKeys
from voc.db.session import reading
from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import open_source
from voc.sources.layout import AS_IT_IS, Layout, settle_file
from voc.sources.problems import Problems
from voc.sources.registry import SourceKind, find_kind
from voc.sources.rows import SourceRow
from voc.usecases.import_file import parse_rows, save_rows
from voc.usecases.import_rows import defaults_for

ROWS = 500  # looked at
SHOWN = 10  # of them
HEADER_ROWS = 50  # JSON Lines have no header: the columns of so many rows


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """A column as the file calls it, a few of its values, and the field it is read as; None: it is kept as an attribute, or not at all."""

    name: str
    examples: Sequence[str]
    field: str | None


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its values by field, and what would become of it: added, updated, unchanged, or `rejected` with the reason."""

    line: int
    values: Mapping[str, str]
    outcome: str
    reason: str | None
    matched: bool


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a check found. `problem` says why the file cannot be imported so, in which case there are no rows; `counts` are of the `looked_at` first rows, by
    outcome; `is_whole`: there are no more; `left_out` tells of cells that rows are imported without."""

    columns: Sequence[CheckedColumn]
    problem: str | None = None
    rows: Sequence[CheckedRow] = ()
    counts: Mapping[str, int] | None = None
    unmatched: int = 0
    looked_at: int = 0
    is_whole: bool = False
    left_out: Sequence[str] = ()


def check_file(engine: Engine, kind: str, path: Path, layout: Layout, *, reporting_currency: str, unpacked_limit: int | None = None) -> FileCheck:
    """What would become of the file's first rows under the layout. Raises InputError where it is no table at all."""
    source = find_kind(kind)
    rows, columns = _read(path, source, AS_IT_IS, HEADER_ROWS, unpacked_limit, required=False)
    names = {name: columns.original(name) for row in rows for name in row.values}
    try:
        settled = settle_file(path, source, layout, unpacked_limit)
        some, _ = _read(path, source, layout, ROWS + 1, unpacked_limit, required=True)
    except InputError as error:
        return FileCheck(_describe_columns(source, rows, names, AS_IT_IS), problem=_for_pages(str(error), path))
    described = _describe_columns(source, rows, names, layout)
    given = {column.field for column in described} | layout.constants.keys()
    if missing := source.missing(given):
        return FileCheck(described, problem=f"say which columns are {', '.join(missing)}")
    looked_at = some[:ROWS]
    left_out = Problems()
    read = parse_rows(looked_at, settled, defaults_for(reporting_currency), left_out)
    with SeenKeys() as seen, reading(engine) as session:
        results = save_rows(session, source, looked_at, read, seen, dry_run=True)
    outcomes = ["rejected" if result.error else str(result.outcome) for result in results]
    shown = [
        CheckedRow(row.line, _texts(row.values), outcome, str(result.error) if result.error else None, result.matched)
        for row, result, outcome in zip(looked_at, results, outcomes, strict=True)
    ]
    unmatched = sum(result.error is None and not result.matched for result in results)
    # What went wrong is what a person wants to see.
    shown.sort(key=lambda row: row.outcome != "rejected")
    first = sorted(shown[:SHOWN], key=lambda row: row.line)
    return FileCheck(described, None, first, Counter(outcomes), unmatched, len(looked_at), len(some) <= ROWS, [str(problem) for problem in left_out])


def _read(path: Path, kind: SourceKind, layout: Layout, limit: int, unpacked_limit: int | None, *, required: bool) -> tuple[list[SourceRow], Columns]:
    columns = layout.columns(kind if required else replace(kind, required=()))
    with open_source(path, columns, unpacked_limit) as file:
        return list(islice(file.rows, limit)), columns


def _describe_columns(kind: SourceKind, rows: Sequence[SourceRow], names: Mapping[str, str], layout: Layout) -> list[CheckedColumn]:
    """The columns in the file's order (`names`: as the rows have them -> as the file calls them). A field that the mapping gives to another column is nobody
    else's."""
    columns, found = layout.columns(kind), []
    for key, name in names.items():
        examples = dict.fromkeys(text for row in rows if (text := _text(row.values.get(key))))
        field = columns.name(name)
        found.append(CheckedColumn(name, list(islice(examples, 3)), field if field in kind.fields else None))
    return found


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    text = " ".join(str(value).split()) if value is not None else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 80 else text[:79] + "…"


def _for_pages(line: str, path: Path) -> str:
    """The line without the file's name on this machine, which nobody chose."""
    return line.replace(str(path), "the file").replace(path.name, "the file")
