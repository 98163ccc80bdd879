"""What a published run found of its themes: nothing but erased feedback ever changes it, so it is read once and kept, for the last runs that were asked for."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.changes import find_mark
from voc.db.tables import RunRow, RunThemeRow
from voc.domain.changes import ChangeKind

KEPT = 2  # runs: the current one, and the one that cursors are pinned to

_kept: OrderedDict[tuple[str, str, tuple[int, int]], Sequence["RunTheme"]] = OrderedDict()
_lock = Lock()


class RunTheme(NamedTuple):
    """A row of `run_theme`. Nobody changes what is in it."""

    theme_id: str
    rank: int
    area_id: str | None
    label: str
    keyphrases: Sequence[str]
    exemplars: Sequence[str]
    figures: Mapping[str, Any]


def list_run_figures(session: Session, run_id: str) -> Sequence[RunTheme]:
    """The run's themes and areas, rank 1 first, those without a rank before it."""
    key = (str(session.get_bind().engine.url), run_id, find_mark(session, (ChangeKind.FEEDBACK_ERASED,)))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    columns = (
        RunThemeRow.theme_id, RunThemeRow.rank, RunThemeRow.area_id, RunThemeRow.label, RunThemeRow.keyphrases, RunThemeRow.exemplars, RunThemeRow.figures,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(RunThemeRow.run_id == run_id).order_by(RunThemeRow.rank, RunThemeRow.theme_id))
    found = [RunTheme(*row) for row in rows]
    if session.scalar(select(RunRow.state).where(RunRow.id == run_id)) == "published":
        with _lock:
            _kept[key] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return found


def forget_run_figures() -> None:
    """Read everything anew. For who empties a database."""
    with _lock:
        _kept.clear()
