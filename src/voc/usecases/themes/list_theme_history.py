"""List how a theme went: its figures in each run, and what the ledger tells of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.runs import Run
from voc.db.theme_events import RecordedEvent, list_theme_events
from voc.db.themes import find_birth, list_labels, list_theme_history
from voc.domain.ledger import EventKind
from voc.errors import NotFoundError
from voc.rendering import shapes
from voc.rendering.event_words import shape_event

_TELLING: tuple[EventKind, ...] = (
    "merged",
    "retired",
    "returned",
    "born",
    "split",
    "renamed",
    "valued",
    "judged",
    "faded",
    "grew",
)  # the one that says most of a run first


def list_history(session: Session, theme_id: str) -> list[Mapping[str, Any]]:
    """The newest first: each published run that has the theme, and each run that the ledger tells something of, kept or not.

    `event` says in a word what happened since the entry before: what the ledger tells, else how the mentions went; `events` says it with its counts.
    Raises NotFoundError.
    """
    born_in = find_birth(session, theme_id)
    if born_in is None:
        raise NotFoundError(f"there is no theme {theme_id}")
    labels = list_labels(session)
    told: dict[str, list[RecordedEvent]] = {}
    for recorded in reversed(list_theme_events(session, theme_id)):
        told.setdefault(recorded.run_id, []).append(recorded)
    entries: list[tuple[datetime, dict[str, Any]]] = []
    for run, label, figures in list_theme_history(session, theme_id):
        entries.append((run.published_at or run.started_at, _entry(run, label, figures, _shape(told.pop(run.id, ()), labels))))
    for run_id, events in told.items():
        entries.append((events[0].happened_at, _bare_entry(run_id, labels[theme_id], events, labels)))
    history: list[Mapping[str, Any]] = []
    before: Mapping[str, Any] | None = None
    for _, entry in sorted(entries, key=lambda pair: pair[0]):
        history.append(entry | {"event": _event(entry, before, born_in)})
        before = entry if entry["mentions"] is not None else before
    return history[::-1]


def _shape(events: Iterable[RecordedEvent], labels: Mapping[str, str]) -> list[shapes.Shape]:
    return [shape_event(r.event, labels, shapes.moment(r.happened_at)) for r in sorted(events, key=lambda r: _TELLING.index(r.event.kind))]


def _entry(run: Run, label: str, figures: Mapping[str, Any], events: list[shapes.Shape]) -> dict[str, Any]:
    return {
        "object": "theme_history",
        "run_id": run.id,
        "as_of": shapes.moment(run.as_of),
        "label": label,
        "rank": figures.get("rank"),
        "score": figures.get("score", 0.0),
        "mentions": figures.get("mentions", 0),
        "accounts": figures.get("accounts", 0),
        "affected_arr": figures.get("affected_arr") or {"amount": "0.00", "currency": str(run.settings["reporting_currency"])},
        "events": events,
    }


def _bare_entry(run_id: str, label: str, events: list[RecordedEvent], labels: Mapping[str, str]) -> dict[str, Any]:
    """What happened in a run that has no figures of the theme, or is no longer kept."""
    nothing = dict.fromkeys(("rank", "score", "mentions", "accounts", "affected_arr"))
    as_of = shapes.moment(events[0].happened_at)
    return {"object": "theme_history", "run_id": run_id, "as_of": as_of, "label": label, **nothing, "events": _shape(events, labels)}


def _event(entry: Mapping[str, Any], before: Mapping[str, Any] | None, born_in: str) -> str:
    """The first entry that is still kept is not a birth where older runs were dropped."""
    if entry["events"]:
        return str(entry["events"][0]["kind"])
    if before is None:
        return "born" if entry["run_id"] == born_in else "unchanged"
    if entry["label"] != before["label"]:
        return "renamed"
    change = entry["mentions"] - before["mentions"]
    return "grew" if change > 0 else "shrank" if change < 0 else "unchanged"
