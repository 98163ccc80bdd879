"""Opening a file that came in: what it is, and its rows as a stream."""

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from voc.errors import InputError, RowError
from voc.sources.columns import Columns
from voc.sources.formats import read_csv, read_json_lines, read_parquet
from voc.sources.lines import BOM, Filtered, end_lines_with_lf, read_lines
from voc.sources.rows import SourceRow

_SAMPLE = 2**16
_BUFFER = 2**18
_JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
_MAGIC = {
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "an SQLite database",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"\x1f\x8b": "gzipped twice",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x1b"


@dataclass(slots=True)
class SourceFile:
    """An open file. `rows` can be read once; `done()` says how many of its `size` bytes (as they lie on disk) have been read."""

    rows: Iterator[SourceRow]
    columns: Columns
    size: int
    done: Callable[[], int]


@contextmanager
def open_source(path: Path, columns: Columns, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
    """The rows of a CSV, JSON Lines (either may be gzipped) or Parquet file. Raises InputError where the file as a whole cannot be used."""
    with ExitStack() as stack:
        try:
            file = _open(path, columns, stack, unpacked_limit)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError(f"{path.name} is a damaged gzip file: {error}") from None
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
        if columns.constants:
            file.rows = (replace(row, values={**row.values, **columns.constants}) for row in file.rows)
        yield file


def _open(path: Path, columns: Columns, stack: ExitStack, unpacked_limit: int | None) -> SourceFile:
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    raw = cast("io.BufferedReader", stack.enter_context(path.open("rb", buffering=_BUFFER)))
    size = path.stat().st_size
    start = raw.peek(4)[:4]
    if start == b"PAR1":
        return _open_parquet(path, columns, size)
    stream = raw
    if start[:2] == b"\x1f\x8b":
        stream = stack.enter_context(io.BufferedReader(Filtered(gzip.GzipFile(fileobj=raw)), _BUFFER))
    rows = _read_text(stream, path, columns, unpacked_limit)
    return SourceFile(_guarded(rows), columns, size, lambda: min(raw.tell(), size))


def _read_text(stream: io.BufferedReader, path: Path, columns: Columns, unpacked_limit: int | None) -> Iterator[SourceRow]:
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if sample.startswith(BOM):
        stream.read(len(BOM))
        sample = sample[len(BOM) :]
    if not sample:
        raise InputError(f"{path.name} is empty")
    _refuse_binary(sample, path.name)
    if b"\n" not in sample and b"\r" in sample.rstrip(b"\r"):
        stream = io.BufferedReader(Filtered(stream, end_lines_with_lf), _SAMPLE)
    lines = read_lines(stream, unpacked_limit=unpacked_limit)
    if not _is_json(path, sample):
        return read_csv(lines, columns, path.name)
    if not sample.strip() and len(sample) < _SAMPLE:
        raise InputError(f"{path.name} is empty")
    if sample.lstrip().startswith(b"[") and not _is_row(sample):
        raise InputError(f"{path.name} holds one JSON array; voc reads JSON Lines, one object per line (jq -c '.[]' makes them)")
    return read_json_lines(lines, columns)


def _refuse_binary(sample: bytes, name: str) -> None:
    for magic, what in _MAGIC.items():
        if sample.startswith(magic) and not (magic in (b"MZ", b"BZh", b"GIF8") and sample[:200].isascii() and b"\0" not in sample[:200]):
            raise InputError(f"{name} is {what}, a binary file; voc imports CSV, JSON Lines or Parquet")
    few, many = sorted((sample[::2].count(0), sample[1::2].count(0)))
    if sample.startswith(_UTF16) or (many > len(sample) // 4 and few < len(sample) // 50):
        raise InputError(f"{name} is saved as UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)")
    controls = len(sample) - len(sample.translate(None, bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)))
    if controls > len(sample) // 10:
        raise InputError(f"{name} is a binary file; voc imports CSV, JSON Lines or Parquet")


def _is_json(path: Path, sample: bytes) -> bool:
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    if endings and endings[-1] in _JSON_ENDINGS:
        return True
    return sample.lstrip().startswith(b"{") and not (endings and endings[-1] in (".csv", ".tsv"))


def _is_row(sample: bytes) -> bool:
    """Whether the first line is a JSON value of its own: then the file is JSON Lines, and this row is rejected."""
    try:
        json.loads(sample.lstrip().split(b"\n", 1)[0])
    except (ValueError, RecursionError):
        return False
    return b"\n{" in sample


def _open_parquet(path: Path, columns: Columns, size: int) -> SourceFile:
    done = 0

    def rows() -> Iterator[SourceRow]:
        nonlocal done
        for row, share in read_parquet(path, columns):
            done = int(size * share)
            yield row

    return SourceFile(rows(), columns, size, lambda: done)


def _guarded(rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
    """The rows; where the stream breaks off, what came before stands and one last row says so."""
    line = 0
    try:
        for row in rows:
            line = row.line
            yield row
    except (gzip.BadGzipFile, EOFError, zlib.error, OSError) as error:
        yield SourceRow(line + 1, "", {}, RowError("", f"the file is damaged from here on, nothing after it could be read: {error}"))
