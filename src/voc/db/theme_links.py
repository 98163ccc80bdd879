"""Issues elsewhere that themes are worked on in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voc.db.tables import ThemeLinkRow


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """An issue: its address of the web, and what it is called there."""

    id: str
    theme_id: str
    url: str
    title: str
    added_by: str
    added_at: datetime


def add_link(session: Session, link: ThemeLink) -> None:
    """Keep a link."""
    session.add(
        ThemeLinkRow(id=link.id, theme_id=link.theme_id, url=link.url, title=link.title, added_by=link.added_by, added_at=link.added_at),
    )
    session.flush()


def find_link(session: Session, link_id: str) -> ThemeLink | None:
    """The link of this id."""
    row = session.get(ThemeLinkRow, link_id, populate_existing=True)
    return _value(row) if row else None


def list_links(session: Session, theme_id: str) -> list[ThemeLink]:
    """The theme's links, the first that was added first."""
    rows = session.scalars(select(ThemeLinkRow).where(ThemeLinkRow.theme_id == theme_id).order_by(ThemeLinkRow.added_at, ThemeLinkRow.id))
    return [_value(row) for row in rows]


def delete_link(session: Session, link_id: str) -> None:
    """Drop a link."""
    session.execute(delete(ThemeLinkRow).where(ThemeLinkRow.id == link_id))


def _value(row: ThemeLinkRow) -> ThemeLink:
    return ThemeLink(row.id, row.theme_id, row.url, row.title, row.added_by, row.added_at)
