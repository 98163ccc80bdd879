"""What went wrong in a file, told once per kind of problem and not once per row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from voc.errors import RowError

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")
KINDS_KEPT = 200  # of problems; a file made of nothing else must not fill the memory


@dataclass(slots=True)
class Problem:
    """One kind of problem: its column as the file calls it, an example's reason and line, and in how many rows it stands."""

    column: str
    reason: str
    line: int
    rows: int = 0

    def __str__(self) -> str:
        where = f"line {self.line}" if self.rows == 1 else f"{self.rows:,} rows, first line {self.line}"
        return f"{self.column + ' ' if self.column else ''}{self.reason} ({where})"


@dataclass(slots=True)
class Problems:
    """Problems by kind, in the order in which they came up."""

    _found: dict[tuple[str, str], Problem] = field(default_factory=dict)
    rows: int = 0

    def add(self, line: int, problem: RowError) -> None:
        """Count one row's problem."""
        self.rows += 1
        key = (problem.column, _QUOTED.sub("", problem.reason))
        if key in self._found or len(self._found) < KINDS_KEPT:
            self._found.setdefault(key, Problem(problem.column, problem.reason, line)).rows += 1

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found.values(), key=lambda problem: -problem.rows))

    def __bool__(self) -> bool:
        return self.rows > 0
