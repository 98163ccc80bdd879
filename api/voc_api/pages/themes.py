"""Themes: the ranked table."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from voc.db.accounts import list_segments
from voc.db.decisions import list_endings, list_foundings
from voc.db.runs import Run
from voc.db.saved_views import list_views
from voc.db.themes import find_theme, has_run_theme, list_labels, list_owners, list_run_areas
from voc.domain.catalogue import Verdict
from voc.domain.roles import Action
from voc.domain.scope import Scope
from voc.domain.themes import STATUSES
from voc.errors import InputError
from voc.usecases.curating.answer_proposal import list_open
from voc.usecases.export_table import themes_csv
from voc.usecases.sample_company import has_sample, is_empty
from voc.usecases.shared.find_quotes import MOST
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.score_themes import weights_of, window_for
from voc.usecases.themes.list_themes import ThemeQuery
from voc_api.deps import Looking, Reading, Serving
from voc_api.lists import csv_file, one_of
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import EvidenceChoice, amount_of, list_choices, page_of, read_evidence, text_of, values_of
from voc_api.pages.links import DONE, find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 50
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
def show_themes(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """The ranking, narrowed by the filters in the address; what people pinned stands first."""
    if shorter := find_shorter(request):
        return shorter
    params = request.query_params
    chosen, page, run = read_evidence(request), page_of(params), find_run(session)
    choices = list_choices(session)
    context: dict[str, Any] = {"reader": reader, "run": run, "params": params, "choices": choices, "page": page}
    if run is None or is_empty(session):
        return render_before_refresh(request, reader, session)
    query = read_query(params, chosen, run)
    themes = services.long.themes(session, query).themes
    window = window_for(run, chosen.evidence)
    return render_page(
        request,
        "themes.html",
        themes=themes[(page - 1) * ROWS : page * ROWS],
        total=len(themes),
        has_sample=reader.principal.may(Action.WRITE) and has_sample(session),
        most_points=max((part["points"] for theme in themes for part in theme["score_parts"]), default=1),
        unstable=sum(not theme.get("rank_is_stable", True) for theme in themes),
        weights=weights_of(run),
        rows=ROWS,
        sorts=SORTS,
        scopes=list(Scope),
        statuses=STATUSES,
        owners=list_owners(session),
        verdicts=list(Verdict),
        areas={area.theme.id: area.theme.label for area in list_run_areas(session, run.id)},
        segments=list_segments(session),
        unthemed=0 if query.asks_of_themes else services.long.unthemed(session, run, chosen.evidence),
        most=MOST,
        currency=run.settings["reporting_currency"],
        window=window,
        chosen=chosen,
        endings=list_endings(session, run.started_at),
        founded=[theme for key in list_foundings(session, run.started_at) if not has_run_theme(session, run.id, key) and (theme := find_theme(session, key))],
        labels=list_labels(session),
        proposed=len(list_open(session, run)),
        views=list_views(session, reader.principal.id, "/themes"),
        may_decide=reader.principal.may(Action.DECIDE),
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        narrowed=any(name not in ("sort", "page", DONE) for name in params),
        **context,
    )


@router.get("/themes.csv")
def export_themes(request: Request, services: Serving, session: Reading) -> Response:
    """The themes that the page shows under the same filters, all of its pages, in its order."""
    query = read_query(request.query_params, read_evidence(request), find_run(session))
    return csv_file(themes_csv(services.long.themes(session, query).themes), "themes")


def read_query(params: QueryParams, chosen: EvidenceChoice, run: Run | None) -> ThemeQuery:
    """The filters of the address, whose evidence is chosen already. Raises InputError."""
    return ThemeQuery(
        evidence=chosen.evidence,
        scopes=values_of(params, "scope"),
        verdicts=values_of(params, "catalogue"),
        statuses=one_of(values_of(params, "status"), STATUSES, "status"),
        owners=values_of(params, "owner"),
        areas=values_of(params, "area"),
        least_arr=amount_of(params, "least_arr"),
        words=text_of(params, "q"),
        sort=text_of(params, "sort") or "-score",
        run_id=run.id if run else None,
        weights=text_of(params, "weights"),
        corrected=_is_corrected(params),
        pinned_first=True,
    )


def _is_corrected(params: QueryParams) -> bool:
    text = text_of(params, "corrected")
    if text not in ("", "coverage"):
        raise InputError("corrected is coverage")
    return bool(text)
