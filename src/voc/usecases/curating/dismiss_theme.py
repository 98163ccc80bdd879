"""Dismiss a theme: it is none, and the machine is to make none of its snippets again."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.decisions import add_decision
from voc.usecases.curating.decide import Decided, get_open_theme, list_members_now, request_effect, take_ground
from voc.usecases.curating.edit_theme import read_reason


def dismiss_theme(session: Session, theme_id: str, made_by: str, now: datetime, reason: str | None = None) -> Decided:
    """The theme is no theme, for a reason where one is given.

    Raises NotFoundError for one that is none, ConflictError for one that was merged or dismissed already, or an area.
    """
    ground = take_ground(session)
    get_open_theme(session, ground, theme_id)
    why = read_reason(reason) if reason is not None else None
    decision = add_decision(session, "dismiss", list_members_now(session, ground, theme_id), made_by, now, theme_id=theme_id, reason=why)
    return Decided(decision, request_effect(session, ground.run, now))
