"""Retention: what was kept of the ARR, by month, segment or start cohort, and the accounts behind each row."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from voc.errors import InputError
from voc.usecases.accounts.measure_retention import By
from voc.usecases.shared.load_course import find_standpoint
from voc_api.deps import Looking, Reading, Serving
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.filters import day_of, flag_of, page_of, text_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 50
TABLES: dict[str, By] = {"month": "month", "segment": "segment", "cohort": "cohort"}


@router.get("/retention")
def show_retention(request: Request, reader: Looking, session: Reading, services: Serving) -> Response:
    """The table that the address names; `key` is the row whose accounts are listed."""
    if shorter := find_shorter(request):
        return shorter
    params, by, page = request.query_params, _by(request.query_params), page_of(request.query_params)
    since, key = day_of(params, "since"), text_of(params, "key") or None
    at = find_standpoint(session, datetime.now(UTC), services.settings.reporting_currency, day_of(params, "until"))
    unknown = flag_of(params, "unknown") or False
    movements = services.long.movements(session, at, by, key, since, unknown=unknown)
    return render_page(
        request,
        "retention.html",
        reader=reader,
        params=params,
        found=services.long.retention(session, at, by, since),
        tables=tuple(TABLES),
        key=key,
        unknown=unknown,
        movements=movements[(page - 1) * ROWS : page * ROWS],
        total=len(movements),
        page=page,
        rows=ROWS,
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
    )


@router.get("/silence")
def show_silence(request: Request, reader: Looking, session: Reading, services: Serving) -> Response:
    """Who was heard, and who says nothing before a renewal."""
    if shorter := find_shorter(request):
        return shorter
    params = request.query_params
    at = find_standpoint(session, datetime.now(UTC), services.settings.reporting_currency, day_of(params, "until"))
    return render_page(request, "silence.html", reader=reader, params=params, found=services.long.silence(session, at, day_of(params, "since")))


def _by(params: QueryParams) -> By:
    text = text_of(params, "by") or "month"
    if text not in TABLES:
        raise InputError(f"by is {', '.join(TABLES)}")
    return TABLES[text]
