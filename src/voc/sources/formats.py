"""Rows out of the three formats: CSV, JSON Lines, Parquet. Each yields numbered rows with named columns, one at a time."""

import csv
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any

from voc.errors import InputError, RowError, UnavailableError
from voc.sources.columns import Naming
from voc.sources.csv_records import Record, read_records
from voc.sources.lines import Line
from voc.sources.opening.packing import MOST_UNPACKED
from voc.sources.opening.tables import LOOKED_AT, body_of, find_header
from voc.sources.rows import SourceRow

DELIMITERS = ",;\t|"
PARQUET_ROWS = 500  # rows unpacked at a time
PARQUET_RATIO = 2_000  # unpacked bytes for each of the file's
_SMALL = 50_000  # bytes of a file; a smaller one may unpack to as much
_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\v")


def read_csv(lines: Iterator[Line], columns: Naming, file: str) -> Iterator[SourceRow]:
    """Rows of a CSV.

    Raises InputError where the file is empty, its first line is no header or a required column is missing, before the first row is asked for.
    """
    first = next((line for line in lines if line.text.strip()), None)
    if first is None:
        raise InputError(f"{file} is empty")
    delimiter = None
    if first.text.lower().startswith("sep=") and len(first.text.strip("\r\n")) == 5:  # Excel's way of naming the delimiter
        delimiter, first = first.text[4], next(lines, None)
    if first is None:
        raise InputError(f"{file} is empty")
    if first.cut:
        raise InputError(f"{file} is not a table: its {first.problem}")
    if _CONTROL.intersection(first.text):
        raise InputError(f"{file} is a binary file; voc imports CSV, JSON Lines or Parquet")
    start = [first, *islice(lines, LOOKED_AT)]
    records = read_records(chain(start, lines), delimiter or _guess_delimiter([line.text for line in start], columns))
    looked_at = list(islice(records, LOOKED_AT))
    if not looked_at[0].cells:
        raise InputError(f"{file} has no readable header: {looked_at[0].problem}")
    at = find_header([record.cells for record in looked_at], columns) or 0
    cells = [cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for cell in looked_at[at].cells]
    names = columns.name_header(cells, file)
    return (_csv_row(record, names) for record in body_of(chain(looked_at[at + 1 :], records), lambda record: record.cells, len(names)))


def _guess_delimiter(lines: Sequence[str], columns: Naming) -> str:
    """The one that gives some line the most known fields, then the most columns."""

    def merit(delimiter: str) -> tuple[int, int]:
        return max(merit_of(line, delimiter) for line in lines)

    def merit_of(line: str, delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:  # a carriage return amid the line: what is wrong with it is told where it is read
            cells = []
        return sum(map(columns.known, cells)), len(cells) if line == lines[0] else 0

    return max(DELIMITERS, key=merit)


def _csv_row(record: Record, names: Sequence[str]) -> SourceRow:
    problem = record.problem
    if not problem and len(record.cells) > len(names) and any(cell.strip() for cell in record.cells[len(names) :]):
        problem = f"has {len(record.cells)} cells, the header {len(names)}: a delimiter inside a cell must stand in quotes"
    if problem:
        return SourceRow(record.line, record.raw, {}, RowError("", problem))
    return SourceRow(record.line, record.raw, dict(zip_longest(names, record.cells[: len(names)], fillvalue="")))


def read_json_lines(lines: Iterator[Line], columns: Naming) -> Iterator[SourceRow]:
    """Rows of a file with one JSON object per line; empty lines are passed over."""
    for line in lines:
        if line.problem or line.text.strip():
            yield _json_row(line, columns)


def _json_row(line: Line, columns: Naming) -> SourceRow:
    try:
        if line.problem:
            raise RowError("", line.problem)
        found = json.loads(line.text, parse_float=Decimal, parse_constant=str)  # NaN and Infinity stay words, which no number field accepts
        if not isinstance(found, dict):
            raise RowError("", "is not a JSON object: each line must be one object in braces")
        return SourceRow(line.number, line.text, columns.rename(found))
    except RowError as problem:
        return SourceRow(line.number, line.raw, {}, problem.with_traceback(None))
    except json.JSONDecodeError as error:
        return SourceRow(line.number, line.raw, {}, RowError("", f"is not JSON: {error.msg} at character {error.colno}"))
    except (ValueError, ArithmeticError, RecursionError):
        return SourceRow(line.number, line.raw, {}, RowError("", "is JSON that cannot be read: a number too long or nesting too deep"))


def read_parquet(path: Path, columns: Naming, unpacked_limit: int | None = None) -> Iterator[tuple[SourceRow, float]]:
    """Rows of a Parquet file, each with the share of the file that is read with it.

    Raises UnavailableError without pyarrow, InputError for a damaged file, or one that unpacks to more than it may: a few bytes can stand for millions of rows.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise UnavailableError(f"{path.name} is Parquet, which needs an extra: pip install 'voc[parquet]'") from None
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            header = file.schema_arrow.names
            names = columns.name_header(header, path.name)
            total, number, unpacked = max(1, file.metadata.num_rows), 0, 0
            most = min(unpacked_limit or MOST_UNPACKED, PARQUET_RATIO * max(path.stat().st_size, _SMALL))
            for batch in file.iter_batches(batch_size=PARQUET_ROWS, use_threads=False):
                cells = [batch.column(position).to_pylist() for position in range(len(names))]
                for values in zip(*cells, strict=True):
                    number += 1
                    raw = _as_json(dict(zip(header, values, strict=True)))
                    if (unpacked := unpacked + len(raw)) > most:
                        raise InputError(f"{path.name} unpacks to more than {most // 2**20:,} MiB, row {number:,} of {total:,}: split it")
                    yield SourceRow(number, raw, dict(zip(names, values, strict=True))), number / total
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path.name} cannot be read as Parquet: {' '.join(str(error).split())[:200]}") from None


def _as_json(row: dict[str, Any]) -> str:
    try:
        return json.dumps(row, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(row)
