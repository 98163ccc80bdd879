"""The file of rejected rows, beside the file they came from."""

import csv
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from voc.domain.cells import safe_cell
from voc.errors import RowError

REJECTS = ".rejects.csv"


def rejects_path_of(path: Path) -> Path:
    """`feedback.csv` or `feedback.csv.gz` -> `feedback.rejects.csv`, beside it."""
    name = path.name.removesuffix(".gz")
    return path.with_name((name.rsplit(".", 1)[0] if "." in name[1:] else name) + REJECTS)


class RejectsFile:
    """Written row by row, with the columns line, column, reason, row; not there when nothing was rejected.

    A failing disk is remembered in `error`, never raised.
    """

    def __init__(self, source: Path) -> None:
        self.path = rejects_path_of(source)
        self.error: str | None = None
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        with suppress(OSError):  # where it matters, opening the file for writing says so
            self.path.unlink(missing_ok=True)  # an earlier import's
        return self

    @property
    def written(self) -> Path | None:
        """The file, where there is one."""
        return self.path if self._file is not None and self.error is None else None

    def add(self, line: int, problem: RowError, raw: str) -> None:
        """Reject one row."""
        if self.error is not None:
            return
        try:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
                csv.writer(self._file).writerow(("line", "column", "reason", "row"))
            cells = (problem.column, problem.reason, raw.rstrip("\r\n").replace("\0", "\\x00"))
            csv.writer(self._file).writerow((line, *map(safe_cell, cells)))
        except OSError as error:
            self._fail(error)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None:
            try:
                self._file.close()
            except OSError as problem:
                self._fail(problem)

    def _fail(self, error: OSError) -> None:
        self.error = (
            f"the rejected rows could not be written to {self.path}: {error.strerror or error}; copy the file to a folder you may write to and import it again"
        )
