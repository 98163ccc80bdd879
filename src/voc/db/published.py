"""What a published run holds: nothing but erased feedback ever changes it, so it is read once and kept, for the last runs that were asked for."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.changes import find_mark
from voc.db.kept import Kept
from voc.db.session import read_once
from voc.db.tables import RunRow
from voc.domain.changes import ChangeKind

KEPT = 4  # readings: of the current run, and of the one that cursors are pinned to

T = TypeVar("T")

_kept = Kept(KEPT)


def read_published(session: Session, run_id: str, what: str, read: Callable[[], T]) -> T:
    """What `read` reads of the run, at hand where it was read before. Nobody changes what is in it."""
    if not _is_published(session, run_id):
        return read()
    return _kept.get((str(session.get_bind().engine.url), run_id, what), find_mark(session, (ChangeKind.FEEDBACK_ERASED,)), read)


@read_once
def _is_published(session: Session, run_id: str) -> bool:
    return session.scalar(select(RunRow.state).where(RunRow.id == run_id)) == "published"
