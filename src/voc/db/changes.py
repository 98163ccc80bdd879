"""The audit log: changes are added in the transaction that makes them, and never change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from voc.db.service_tables import ChangeRow
from voc.db.session import actor_of, read_once
from voc.domain.changes import Actor, Change, ChangeKind
from voc.domain.ids import new_id
from voc.errors import NotFoundError

LATE = 1_000  # changes that others may note between one's taking its number and its commit


def add_change(session: Session, kind: ChangeKind, noun_id: str, now: datetime, *, before: Mapping[str, Any] | None = None, after: Mapping[str, Any]) -> str:
    """Note a change in the name of the session's actor; its `chg_` id. Values are those of JSON."""
    actor, change_id = actor_of(session), new_id("chg")
    row = ChangeRow(
        id=change_id,
        happened_at=now,
        actor_id=actor.id,
        actor_name=actor.name,
        kind=kind,
        noun_id=noun_id,
        before=dict(before or {}),
        after=dict(after),
        act=session.info.setdefault("act", change_id),
        undone_at=None,
    )
    session.add(row)
    session.flush()
    return row.id


def begin_act(session: Session) -> None:
    """What the transaction changes from here on is undone by itself."""
    session.info.pop("act", None)


def find_act(session: Session) -> str | None:
    """What the transaction has changed so far, by its first change: what a page offers to undo."""
    found: str | None = session.info.get("act")
    return found


def list_changes(
    session: Session,
    limit: int,
    *,
    before: int | None = None,
    actor_id: str | None = None,
    noun_ids: Sequence[str] = (),
    kinds: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[tuple[int, Change]]:
    """(sequence, change), the newest first, of a sequence less than `before`; narrowed to an actor, to what was changed, to kinds, and to a time."""
    wanted = select(ChangeRow).order_by(ChangeRow.sequence.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(ChangeRow.sequence < before)
    if actor_id is not None:
        wanted = wanted.where(ChangeRow.actor_id == actor_id)
    if noun_ids:
        wanted = wanted.where(ChangeRow.noun_id.in_(noun_ids))
    if kinds:
        wanted = wanted.where(ChangeRow.kind.in_(kinds))
    if since is not None:
        wanted = wanted.where(ChangeRow.happened_at >= since)
    if until is not None:
        wanted = wanted.where(ChangeRow.happened_at <= until)
    return [(row.sequence, _value(row)) for row in session.scalars(wanted)]


def find_last_act(session: Session, actor_id: str, before: datetime) -> datetime | None:
    """When this actor changed anything last, before a moment."""
    return session.scalar(select(func.max(ChangeRow.happened_at)).where(ChangeRow.actor_id == actor_id, ChangeRow.happened_at < before))


def find_last_edit(session: Session, theme_id: str) -> str:
    """The id of the last change of what people say of the theme; "" where nobody changed any."""
    found = select(ChangeRow.id).where(ChangeRow.noun_id == theme_id, ChangeRow.kind == ChangeKind.THEME_EDITED).order_by(ChangeRow.sequence.desc())
    return session.scalar(found.limit(1)) or ""


def list_begun(session: Session, kinds: Sequence[str], limit: int, before: int | None = None) -> list[tuple[int, Change]]:
    """(sequence, change) of the acts that began with a change of these kinds, the newest first, of a sequence less than `before`."""
    wanted = select(ChangeRow).where(ChangeRow.kind.in_(kinds), ChangeRow.id == ChangeRow.act).order_by(ChangeRow.sequence.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(ChangeRow.sequence < before)
    return [(row.sequence, _value(row)) for row in session.scalars(wanted)]


def list_changes_of_acts(session: Session, acts: Sequence[str], kinds: Sequence[str]) -> list[Change]:
    """The changes of these kinds that were made with these acts."""
    return [_value(row) for row in session.scalars(select(ChangeRow).where(ChangeRow.act.in_(acts), ChangeRow.kind.in_(kinds)))]


def find_request(session: Session, job_id: str) -> str | None:
    """The change by which somebody asked for the job of an import; None where nobody did, as of a dry run."""
    wanted = select(ChangeRow.id).where(ChangeRow.noun_id == job_id, ChangeRow.kind == ChangeKind.IMPORT_REQUESTED)
    return session.scalar(wanted.limit(1))


def list_actors(session: Session) -> dict[str, str]:
    """Who ever changed anything: the name by id, as of their last change; by name."""
    last = select(func.max(ChangeRow.sequence)).group_by(ChangeRow.actor_id)
    rows = session.execute(select(ChangeRow.actor_id, ChangeRow.actor_name).where(ChangeRow.sequence.in_(last)))
    return dict(sorted(((row.actor_id, row.actor_name) for row in rows), key=lambda pair: pair[1].lower()))


@read_once
def find_mark(session: Session, kinds: Sequence[str]) -> tuple[int, int]:
    """What is another after any change of these kinds: (the last one's sequence, how many are seen close before it).

    The count tells of a change that took its number early and was committed late, after others of higher numbers.
    """
    last = session.scalar(select(func.max(ChangeRow.sequence)).where(ChangeRow.kind.in_(kinds))) or 0
    seen = select(func.count()).select_from(ChangeRow).where(ChangeRow.sequence > last - LATE, ChangeRow.sequence <= last, ChangeRow.kind.in_(kinds))
    return last, session.scalar(seen) or 0


def get_change(session: Session, change_id: str) -> Change:
    """The change of this id. Raises NotFoundError."""
    row = session.scalar(select(ChangeRow).where(ChangeRow.id == change_id).execution_options(populate_existing=True))
    if row is None:
        raise NotFoundError(f"there is no change {change_id}")
    return _value(row)


def claim_act(session: Session, act: str, now: datetime) -> list[Change]:
    """The act's changes that nobody has taken back, the last first; they count as taken back now. Of two that try at once one gets them."""
    wanted = update(ChangeRow).where(ChangeRow.act == act, ChangeRow.undone_at.is_(None)).values(undone_at=now).returning(ChangeRow.sequence)
    claimed = select(ChangeRow).where(ChangeRow.sequence.in_(list(session.scalars(wanted)))).order_by(ChangeRow.sequence.desc())
    rows = session.scalars(claimed.execution_options(populate_existing=True))
    return [_value(row) for row in rows]


def _value(row: ChangeRow) -> Change:
    actor, kind = Actor(row.actor_id, row.actor_name), ChangeKind(row.kind)
    return Change(row.id, row.happened_at, actor, kind, row.noun_id, row.before, row.after, row.act, row.undone_at)
