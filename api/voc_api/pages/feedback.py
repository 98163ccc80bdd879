"""One feedback item: its whole text, with the points that were made of it marked, and where each belongs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.mentions import Quote
from voc.db.themes import list_run_themes
from voc.domain.roles import Action
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet
from voc.usecases.feedback.read_feedback import Mark, locate_snippets, read_item
from voc.usecases.shared.find_run import find_run
from voc_api.deps import Asker, Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, Text, go_back
from voc_api.pages.answers import render_page
from voc_api.pages.filters import text_of

router = APIRouter(route_class=PageRoute)

NOWHERE, IGNORED = "none", "ignored"


@router.get("/feedback/{feedback_id}")
def show_item(feedback_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """The item; who may not see people sees its points alone."""
    item, quotes = read_item(session, feedback_id, reader.principal)
    run, chosen = find_run(session), text_of(request.query_params, "snippet")
    sees_all = reader.principal.may(Action.SEE_PEOPLE)
    return render_page(
        request,
        "feedback.html",
        reader=reader,
        run=run,
        item=item,
        quotes=quotes,
        parts=cut(item.text, locate_snippets(session, feedback_id, quotes, reader.principal), quotes) if sees_all else None,
        chosen=chosen or (quotes[0].id if len(quotes) == 1 else ""),
        labels={p.theme.id: p.theme.label for p in list_run_themes(session, run.id)} if run else {},
        may_decide=reader.principal.may(Action.DECIDE),
    )


@router.post("/snippets/{snippet_id}/place")
def place(snippet_id: str, asker: Asker, session: Writing, bell: Bell, theme: Text, back: Back = "/quotes") -> Response:
    """Say where a point belongs: in a theme, in none, or nowhere at all."""
    now = datetime.now(UTC)
    if theme == IGNORED:
        made = ignore_snippet(session, snippet_id, asker.name, now)
    else:
        made = place_snippet(session, snippet_id, None if theme == NOWHERE else theme, asker.name, now)
    return go_back(session, bell, back, made.job_id)


def cut(text: str, marks: Sequence[Mark], quotes: Sequence[Quote]) -> list[tuple[str, Quote | None]]:
    """The text in parts, each with the point that it is."""
    by_id: Mapping[str, Quote] = {quote.id: quote for quote in quotes}
    parts: list[tuple[str, Quote | None]] = []
    last = 0
    for mark in marks:
        parts += [(text[last : mark.start], None), (text[mark.start : mark.end], by_id[mark.snippet_id])]
        last = mark.end
    return [*parts, (text[last:], None)]
