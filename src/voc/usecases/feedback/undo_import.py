"""Undo an import as a whole: what it added goes, what it changed is as it was before.

It can be done for a year, and as long as people have built nothing on the import by hand and no later import changed the same rows. To have it back, import the
file again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.account_matching import rematch_feedback
from voc.db.changes import add_change, get_change
from voc.db.handwork import list_handwork
from voc.db.import_journal import count_rows, find_later_import, forget_import, list_journaled
from voc.db.jobs import OPEN, get_job
from voc.db.restoring import count_snippets_of, restore_rows
from voc.db.runs import find_current_run
from voc.db.upsert import hold_import_lock, mark_import
from voc.domain.changes import IMPORTING, Change, ChangeKind
from voc.domain.words import count
from voc.errors import ConflictError, NotFoundError
from voc.usecases.curating.decide import request_effect


@dataclass(frozen=True, slots=True)
class ImportUndo:
    """What undoing an import does: the rows that go (`removed`) and that are as they were before (`restored`) by table, and the `snippets` that go with them.
    `reasons` say why it cannot be done; where there are none, it can."""

    change: Change
    removed: Mapping[str, int]
    restored: Mapping[str, int]
    snippets: int
    reasons: tuple[str, ...]


def preview_import_undo(session: Session, change_id: str) -> ImportUndo:
    """What undoing the import that began with this change would do. Raises NotFoundError for a change that is no import."""
    change = get_change(session, change_id)
    if change.kind not in IMPORTING:
        raise NotFoundError(f"{change_id} is no import")
    if change.id != change.act:
        return preview_import_undo(session, change.act)
    rows = count_rows(session, change.act)
    return ImportUndo(
        change,
        removed={table: added for table, (added, _) in rows.items() if added},
        restored={table: changed for table, (_, changed) in rows.items() if changed},
        snippets=count_snippets_of(session, change.act),
        reasons=tuple(_find_reasons(session, change)),
    )


def undo_import(session: Session, change: Change, now: datetime) -> str | None:
    """Take back the import that began with this change. The id of the job that makes the figures without it; None where there is no ranking.

    Raises ConflictError where it cannot be done, and says why.
    """
    hold_import_lock(session)
    if reasons := _find_reasons(session, change):
        raise ConflictError(f"this import cannot be undone: {'; '.join(reasons)}")
    counts = restore_rows(session, change.act)
    forget_import(session, change.act)
    mark_import(session)
    rematch_feedback(session)
    add_change(session, ChangeKind.IMPORT_UNDONE, change.noun_id, now, after=counts)
    run = find_current_run(session)
    return request_effect(session, run, now) if run else None


def _find_reasons(session: Session, change: Change) -> list[str]:
    if change.kind is ChangeKind.IMPORT_REQUESTED and get_job(session, change.noun_id).state in OPEN:
        return ["it is still under way"]
    if not list_journaled(session, (change.act,)):
        return ["it changed nothing, was undone already, or is older than a year"]
    reasons = []
    if later := find_later_import(session, change.act):
        act, rows = later
        reasons.append(f"{count(rows, 'row')} of it {'was' if rows == 1 else 'were'} imported again since: undo the later import first ({act})")
    run = find_current_run(session)
    if built := list_handwork(session, change.act, change.happened_at, run.id if run else None):
        reasons.append(f"people have built on it: {', '.join(built)}")
    return reasons
