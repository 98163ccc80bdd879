"""Quotes: what customers said, behind whatever number was opened."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.accounts import list_account_names
from voc.db.mentions import count_quotes, list_quotes
from voc.db.tags import list_tags, list_tags_of
from voc.db.themes import list_labels
from voc.domain.tags import fold_tag
from voc.usecases.shared.find_quotes import MOST, quotes_within
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.score_themes import window_for
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import flag_of, list_choices, page_of, read_evidence, text_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 50


@router.get("/quotes")
def show_quotes(request: Request, reader: Looking, session: Reading) -> Response:
    """The quotes that the filters in the address let through, the strongest first."""
    if shorter := find_shorter(request):
        return shorter
    params = request.query_params
    chosen, page, run = read_evidence(request), page_of(params), find_run(session)
    choices = list_choices(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    theme, account, ask, unthemed = (text_of(params, name) or None for name in ("theme", "account", "ask", "unthemed"))
    tag, possible = text_of(params, "tag"), flag_of(params, "possible")
    counted = not possible if theme or possible else None
    which = quotes_within(run, chosen.evidence, theme_id=theme, account=account, ask_id=ask, unthemed=bool(unthemed), tag=tag, counted=counted)
    quotes, tags = list_quotes(session, run.id, which, ROWS, (page - 1) * ROWS), list_tags(session)
    return render_page(
        request,
        "quotes.html",
        reader=reader,
        run=run,
        params=params,
        choices=choices,
        window=window_for(run, chosen.evidence),
        chosen=chosen,
        labels=list_labels(session),
        account_name=list_account_names(session, [account]).get(account, account) if account else "",
        theme_id=theme,
        account_id=account,
        ask_id=ask,
        unthemed=unthemed,
        possible=possible,
        quotes=quotes,
        tag=tag,
        known_tags=tags,
        own_tag=next((known for known in tags if fold_tag(known.name) == fold_tag(tag)), None),
        tags_of=list_tags_of(session, [quote.feedback_id for quote in quotes]),
        total=count_quotes(session, run.id, which, MOST),
        most=MOST,
        page=page,
        rows=ROWS,
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
    )
