"""The inbox's address: whose snippets, which of them, in which order."""

from datetime import datetime
from typing import cast

from fastapi import Request
from sqlalchemy.orm import Session

from voc.db.accounts import looks_after_any
from voc.domain.inbox import ORDERS, TABS, InboxFilter, Order, Tab
from voc.domain.roles import Principal
from voc.errors import InputError
from voc.usecases.inbox.list_inbox import narrowed_to_new
from voc_api.pages.filters import flag_of, read_evidence, text_of

MENTIONS = "mentions"
MOST_BESIDES = 200


def read_tab(request: Request, session: Session, reader: Principal) -> str:
    """The tab: a reader who looks after accounts sees theirs first. Raises InputError for one that is none."""
    tab = text_of(request.query_params, "tab") or ("mine" if reader.email and looks_after_any(session, reader.email) else "all")
    if tab not in (*TABS, MENTIONS):
        raise InputError(f"the inbox has no '{tab}'; it has {', '.join((*TABS, MENTIONS))}")
    return tab


def read_order(request: Request) -> Order:
    """Least sure first unless the address says otherwise. Raises InputError."""
    order = text_of(request.query_params, "sort") or "doubt"
    if order not in ORDERS:
        raise InputError(f"the inbox is not sorted by '{order}'; it is by {', '.join(ORDERS)}")
    return order


def read_filter(request: Request, session: Session, reader: Principal, tab: str, now: datetime) -> InboxFilter:
    """The filters of the address. `besides` names snippets that the page has already. Raises InputError."""
    params, evidence = request.query_params, read_evidence(request).evidence
    theme = text_of(params, "theme")
    which = InboxFilter(
        user_id=reader.id,
        owner=reader.email,
        tab=cast("Tab", tab),
        sources=evidence.sources,
        kinds=evidence.kinds,
        segments=evidence.segments,
        account=text_of(params, "account") or None,
        theme_id=theme if theme not in ("", "none") else None,
        unthemed=theme == "none",
        besides=params.getlist("besides")[:MOST_BESIDES],
    )
    return narrowed_to_new(session, which, reader, now) if flag_of(params, "new") else which
