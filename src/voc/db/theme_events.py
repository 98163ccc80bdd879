"""The ledger of identity as it is stored. It outlives the runs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from voc.db.tables import ThemeEventRow
from voc.domain.ledger import EventKind, ThemeEvent


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event, and when and in which run it happened; what people rename happens in the run that stands."""

    event: ThemeEvent
    run_id: str
    happened_at: datetime


def add_theme_events(session: Session, run_id: str, happened_at: datetime, events: Iterable[ThemeEvent]) -> None:
    """Keep what a run changed. The themes must be saved before."""
    rows = [
        {
            "run_id": run_id,
            "theme_id": e.theme_id,
            "kind": e.kind,
            "made_by": e.made_by,
            "happened_at": happened_at,
            "others": list(e.others),
            "counts": dict(e.counts),
        }
        for e in events
    ]
    if rows:
        session.execute(insert(ThemeEventRow), rows)


def note_edit(session: Session, run_id: str, happened_at: datetime, edit: ThemeEvent) -> None:
    """Keep what a person changed of the theme: `edit.counts` holds `<what>_before` and `<what>`. Changes of one kind in one run are told as one, by the last
    who made one; where they lead back to what was before, none is told."""
    key = (ThemeEventRow.run_id == run_id, ThemeEventRow.theme_id == edit.theme_id, ThemeEventRow.kind == edit.kind)
    before, after = sorted(edit.counts, key=len, reverse=True)
    earlier: Mapping[str, Any] | None = session.scalar(select(ThemeEventRow.counts).where(*key))
    if earlier is None:
        add_theme_events(session, run_id, happened_at, [edit])
    elif earlier[before] == edit.counts[after]:
        session.execute(delete(ThemeEventRow).where(*key))
    else:
        counts = {**earlier, after: edit.counts[after]}
        session.execute(update(ThemeEventRow).where(*key).values(made_by=edit.made_by, happened_at=happened_at, counts=counts))


def list_theme_events(session: Session, theme_id: str) -> list[RecordedEvent]:
    """What happened to a theme, the newest first."""
    return _list(session, ThemeEventRow.theme_id == theme_id)[::-1]


def list_events_after(session: Session, moment: datetime) -> list[RecordedEvent]:
    """What happened to any theme since, the oldest first."""
    return _list(session, ThemeEventRow.happened_at > moment)


def list_gone(session: Session) -> set[str]:
    """The themes that the ledger has ended: merged or retired, and not back since."""
    gone: set[str] = set()
    for recorded in _list(session, ThemeEventRow.kind.in_(("born", "returned", "merged", "retired"))):
        (gone.add if recorded.event.kind in ("merged", "retired") else gone.discard)(recorded.event.theme_id)
    return gone


def list_told_sizes(session: Session, kinds: Collection[EventKind] = ("born", "returned", "grew", "split")) -> dict[str, int]:
    """The members that each theme had when the ledger last told of its size."""
    return {r.event.theme_id: int(r.event.counts["after"]) for r in _list(session, ThemeEventRow.kind.in_(kinds)) if "after" in r.event.counts}


def _list(session: Session, *which: Any) -> list[RecordedEvent]:
    order = (ThemeEventRow.happened_at, ThemeEventRow.run_id, ThemeEventRow.theme_id, ThemeEventRow.kind)
    return [
        RecordedEvent(
            ThemeEvent(row.theme_id, cast("EventKind", row.kind), row.made_by, tuple(row.others), row.counts),
            row.run_id,
            row.happened_at,
        )
        for row in session.scalars(select(ThemeEventRow).where(*which).order_by(*order))
    ]
