"""Saved views: a page's address with its filters, by a name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from voc.db.service_tables import SavedViewRow


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view. `page` is the path of the page, `query` its filters as the address has them; everybody sees one that is `shared`."""

    id: str
    owner_id: str
    owner_name: str
    page: str
    name: str
    query: str
    shared: bool
    created_at: datetime

    @property
    def address(self) -> str:
        """Where it is."""
        return f"{self.page}?{self.query}" if self.query else self.page


def add_view(session: Session, view: SavedView) -> None:
    """Keep a view."""
    session.add(SavedViewRow(**asdict(view)))
    session.flush()


def find_view(session: Session, view_id: str) -> SavedView | None:
    """The view of this id."""
    row = session.get(SavedViewRow, view_id, populate_existing=True)
    return _value(row) if row else None


def list_views(session: Session, reader_id: str, page: str | None = None) -> Sequence[SavedView]:
    """The reader's own views and those that are shared, of a page where one is named, by name."""
    wanted = select(SavedViewRow).where(or_(SavedViewRow.owner_id == reader_id, SavedViewRow.shared.is_(True)))
    if page is not None:
        wanted = wanted.where(SavedViewRow.page == page)
    return sorted((_value(row) for row in session.scalars(wanted)), key=lambda view: (view.name.casefold(), view.id))


def delete_view(session: Session, view_id: str) -> None:
    """Drop a view."""
    session.execute(delete(SavedViewRow).where(SavedViewRow.id == view_id))


def _value(row: SavedViewRow) -> SavedView:
    return SavedView(row.id, row.owner_id, row.owner_name, row.page, row.name, row.query, row.shared, row.created_at)
