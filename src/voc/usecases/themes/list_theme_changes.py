"""List what people changed of a theme: its words, its status, its links, and every decision that speaks of it."""

from sqlalchemy.orm import Session

from voc.db.changes import list_changes
from voc.db.decisions import list_decisions_page
from voc.db.themes import get_known_theme
from voc.domain.changes import Change


def list_theme_changes(session: Session, theme_id: str, limit: int, before: int | None = None) -> list[tuple[int, Change]]:
    """(sequence, change), the newest first, of a sequence less than `before`; of the theme's last 1,000 decisions. Raises NotFoundError."""
    get_known_theme(session, theme_id)
    decisions = [decision.id for decision in list_decisions_page(session, 1_000, theme_id=theme_id)]
    return list_changes(session, limit, before=before, noun_ids=[theme_id, *decisions])
