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
from voc.domain.words import count
from voc.errors import InputError, OpenDatesError, RowError
from voc.sources.files import open_source
from voc.sources.layout import Layout, settle_file
from voc.sources.mapping.naming import OwnNames
from voc.sources.problems import Problems
from voc.sources.registry import KINDS, SourceKind, find_kind
from voc.sources.rows import SourceRow
from voc.usecases.feedback.import_file import parse_rows, save_rows
from voc.usecases.feedback.import_rows import defaults_for

ROWS = 500  # looked at
SHOWN = 10  # of them
GOOD = 5  # of those that would come in
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
    """What a check found. `problem` says why the file cannot be imported so, in which case there are no rows: required fields are `missing`, or the order of
    its dates (`asks_order`), or else. `counts` are of the `looked_at` first rows, by outcome; `is_whole`: there are no more; `good`: the first rows that
    would come in, as they would be read; `rejected` and `left_out` tell, once per kind, why rows are rejected and of cells that rows are imported without."""

    columns: Sequence[CheckedColumn]
    problem: str | None = None
    missing: Sequence[str] = ()
    asks_order: bool = False
    rows: Sequence[CheckedRow] = ()
    good: Sequence[CheckedRow] = ()
    rejected: Sequence[str] = ()
    counts: Mapping[str, int] | None = None
    unmatched: int = 0
    looked_at: int = 0
    is_whole: bool = False
    left_out: Sequence[str] = ()


def check_file(engine: Engine, kind: str, path: Path, layout: Layout, *, reporting_currency: str, unpacked_limit: int | None = None) -> FileCheck:
    """What would become of the file's first rows under the layout. Raises InputError where it is no table at all."""
    source = find_kind(kind)
    rows = _first_rows(path, layout, unpacked_limit)
    names = list(dict.fromkeys(str(name) for row in rows for name in row.values))
    try:
        settled = settle_file(path, source, layout, unpacked_limit)
        with layout.open(path, source, unpacked_limit) as file:
            some, skipped, own = list(islice(file.rows, ROWS + 1)), Counter(file.skipped), file.columns
    except InputError as error:
        columns = _describe_columns(source, rows, names, replace(layout, mapping={}, constants={}))
        return FileCheck(columns, str(error), _find_missing(source, columns, layout), isinstance(error, OpenDatesError))
    described = _describe_columns(source, rows, names, layout)
    given = {column.field for column in described} | layout.constants.keys() | {name for row in some for name in row.values}
    if some and (missing := source.missing(given)):
        return FileCheck(described, f"say which columns are {', '.join(missing)}", missing)
    looked_at = some[:ROWS]
    left_out = Problems()
    read = parse_rows(looked_at, settled, defaults_for(reporting_currency), left_out)
    with SeenKeys() as seen, reading(engine) as session:
        results = save_rows(session, source, looked_at, read, seen, dry_run=True)
    outcomes = ["rejected" if result.error else str(result.outcome) for result in results]
    shown = [
        CheckedRow(row.line, _texts(settled.read(row.values)[0]), outcome, str(result.error) if result.error else None, result.matched)
        for row, result, outcome in zip(looked_at, results, outcomes, strict=True)
    ]
    unmatched = sum(result.error is None and not result.matched for result in results)
    read_as = (replace(row, values=_texts(settled.read(raw.values)[0])) for raw, row in zip(looked_at, shown, strict=True) if row.outcome != "rejected")
    good, rejected = list(islice(read_as, GOOD)), Problems()
    for row, result in zip(looked_at, results, strict=True):
        if result.error:
            rejected.add(row.line, RowError(own.original(result.error.column), result.error.reason))
    # What went wrong is what a person wants to see.
    shown.sort(key=lambda row: row.outcome != "rejected")
    first = sorted(shown[:SHOWN], key=lambda row: row.line)
    told = [str(problem) for problem in left_out] + [f"{count(number, 'row')} left out: {why}" for why, number in skipped.items()]
    whole = len(some) <= ROWS
    return FileCheck(described, None, (), False, first, good, [str(one) for one in rejected], Counter(outcomes), unmatched, len(looked_at), whole, told)


def _find_missing(kind: SourceKind, columns: Sequence[CheckedColumn], layout: Layout) -> list[str]:
    """The required fields that nothing gives: neither a column, nor the profile, nor a person."""
    told = {*layout.mapping.values(), *layout.constants, *(column.field for column in columns)}
    return kind.missing(told | ({*layout.profile.fields, *layout.profile.constants} if layout.profile else set()))


def _first_rows(path: Path, layout: Layout, unpacked_limit: int | None) -> list[SourceRow]:
    """The first rows under the file's own names."""
    main = layout.profile.files[layout.profile.main] if layout.profile else None
    fields = [field for kind in KINDS.values() for field in kind.fields]
    naming = OwnNames(main.columns if main else (*fields, *layout.mapping), document=main.document if main else None)
    with open_source(path, naming, unpacked_limit) as file:
        return [row for row in islice(file.rows, HEADER_ROWS) if not row.problem]


def _describe_columns(kind: SourceKind, rows: Sequence[SourceRow], names: Sequence[str], layout: Layout) -> list[CheckedColumn]:
    """The columns in the file's order. A field that the mapping gives to another column is nobody else's."""
    field_of = layout.profile.corrected(layout.mapping, layout.constants).field_of if layout.profile else layout.columns(kind).name
    found = []
    for name in names:
        examples = dict.fromkeys(text for row in rows if (text := _text(row.values.get(name))))
        field = field_of(name)
        found.append(CheckedColumn(name, list(islice(examples, 3)), field if field in kind.fields else None))
    return found


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    text = " ".join(str(value).split()) if value is not None else ""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= 80 else text[:79] + "…"
