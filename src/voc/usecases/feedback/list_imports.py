"""List imports: files and feedback that came in, by whom, what they brought, and whether they can still be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import list_begun, list_changes_of_acts
from voc.db.import_journal import list_journaled
from voc.domain.changes import IMPORTING, Actor, ChangeKind
from voc.usecases.feedback.uploaded import is_folder_name

BROUGHT = (ChangeKind.IMPORT_DONE, ChangeKind.FEEDBACK_RECEIVED)


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import. `id`: the change that it began with; `kind`: of the file; `file`: its name where that is known; `brought`: rows `added` and `updated`;
    `job_id`: the job that does it; `can_undo`: it changed something that nobody has taken back."""

    id: str
    sequence: int
    kind: str
    file: str | None
    actor: Actor
    begun_at: datetime
    brought: Mapping[str, int]
    job_id: str | None
    undone_at: datetime | None
    can_undo: bool


def list_imports(session: Session, limit: int, before: int | None = None) -> list[ImportView]:
    """The newest first, of a sequence less than `before`."""
    begun = list_begun(session, IMPORTING, limit, before)
    acts = tuple(change.id for _, change in begun)
    journaled = list_journaled(session, acts)
    after = {change.act: change.after for change in list_changes_of_acts(session, acts, BROUGHT)}
    return [
        ImportView(
            id=change.id,
            sequence=sequence,
            kind=str(change.after.get("kind", change.noun_id)),
            file=_named(after.get(change.id, {}).get("file")),
            actor=change.actor,
            begun_at=change.happened_at,
            brought={name: int(after.get(change.id, {}).get(name, 0)) for name in ("added", "updated")},
            job_id=change.noun_id if change.kind is ChangeKind.IMPORT_REQUESTED else None,
            undone_at=change.undone_at,
            can_undo=change.can_undo and change.id in journaled,
        )
        for sequence, change in begun
    ]


def _named(file: str | None) -> str | None:
    """The name, unless nobody chose it, as of uploads of older versions."""
    return None if file and is_folder_name(file.split(".")[0]) else file
