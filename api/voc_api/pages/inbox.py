"""Inbox: what wants a person, card by card or many at once."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.accounts import list_segments
from voc.db.inbox import count_waiting
from voc.db.notes import count_unread, list_notes
from voc.db.runs import Run
from voc.db.tags import list_tags
from voc.db.themes import list_labels, list_run_labels
from voc.domain.inbox import TABS
from voc.domain.roles import Principal
from voc.usecases.inbox.list_inbox import get_card, list_inbox
from voc.usecases.inbox.measure_corrections import DAYS, measure_corrections
from voc.usecases.inbox.write_note import list_colleagues
from voc.usecases.shared.find_run import find_run, get_standing_run
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import list_choices, page_of, text_of
from voc_api.pages.inbox_filters import MENTIONS, read_filter, read_order, read_tab
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute, prefix="/inbox")

CARDS = 8  # in the page at once: the next is there before it is asked for
ROWS = 50  # of the list
MOST = 500  # that are counted
MENTIONS_SHOWN = 100
TAB_WORDS = {"mine": "My accounts", "unassigned": "Nobody's accounts", "all": "All", "assigned": "Assigned to me", MENTIONS: "Mentions of me"}
ORDER_WORDS = {"doubt": "least sure first", "stake": "most ARR at stake first", "newest": "newest first"}


@router.get("")
def show_inbox(request: Request, reader: Looking, session: Reading) -> Response:
    """One tab of the inbox, narrowed by the filters in the address; `view=list` shows many at once."""
    if shorter := find_shorter(request):
        return shorter
    run, asker, now = find_run(session), reader.principal, datetime.now(UTC)
    choices = list_choices(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    tab = read_tab(request, session, asker)
    common: dict[str, Any] = {
        "reader": reader,
        "run": run,
        "tab": tab,
        "tabs": [(name, TAB_WORDS[name]) for name in (*TABS, MENTIONS)],
        "unread": count_unread(session, asker.id),
        "pairs": [(name, value) for name, value in request.query_params.multi_items() if name not in ("page", "besides")],
    }
    if tab == MENTIONS:
        return _show_mentions(request, session, run, asker, common)
    as_list, page = text_of(request.query_params, "view") == "list", page_of(request.query_params)
    which, rows = read_filter(request, session, asker, tab, now), ROWS if as_list else CARDS
    return render_page(
        request,
        "inbox.html",
        cards=list_inbox(session, run, which, asker, now, rows, (page - 1) * rows if as_list else 0, read_order(request)),
        total=count_waiting(session, run.id, which, now, MOST),
        most=MOST,
        as_list=as_list,
        page=page,
        rows=rows,
        params=request.query_params,
        choices=choices,
        orders=ORDER_WORDS,
        segments=list_segments(session),
        **_offers(session, run),
        **common,
    )


@router.get("/part")
def show_more(request: Request, reader: Looking, session: Reading) -> Response:
    """The next cards of the same address, besides those that the page has: a part of a page."""
    run, now = get_standing_run(session), datetime.now(UTC)
    which = read_filter(request, session, reader.principal, read_tab(request, session, reader.principal), now)
    cards = list_inbox(session, run, which, reader.principal, now, CARDS, order=read_order(request))
    return render_page(request, "inbox_cards.html", reader=reader, cards=cards, colleagues=list_colleagues(session))


@router.get("/{snippet_id}/part")
def show_card(snippet_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """One snippet's card, whether it waits or not: a part of a page."""
    run = get_standing_run(session)
    cards = [get_card(session, run, snippet_id, reader.principal, datetime.now(UTC))]
    return render_page(request, "inbox_cards.html", reader=reader, cards=cards, colleagues=list_colleagues(session))


@router.get("/corrections")
def show_corrections(request: Request, reader: Looking, session: Reading) -> Response:
    """What the reader's corrections changed."""
    effect = measure_corrections(session, reader.principal.name, datetime.now(UTC))
    return render_page(request, "corrections.html", reader=reader, effect=effect, days=DAYS, labels=list_labels(session))


def _offers(session: Session, run: Run) -> dict[str, Any]:
    """What a card's fields offer."""
    return {"themes": list_run_labels(session, run.id), "known_tags": [tag.name for tag in list_tags(session)], "colleagues": list_colleagues(session)}


def _show_mentions(request: Request, session: Session, run: Run, asker: Principal, common: dict[str, Any]) -> Response:
    notes = list_notes(session, MENTIONS_SHOWN, names=asker.id)
    now = datetime.now(UTC)
    cards = {n.snippet_id: get_card(session, run, n.snippet_id, asker, now) for n in notes if n.snippet_id}
    return render_page(request, "mentions.html", notes=notes, cards=cards, labels=list_labels(session), me=asker.id, **common)
