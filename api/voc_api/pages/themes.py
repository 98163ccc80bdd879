"""Themes: the ranked table."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from voc.db.run_accounts import list_segments
from voc.db.themes import list_run_areas
from voc.domain.catalogue import Verdict
from voc.domain.scope import Scope
from voc.errors import InputError
from voc.usecases.find_run import find_run
from voc.usecases.list_themes import ThemeQuery, list_themes
from voc.usecases.score_themes import weights_of, window_for
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.counts import count_unthemed
from voc_api.pages.filters import amount_of, list_choices, page_of, read_evidence, text_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 100
SORTS = {
    "-score": "score",
    "-affected_arr": "affected ARR",
    "-accounts": "accounts",
    "-mentions": "mentions",
    "sentiment": "most negative",
    "-renewing_arr_90d": "renewals within 90 days",
    "-last_seen": "last mentioned",
    "-first_seen": "newest",
    "label": "label",
}


@router.get("/")
@router.get("/themes")
def show_themes(request: Request, reader: Looking, session: Reading) -> Response:
    """The ranking, narrowed by the filters in the address."""
    if shorter := find_shorter(request):
        return shorter
    params = request.query_params
    chosen, page, run = read_evidence(request), page_of(params), find_run(session)
    query = ThemeQuery(
        evidence=chosen.evidence,
        scopes=values_of(params, "scope"),
        verdicts=values_of(params, "catalogue"),
        areas=values_of(params, "area"),
        least_arr=amount_of(params, "least_arr"),
        words=text_of(params, "q"),
        sort=text_of(params, "sort") or "-score",
        run_id=run.id if run else None,
        weights=text_of(params, "weights"),
        corrected=_is_corrected(params),
    )
    themes = list_themes(session, query).themes
    choices = list_choices(session)
    context: dict[str, Any] = {"reader": reader, "run": run, "params": params, "choices": choices, "page": page, "has_feedback": bool(choices["source"])}
    if run is None:
        return render_page(request, "before_refresh.html", **context)
    window = window_for(run, chosen.evidence)
    return render_page(
        request,
        "themes.html",
        themes=themes[(page - 1) * ROWS : page * ROWS],
        total=len(themes),
        most_points=max((part["points"] for theme in themes for part in theme["score_parts"]), default=1),
        weights=weights_of(run),
        rows=ROWS,
        sorts=SORTS,
        scopes=list(Scope),
        verdicts=list(Verdict),
        areas={area.theme.id: area.theme.label for area in list_run_areas(session, run.id)},
        segments=list_segments(session),
        unthemed=count_unthemed(session, run, chosen.evidence),
        currency=run.settings["reporting_currency"],
        window=window,
        chosen=chosen,
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        narrowed=any(name not in ("sort", "page") for name in params),
        **context,
    )


def _is_corrected(params: QueryParams) -> bool:
    text = text_of(params, "corrected")
    if text not in ("", "coverage"):
        raise InputError("corrected is coverage")
    return bool(text)
