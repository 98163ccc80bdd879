"""Since when a theme has which status."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import ThemeStatusRow
from voc.domain.health import ThemeStatuses


def note_status(session: Session, theme_id: str, changed_at: datetime, status: str, made_by: str) -> None:
    """Note that a person set a theme's status."""
    session.merge(ThemeStatusRow(theme_id=theme_id, changed_at=changed_at, status=status, made_by=made_by))
    session.flush()


def load_theme_statuses(session: Session) -> ThemeStatuses:
    """The statuses of all themes at any moment."""
    rows = session.execute(select(ThemeStatusRow.theme_id, ThemeStatusRow.changed_at, ThemeStatusRow.status))
    return ThemeStatuses((theme_id, moment, status) for theme_id, moment, status in rows)
