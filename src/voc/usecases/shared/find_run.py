"""Which run a reader looks at: the current one, or the one that a page of a list began on."""

from sqlalchemy.orm import Session

from voc.db.runs import Run, find_current_run, get_run
from voc.errors import InputError, NotFoundError


def find_run(session: Session, pinned: str | None = None) -> Run | None:
    """The pinned run, else the current one; None before the first. Raises InputError where the pinned one is gone."""
    if pinned is None:
        return find_current_run(session)
    try:
        return get_run(session, pinned)
    except NotFoundError:
        raise InputError("the ranking that this cursor began on is no longer kept: start again without a cursor") from None


def get_standing_run(session: Session, pinned: str | None = None) -> Run:
    """`find_run`, where there must be one. Raises NotFoundError before the first."""
    run = find_run(session, pinned)
    if run is None:
        raise NotFoundError("there is no ranking yet: import accounts and feedback, then refresh")
    return run
