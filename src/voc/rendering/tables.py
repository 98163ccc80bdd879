"""Tables to files that a spreadsheet or a program reads."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from voc.domain.cells import safe_cell
from voc.errors import InputError, UnavailableError

Columns = Mapping[str, type]  # name -> str, int, float or bool

TOGETHER = 10_000  # rows of a group in Parquet
_Writer = Callable[[Path, Columns, Iterable[Mapping[str, Any]]], int]


def write_table(out: Path, columns: Columns, rows: Iterable[Mapping[str, Any]], together: int = TOGETHER) -> int:
    """Write the named columns of the rows, `together` at a time, by the file's ending as .csv, .jsonl or .parquet; how many rows. None is an empty cell.

    In CSV a text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    writers: dict[str, _Writer] = {".csv": _write_csv, ".jsonl": _write_jsonl, ".parquet": partial(_write_parquet, together=together)}
    if out.suffix not in writers:
        raise InputError(f"{out.name}: write to a file that ends in .csv, .jsonl or .parquet")
    try:
        return writers[out.suffix](out, columns, rows)
    except OSError as error:
        raise UnavailableError(f"{out} cannot be written: {error.strerror}") from error


def write_csv(file: TextIO, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the columns' names and the rows; how many rows. A text that a spreadsheet would run as a formula gets a leading apostrophe."""
    writer, count = csv.writer(file), 0
    writer.writerow(columns)
    for row in rows:
        count += 1
        writer.writerow([_cell(row[c]) for c in columns])
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_cell(value) if isinstance(value, str) else value


def _write_csv(out: Path, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> int:
    with out.open("w", newline="", encoding="utf-8") as file:
        return write_csv(file, columns, rows)


def _write_jsonl(out: Path, columns: Columns, rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for row in rows:
            count += 1
            file.write(json.dumps({c: row[c] for c in columns}, ensure_ascii=False) + "\n")
    return count


def _write_parquet(out: Path, columns: Columns, rows: Iterable[Mapping[str, Any]], together: int) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError:
        raise UnavailableError("Parquet needs pyarrow: pip install 'voc[parquet]'") from None
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    waiting, count = iter(rows), 0
    with pq.ParquetWriter(out, schema) as writer:
        while batch := [{c: row[c] for c in columns} for row in islice(waiting, together)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count
