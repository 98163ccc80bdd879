"""What an import has met so far, on disk: memory stays flat however many rows a file has."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Self

from voc.db.upsert import chunked
from voc.errors import UnavailableError


class SeenKeys:
    """Short strings by key, in a private temporary file that goes with the process. Use as a context manager.

    Raises UnavailableError where the temporary folder is full or not writable.
    """

    def __init__(self) -> None:
        self._connection = sqlite3.connect("")  # an empty name: a file of its own that SQLite deletes when it is closed
        with _translated():
            self._connection.execute("PRAGMA journal_mode=OFF")
            self._connection.execute("CREATE TABLE seen (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def find(self, keys: Sequence[str]) -> dict[str, str]:
        """The values of those of the keys that were put."""
        found: dict[str, str] = {}
        with _translated():
            for some in chunked(keys):
                marks = ",".join("?" * len(some))
                # Only question marks are put into the statement.
                found.update(self._connection.execute(f"SELECT key, value FROM seen WHERE key IN ({marks})", some).fetchall())  # noqa: S608
        return found

    def put(self, values: Mapping[str, str]) -> None:
        """Keep the values; one that is there is replaced."""
        with _translated():
            self._connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", values.items())


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UnavailableError(f"the temporary folder cannot hold what the import needs ({error}): free space there or set TMPDIR") from None
