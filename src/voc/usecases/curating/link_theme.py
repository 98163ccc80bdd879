"""Link a theme to the issue that it is worked on in, and take a link off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.theme_links import ThemeLink, add_link, delete_link, find_link, list_links
from voc.domain.changes import ChangeKind
from voc.domain.ids import new_id
from voc.errors import ConflictError, InputError, NotFoundError
from voc.usecases.curating.decide import get_open_theme, take_ground
from voc.usecases.curating.edit_theme import read_line

URL_LIMIT = 1_000
TITLE_LIMIT = 200
MOST_LINKS = 50  # of one theme


def link_theme(session: Session, theme_id: str, url: str, title: str, added_by: str, now: datetime) -> ThemeLink:
    """The new link; without a title it is called by its address.

    Raises NotFoundError, InputError for an address that is none of the web, ConflictError for one that is linked already or one too many.
    """
    address = read_address(url)
    link = ThemeLink(new_id("lnk"), theme_id, address, read_line("title", title or address, TITLE_LIMIT, cut=not title), added_by, now)
    return _add(session, link, now)


def unlink_theme(session: Session, theme_id: str, link_id: str, now: datetime) -> None:
    """Take the link off. Raises NotFoundError."""
    link = find_link(session, link_id)
    if link is None or link.theme_id != theme_id:
        raise NotFoundError(f"{theme_id} has no link {link_id}")
    delete_link(session, link_id)
    add_change(session, ChangeKind.THEME_LINKED, theme_id, now, before=_facts(link), after={})


def link_again(session: Session, theme_id: str, facts: Mapping[str, Any], now: datetime) -> None:
    """Put back a link that was taken off, as it was. Raises as `link_theme` does."""
    _add(session, ThemeLink(facts["id"], theme_id, facts["url"], facts["title"], facts["added_by"], datetime.fromisoformat(facts["added_at"])), now)


def read_address(url: str) -> str:
    """An address as it is kept. Raises InputError for one that is not of the web: a link must run nothing."""
    address = url.strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host or len(address) > URL_LIMIT or not address.isprintable() or " " in address:
        raise InputError(f"url: an address of the web, https://..., of at most {URL_LIMIT:,} characters")
    return address


def _add(session: Session, link: ThemeLink, now: datetime) -> ThemeLink:
    get_open_theme(session, take_ground(session), link.theme_id)
    there = list_links(session, link.theme_id)
    if any(one.url == link.url for one in there):
        raise ConflictError(f"{link.url} is linked already")
    if len(there) >= MOST_LINKS:
        raise ConflictError(f"a theme has at most {MOST_LINKS} links: take one off first")
    add_link(session, link)
    add_change(session, ChangeKind.THEME_LINKED, link.theme_id, now, after=_facts(link))
    return link


def _facts(link: ThemeLink) -> dict[str, str]:
    return {"id": link.id, "url": link.url, "title": link.title, "added_by": link.added_by, "added_at": link.added_at.isoformat()}
