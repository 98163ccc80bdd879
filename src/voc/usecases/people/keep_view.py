"""Keep a view: a page's address with its filters under a name, for oneself or for everybody; and drop it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.saved_views import SavedView, add_view, delete_view, find_view, list_views
from voc.domain.changes import ChangeKind
from voc.domain.ids import new_id
from voc.domain.roles import Action, Principal
from voc.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from voc.usecases.curating.edit_theme import read_line

NAME_LIMIT = 80
ADDRESS_LIMIT = 4_000
MOST_VIEWS = 100  # of one owner
_FLEETING = ("page", "done")  # they say where in the view somebody is, and what they just did


def keep_view(session: Session, owner: Principal, name: str, address: str, now: datetime, *, shared: bool = False) -> SavedView:
    """The new view of an address of ours, such as `/themes?status=new`. One of the same owner, page and name is replaced.

    Raises InputError for a name or an address that is none, ConflictError for one view too many.
    """
    page, query = _read_address(address)
    view = SavedView(new_id("viw"), owner.id, owner.name, page, read_line("name", name, NAME_LIMIT), query, shared, now)
    own = [one for one in list_views(session, owner.id) if one.owner_id == owner.id]
    for same in (one for one in own if (one.page, one.name) == (view.page, view.name)):
        drop_view(session, owner, same.id, now)
        own.remove(same)
    if len(own) >= MOST_VIEWS:
        raise ConflictError(f"you have {MOST_VIEWS} views: drop one first")
    return _add(session, view, now)


def drop_view(session: Session, asker: Principal, view_id: str, now: datetime) -> None:
    """Drop a view of one's own; an admin may drop any that is shared. Raises NotFoundError, ForbiddenError."""
    view = find_view(session, view_id)
    if view is None or (view.owner_id != asker.id and not view.shared):  # of an unshared view nobody else learns that it is there
        raise NotFoundError(f"there is no view {view_id}")
    _require_own(view, asker)
    delete_view(session, view_id)
    add_change(session, ChangeKind.VIEW_KEPT, view_id, now, before=_facts(view), after={})


def restore_view(session: Session, asker: Principal, facts: Mapping[str, Any], now: datetime) -> None:
    """Keep a view again that was dropped, as it was. Raises ForbiddenError for somebody else's."""
    view = SavedView(**{**facts, "created_at": datetime.fromisoformat(facts["created_at"])})
    _require_own(view, asker)
    if find_view(session, view.id) is None:
        _add(session, view, now)


def _require_own(view: SavedView, asker: Principal) -> None:
    if view.owner_id != asker.id and not (view.shared and asker.may(Action.ADMINISTER)):
        raise ForbiddenError(f"the view is {view.owner_name}'s: its owner may drop it and bring it back, and an admin where it is shared")


def _read_address(address: str) -> tuple[str, str]:
    # Of "//" at its beginning a browser makes another site, however many slashes follow.
    is_ours = address.startswith("/") and not address.startswith(("//", "/api/")) and "\\" not in address
    parts = urlsplit(address) if is_ours and address.isprintable() and len(address) <= ADDRESS_LIMIT else None
    if parts is None:
        raise InputError(f"address: a page of ours with its filters, such as /themes?status=new, of at most {ADDRESS_LIMIT:,} characters")
    return parts.path, urlencode([(name, value) for name, value in parse_qsl(parts.query) if name not in _FLEETING])


def _add(session: Session, view: SavedView, now: datetime) -> SavedView:
    add_view(session, view)
    add_change(session, ChangeKind.VIEW_KEPT, view.id, now, after=_facts(view))
    return view


def _facts(view: SavedView) -> dict[str, Any]:
    return {**asdict(view), "created_at": view.created_at.isoformat()}
