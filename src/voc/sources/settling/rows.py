"""A row read with what is good in it: a bad cell that nobody requires is left out and told, a bad required one costs the row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.errors import RowError
from voc.sources.registry import Defaults, SourceKind
from voc.sources.rows import SourceRow
from voc.sources.settling.cells import Settled

LeftOut = Callable[[int, RowError], None]


def read_row(row: SourceRow, settled: Settled, defaults: Defaults, left_out: LeftOut) -> Any:
    """The row's domain value, or the RowError that rejects it. `left_out` is told each cell that is left out, with the row's line."""
    if row.problem:
        return row.problem
    kind = settled.kind
    values, problems = settled.read(row.values)
    if bad := [one for one in problems if one.column in kind.required]:
        return bad[0]
    for one in problems:
        values = _leave_out(one.column, values, kind)
    for _ in range(len(kind.fields)):
        try:
            value = kind.parse(values, defaults)
        except RowError as problem:
            if not _can_go(problem, kind, values):
                return _blame(problem, kind, problems).with_traceback(None)  # its frames would hold the row until a late garbage collection
            values = _leave_out(problem.column, values, kind)
            problems.append(problem.with_traceback(None))
        else:
            for each in problems:
                left_out(row.line, each)
            return value
    raise AssertionError("each turn leaves a cell out")


def _leave_out(bad: str, values: Mapping[str, Any], kind: SourceKind) -> dict[str, Any]:
    """The row as if it did not have the column, nor the one that says another thing without it; where that is an amount, nor the empty ones that could stand
    for it: they do not tell that there is none."""
    gone = {bad, kind.bound.get(bad, bad)}
    if gone.intersection(kind.amounts):
        gone.update(amount for amount in kind.amounts if values.get(amount) in (None, ""))
    return {column: cell for column, cell in values.items() if column not in gone}


def _blame(problem: RowError, kind: SourceKind, before: Sequence[RowError]) -> RowError:
    """Why the row is rejected: where a required field is missing because what could stand for it was left out, that."""
    stands = (*kind.instead.get(problem.column, ()), *kind.bound)
    return next((one for one in before if problem.column in kind.instead and one.column in stands), problem)


def _can_go(problem: RowError, kind: SourceKind, values: dict[str, Any]) -> bool:
    """A currency never goes: the amount beside it would be read in another one."""
    return problem.column in values and problem.column in kind.fields and problem.column not in (*kind.required, "currency")
