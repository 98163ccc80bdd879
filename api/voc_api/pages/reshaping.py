"""Merge and split: chosen, previewed, and done."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.asks import list_asks
from voc.db.themes import get_run_theme, list_run_themes
from voc.errors import InputError, VocError
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.preview_decision import preview_merge, preview_split
from voc.usecases.curating.split_theme import split_theme
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc.usecases.themes.list_theme_quotes import list_theme_quotes
from voc_api.deps import Asker, Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Ids, Text, go_back
from voc_api.pages.answers import render_page
from voc_api.pages.filters import text_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

QUOTES, ASKS = 60, 30  # to choose from


@router.get("/merge")
def show_merge(request: Request, reader: Looking, session: Reading) -> Response:
    """What the themes weigh, and what they would weigh as one; which of them stays can be chosen."""
    if shorter := find_shorter(request):
        return shorter
    run, params = get_standing_run(session), request.query_params
    chosen = values_of(params, "theme")
    published = {p.theme.id: p for p in list_run_themes(session, run.id)}
    themes = [get_run_theme(session, run.id, theme_id) for theme_id in chosen]
    if not themes:
        raise InputError("name the themes to merge: tick them in the list of themes, then press m")
    into = text_of(params, "into") or min(themes, key=lambda p: (not p.rank, p.rank)).theme.id
    if into not in chosen:
        raise InputError("into: one of the themes that are merged")
    preview, refused = _try(lambda: preview_merge(session, into, [one for one in chosen if one != into]) if len(chosen) > 1 else None)
    others = sorted((p for key, p in published.items() if key not in chosen and p.rank), key=lambda p: p.theme.label.lower())
    return render_page(request, "merge.html", reader=reader, run=run, themes=themes, into=into, preview=preview, refused=refused, others=others)


@router.post("/merge")
def merge(asker: Asker, session: Writing, bell: Bell, into: Text, theme: Ids) -> Response:
    """Make the others part of the one."""
    others = [one for one in theme if one != into]
    if not others:
        raise InputError("name another theme to merge")
    made = merge_themes(session, into, others, asker.name, datetime.now(UTC))
    return go_back(session, bell, f"/themes/{into}", made[0].job_id)


@router.get("/themes/{theme_id}/split")
def show_split(theme_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """The theme's asks and quotes to choose from, and what it and its part would weigh."""
    run, params, every = get_standing_run(session), request.query_params, EvidenceFilter()
    asks, snippets = values_of(params, "ask"), values_of(params, "snippet")
    label, window = text_of(params, "label"), window_for(run, EvidenceFilter())
    published = get_run_theme(session, run.id, theme_id)
    preview, refused = _try(lambda: preview_split(session, theme_id, snippets, label or None, asks) if asks or snippets else None)
    return render_page(
        request,
        "split.html",
        reader=reader,
        run=run,
        theme=published.theme,
        asks=list_asks(session, run.id, theme_id, window.since, window.as_of)[:ASKS],
        quotes=list_theme_quotes(session, run, theme_id, every, QUOTES),
        mentions=published.figures.get("mentions", 0),
        chosen_asks=asks,
        chosen_snippets=snippets,
        label=label,
        preview=preview,
        refused=refused,
    )


@router.post("/themes/{theme_id}/split")
def split(
    theme_id: str,
    asker: Asker,
    session: Writing,
    bell: Bell,
    ask: Ids = [],  # noqa: B006  # FastAPI copies it
    snippet: Ids = [],  # noqa: B006
    label: Text = "",
) -> Response:
    """Let the chosen part go."""
    made, new = split_theme(session, theme_id, snippet, label.strip() or None, asker.name, datetime.now(UTC), ask_ids=ask)
    return go_back(session, bell, f"/themes/{new.id}", made.job_id)


def _try(preview: Any) -> tuple[Any, str | None]:
    """The preview, or why there is none."""
    try:
        return preview(), None
    except VocError as error:
        return None, str(error)
