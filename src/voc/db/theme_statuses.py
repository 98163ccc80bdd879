"""Since when a theme has which status."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import ThemeStatusRow
from voc.domain.health import ThemeStatuses
from voc.domain.health.record import SHIPPED_STATUS

NOTHING_RELEASED: Mapping[str, datetime] = MappingProxyType({})


def note_status(session: Session, theme_id: str, changed_at: datetime, status: str, made_by: str, reason: str | None = None) -> None:
    """Note that a person set a theme's status, and why."""
    session.merge(ThemeStatusRow(theme_id=theme_id, changed_at=changed_at, status=status, made_by=made_by, reason=reason))
    session.flush()


def load_theme_statuses(session: Session, released: Mapping[str, datetime] = NOTHING_RELEASED) -> ThemeStatuses:
    """The statuses of all themes at any moment. `released`: since when the product has what a theme asks for, by theme id; a person's later word goes first."""
    rows = session.execute(select(ThemeStatusRow.theme_id, ThemeStatusRow.changed_at, ThemeStatusRow.status))
    told = [(theme_id, moment, status) for theme_id, moment, status in rows]
    return ThemeStatuses([*((theme_id, moment, SHIPPED_STATUS) for theme_id, moment in released.items()), *told])
