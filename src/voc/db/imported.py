"""What is read of all that was imported: kept until anything is imported, for it takes long and most pages ask for the same."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.kept import Kept
from voc.db.session import read_once
from voc.db.tables import ImportMarkRow

KEPT = 8  # readings: counts, and the books of a few days

T = TypeVar("T")

_kept = Kept(KEPT)


def read_imported(session: Session, what: Hashable, read: Callable[[], T]) -> T:
    """What `read` reads of imported rows alone, at hand where it was read since the last import. Nobody changes what is in it."""
    return _kept.get((str(session.get_bind().engine.url), what), find_import_mark(session), read)


@read_once
def find_import_mark(session: Session) -> str | None:
    """What is another after anything was imported; None before."""
    return session.scalar(select(ImportMarkRow.mark))
