"""Follow a theme to the one that it is part of now."""

from sqlalchemy.orm import Session

from voc.db.decisions import find_ending, find_founding, find_undone_founding
from voc.db.runs import Run
from voc.db.theme_events import list_theme_events
from voc.db.themes import has_run_theme
from voc.domain.ledger import MACHINE
from voc.errors import NotFoundError


def follow_theme(session: Session, run: Run, theme_id: str) -> str:
    """The theme that this one is part of now, itself where it was not merged: by what people decided, else by the ledger where the run has it no more;
    one whose split was undone is part of the theme that it had left.

    Raises NotFoundError for one that people dismissed, and says who.
    """
    seen: list[str] = []
    while theme_id not in seen:
        seen.append(theme_id)
        theme_id = _find_next(session, run, theme_id) or theme_id
    return theme_id


def _find_next(session: Session, run: Run, theme_id: str) -> str | None:
    if (ending := find_ending(session, theme_id)) is not None:
        if ending.kind == "dismiss":
            raise NotFoundError(f"{theme_id} is no theme: {ending.made_by} dismissed it at {ending.made_at:%Y-%m-%d %H:%M} UTC ({ending.id})")
        return ending.into_id
    if has_run_theme(session, run.id, theme_id):
        return None
    for recorded in list_theme_events(session, theme_id):
        event = recorded.event
        if event.kind == "merged":
            return event.others[0]
        if event.kind == "retired" and event.made_by != MACHINE:
            raise NotFoundError(f"{theme_id} is no theme: {event.made_by} dismissed it; the refresh under way may bring it back")
        if event.kind in ("retired", "born", "returned"):
            return None
    if find_founding(session, theme_id) is None and (undone := find_undone_founding(session, theme_id)) is not None:
        return undone.theme_id
    return None
