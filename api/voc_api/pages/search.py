"""Search: by words and by meaning; what is like a snippet; a theme from what was found."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.db.themes import list_labels
from voc.domain.roles import Action
from voc.usecases.curating.found_theme import found_theme
from voc.usecases.feedback.search_feedback import SearchResult, list_alike, search_feedback
from voc.usecases.shared.find_quotes import quotes_within
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.score_themes import window_for
from voc_api.deps import Asker, Bell, Looking, Reading, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, go_back
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import list_choices, page_of, read_evidence, text_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 25


@router.get("/search")
def show_search(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """What has the words, or means the same, the best first; an empty page before anything is asked."""
    if shorter := find_shorter(request):
        return shorter
    params = request.query_params
    chosen, page, run = read_evidence(request), page_of(params), find_run(session)
    choices = list_choices(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    query, like = text_of(params, "q"), text_of(params, "like")
    which, offset = quotes_within(run, chosen.evidence), (page - 1) * ROWS
    found: SearchResult | None = None
    if like:
        found = list_alike(session, run, which, lambda limit: services.finder.find_alike([like], limit), ROWS, offset)
    elif query:
        found = search_feedback(session, run, query, which, lambda limit: services.finder.find(query, limit), ROWS, offset)
    context: dict[str, Any] = {"reader": reader, "run": run, "params": params, "choices": choices, "chosen": chosen, "page": page, "rows": ROWS}
    return render_page(
        request,
        "search.html",
        query=query,
        like=like,
        found=found,
        window=window_for(run, chosen.evidence),
        labels=list_labels(session),
        may_decide=reader.principal.may(Action.DECIDE),
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        **context,
    )


@router.post("/search/theme")
def make_theme(
    asker: Asker,
    session: Writing,
    bell: Bell,
    label: Annotated[str, Form(max_length=500)],
    snippet: Annotated[list[str], Form()],
    back: Back = "/search",
) -> Response:
    """A theme of the snippets that were ticked."""
    made, _ = found_theme(session, snippet, label, asker.name, datetime.now(UTC))
    return go_back(session, bell, back, made[0].job_id)
