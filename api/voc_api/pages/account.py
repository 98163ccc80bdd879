"""Account: its facts, its health in signed contributions, its themes, its words and what happened with it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.mentions import list_quotes
from voc.db.run_accounts import get_run_account
from voc.errors import InputError
from voc.usecases.find_run import get_standing_run
from voc.usecases.list_timeline import TYPES, UNDATED, list_timeline
from voc.usecases.score_themes import EvidenceFilter, window_for
from voc_api.deps import Reading
from voc_api.pages.access import Looking, PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.counts import quotes_within
from voc_api.pages.filters import page_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

QUOTES, ENTRIES = 10, 30
USUAL = ("feedback", "opportunity", "arr")  # signals change every month: they are shown on request


@router.get("/accounts/{account_id}")
def show_account(account_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """One account. `type` and `page` in the address are the timeline's."""
    if shorter := find_shorter(request):
        return shorter
    run = get_standing_run(session)
    account = get_run_account(session, run.id, account_id)
    types, page = values_of(request.query_params, "type") or USUAL, page_of(request.query_params)
    if unknown := set(types) - set(TYPES):
        raise InputError(f"a timeline has no '{min(unknown)}'; it has {', '.join(TYPES)}")
    entries = list_timeline(session, account_id, types=tuple(types))
    contributions = account["health"]["contributions"]
    return render_page(
        request,
        "account.html",
        reader=reader,
        run=run,
        account=account,
        window=window_for(run, EvidenceFilter()),
        most_points=max((abs(c["points"]) for c in contributions), default=1),
        quotes=list_quotes(session, run.id, quotes_within(run, EvidenceFilter(), account=account_id), QUOTES),
        entries=entries[(page - 1) * ENTRIES : page * ENTRIES],
        total=len(entries),
        page=page,
        rows=ENTRIES,
        types=types,
        all_types=TYPES,
        undated=UNDATED,
        pairs=[(name, value) for name, value in request.query_params.multi_items() if name != "page"],
    )
