"""Opening a file that came in: what it is, and its rows as a stream."""

import gzip
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import cast

from voc.errors import InputError, RowError
from voc.sources.columns import Naming
from voc.sources.formats import read_csv, read_json_lines, read_parquet
from voc.sources.lines import BOM, LINE_LIMIT, Filtered, end_lines_with_lf, read_lines
from voc.sources.opening.decoding import Transcoded, settle_encoding
from voc.sources.opening.documents import find_list, read_document
from voc.sources.opening.packing import MOST_UNPACKED, what_zip_holds
from voc.sources.opening.tables import read_html, read_workbook
from voc.sources.opening.transcripts import is_transcript, read_docx, read_transcript
from voc.sources.rows import SourceRow

_SAMPLE = 2**16
_BUFFER = 2**18
_JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAGIC = {
    b"\x7fELF": "a program",
    b"MZ": "a program",
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
    _ZIP: "packed twice",
    _OLE: "an old Excel or Word file",
}
READ = "voc reads CSV, JSON, workbooks (xlsx, xls, ods), transcripts (vtt, srt, sbv, txt, docx) and Parquet"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TRANSCRIPT_LIMIT = 4 * 2**20  # bytes
_FEW = 500  # bytes; of less nobody can tell text from what is none
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x1b"


@dataclass(slots=True)
class SourceFile:
    """An open file. `rows` can be read once; `done()` says how many of its `size` bytes (as they lie on disk) have been read. `skipped` counts, as the rows are
    read, those that are none of what is imported, by why: deleted, spam."""

    rows: Iterator[SourceRow]
    columns: Naming
    size: int
    done: Callable[[], int]
    skipped: Counter[str] = field(default_factory=Counter)


@contextmanager
def open_source(path: Path, columns: Naming, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
    """The rows of a file: a table, JSON, a transcript, packed or not, in any usual encoding. Raises InputError where the file as a whole cannot be used."""
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


def join_sources(files: Sequence[SourceFile]) -> SourceFile:
    """Files that are read one after the other as one."""
    first, *more = files
    if not more:
        return first
    rows = chain.from_iterable(file.rows for file in files)
    return SourceFile(rows, first.columns, sum(file.size for file in files), lambda: sum(file.done() for file in files))


def _open(path: Path, columns: Naming, stack: ExitStack, unpacked_limit: int | None) -> SourceFile:
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file")
    raw = cast("io.BufferedReader", stack.enter_context(path.open("rb", buffering=_BUFFER)))
    size = path.stat().st_size
    start = raw.peek(4)[:4]
    if start == b"PAR1":
        return _open_parquet(path, columns, size, unpacked_limit)
    inside = what_zip_holds(path, unpacked_limit) if start == _ZIP else "sheet" if start == _OLE else None
    if inside == "sheet":
        return SourceFile(read_workbook(path, columns), columns, size, lambda: size)
    if inside == "document":
        return SourceFile(read_transcript(path, read_docx(path), columns), columns, size, lambda: size)

    def again() -> io.BufferedReader:
        """The text from its start, as often as it is asked for."""
        return _unpack(cast("io.BufferedReader", stack.enter_context(path.open("rb", buffering=_BUFFER))), inside, stack)

    named = path.with_name(Path(inside).name) if inside else path
    rows = _read_text(_unpack(raw, inside, stack), again, named, columns, unpacked_limit)
    return SourceFile(_guarded(rows), columns, size, lambda: min(raw.tell(), size) if not inside else size)


def _unpack(raw: io.BufferedReader, inside: str | None, stack: ExitStack) -> io.BufferedReader:
    """The text in a file: of an archive the member `inside`, else the file itself, gunzipped where it is gzipped."""
    if inside:
        archive = stack.enter_context(zipfile.ZipFile(raw))
        return cast("io.BufferedReader", stack.enter_context(archive.open(inside)))
    return stack.enter_context(io.BufferedReader(Filtered(gzip.GzipFile(fileobj=raw)), _BUFFER)) if raw.peek(2)[:2] == b"\x1f\x8b" else raw


def _read_text(
    stream: io.BufferedReader, again: Callable[[], io.BufferedReader], path: Path, columns: Naming, unpacked_limit: int | None
) -> Iterator[SourceRow]:
    if not stream.peek(1):
        raise InputError(f"{path.name} is empty")
    _refuse_binary(stream.peek(_SAMPLE)[:_SAMPLE], path.name)
    encoding = settle_encoding(again())
    if encoding != "utf-8" and (encoding.startswith("utf-16") or not _is_json(path, stream.peek(_SAMPLE)[:_SAMPLE])):  # JSON is UTF-8 (RFC 8259)
        stream = io.BufferedReader(Transcoded(stream, encoding), _SAMPLE)
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if sample.startswith(BOM):
        stream.read(len(BOM))
        sample = sample[len(BOM) :]
    if not sample.strip() and len(sample) < _SAMPLE:
        raise InputError(f"{path.name} is empty")
    text = sample.decode("utf-8", "replace")
    if text.lstrip()[:15].lower().startswith(("<html", "<!doctype html", "<table")):
        return read_html(stream.read(unpacked_limit or MOST_UNPACKED).decode("utf-8", "replace"), columns, path.name)
    if "kind" in columns.fields and is_transcript(path.name, text, columns):
        return read_transcript(path, stream.read(_TRANSCRIPT_LIMIT).decode("utf-8", "replace"), columns)
    if b"\n" not in sample and b"\r" in sample.rstrip(b"\r"):
        stream = io.BufferedReader(Filtered(stream, end_lines_with_lf), _SAMPLE)
    if not _is_json(path, sample):
        return read_csv(read_lines(stream, unpacked_limit=unpacked_limit), columns, path.name)
    named_lines = path.suffix.lower() in (".jsonl", ".ndjson") and not text.lstrip().startswith("[")
    if named_lines or _is_lines(text) or ("\n" not in text.strip() and len(sample) >= _SAMPLE // 2 and _goes_on(again())):
        return read_json_lines(read_lines(stream, unpacked_limit=unpacked_limit), columns)
    place = find_list(again()) if columns.document is None else columns.document
    return read_document(stream, place or "", columns, path.name)


def _refuse_binary(sample: bytes, name: str) -> None:
    for magic, what in _MAGIC.items():
        if sample.startswith(magic) and not (magic in (b"MZ", b"BZh", b"GIF8") and sample[:200].isascii() and b"\0" not in sample[:200]):
            raise InputError(f"{name} is {what}, a binary file; {READ}")
    if sample.startswith(_UTF16) or sample.count(0) > len(sample) // 4:
        return
    controls = len(sample) - len(sample.translate(None, bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)))
    if controls > len(sample) // 10 and len(sample) > _FEW:
        raise InputError(f"{name} is a binary file; {READ}")


def _is_json(path: Path, sample: bytes) -> bool:
    endings = [ending.lower() for ending in path.suffixes if ending.lower() != ".gz"]
    if endings and endings[-1] in _JSON_ENDINGS:
        return True
    return sample.lstrip().startswith(b"{") and not (endings and endings[-1] in (".csv", ".tsv"))


def _is_lines(text: str) -> bool:
    """Whether each line is a JSON value of its own: the first one is, or a later one is where no document begins."""
    lines = [line.strip() for line in text.split("\n")[:50] if line.strip()]
    if not lines or (len(lines) > 1 and _is_whole(lines[0])):
        return True
    begins_document = lines[0] in "[{" or lines[0].startswith("[")
    return not begins_document and any(line.startswith("{") and _is_whole(line) for line in lines[1:])


def _goes_on(stream: io.BufferedReader) -> bool:
    """Whether another object begins on the line behind a first one that is longer than the sample."""
    for _ in range(LINE_LIMIT // _SAMPLE + 2):
        if not (part := stream.readline(_SAMPLE)) or part.endswith(b"\n"):
            break
    return stream.readline(_SAMPLE).lstrip().startswith(b"{")


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _open_parquet(path: Path, columns: Naming, size: int, unpacked_limit: int | None) -> SourceFile:
    done = 0

    def rows() -> Iterator[SourceRow]:
        nonlocal done
        for row, share in read_parquet(path, columns, unpacked_limit):
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
