"""Rows of a file put by until the rows that they belong to come, on disk: what stays in memory is a place for each key."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from voc.errors import UnavailableError
from voc.sources.mapping.records import Record

_LINE, _RAW = "\x00line", "\x00raw"  # beside a record's columns


class Shelf:
    """JSON objects by key, several to a key, in a temporary file that goes with the process. Use as a context manager.

    Raises UnavailableError where the temporary folder is full or not writable.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}  # key -> where its last object stands; each object tells where the one before stands

    def __enter__(self) -> Self:
        try:
            self._file = tempfile.TemporaryFile()
        except OSError as error:
            raise _told(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def __bool__(self) -> bool:
        return bool(self._last)

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Put an object by."""
        try:
            place = self._file.seek(0, 2)
            self._file.write(json.dumps([self._last.get(key, -1), value], ensure_ascii=False, default=_as_json).encode("utf-8", "surrogatepass") + b"\n")
        except OSError as error:
            raise _told(error) from None
        self._last[key] = place

    def find(self, key: str) -> list[dict[str, Any]]:
        """The key's objects, in the order in which they were put."""
        found: list[dict[str, Any]] = []
        place = self._last.get(key, -1)
        while place >= 0:
            self._file.seek(place)
            place, value = json.loads(self._file.readline().decode("utf-8", "surrogatepass"), parse_float=Decimal)
            found.append(value)
        return found[::-1]

    def put_record(self, key: str, record: Record) -> None:
        """Put a record by with where it stands."""
        self.put(key, {**record.values, _LINE: record.line, _RAW: record.raw})

    def find_records(self, key: str) -> list[Record]:
        """The key's records, in the order in which they were put."""
        return [Record.of(row.pop(_LINE), row.pop(_RAW), row) for row in self.find(key)]

    def __iter__(self) -> Iterator[str]:
        """The keys, in the order in which they first came."""
        return iter(self._last)


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _told(error: OSError) -> UnavailableError:
    return UnavailableError(f"the temporary folder cannot hold what the import needs ({error.strerror or error}): free space there or set TMPDIR")
