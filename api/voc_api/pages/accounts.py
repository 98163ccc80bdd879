"""Accounts: the portfolio with its health."""

from decimal import Decimal

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.usecases.find_run import find_run
from voc.usecases.list_accounts import band_of_customer, list_accounts
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.filters import flag_of, list_choices, page_of, text_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 100
BANDS = ("at_risk", "watch", "healthy")
SORTS = {
    "-arr": "ARR",
    "health": "least healthy",
    "-health": "healthiest",
    "renews_on": "renews soonest",
    "-mentions": "mentions",
    "-last_contact": "last contact",
    "name": "name",
}


@router.get("/accounts")
def show_accounts(request: Request, reader: Looking, session: Reading) -> Response:
    """The accounts, narrowed by the filters in the address."""
    if shorter := find_shorter(request):
        return shorter
    params, run = request.query_params, find_run(session)
    if run is None:
        return render_page(request, "before_refresh.html", reader=reader, run=None, has_feedback=bool(list_choices(session)["source"]))
    page = page_of(params)
    found = list_accounts(
        session,
        segments=values_of(params, "segment"),
        bands=values_of(params, "band"),
        owners=values_of(params, "owner"),
        words=text_of(params, "q"),
        sort=text_of(params, "sort") or "-arr",
        run_id=run.id,
        advocate=flag_of(params, "advocate"),
        expansion=flag_of(params, "expansion"),
    )
    everyone = list_accounts(session, run_id=run.id)
    arr = sum((Decimal(a["arr"]["amount"]) for a in found if a["arr"]), Decimal(0))
    return render_page(
        request,
        "accounts.html",
        reader=reader,
        run=run,
        params=params,
        page=page,
        rows=ROWS,
        accounts=found[(page - 1) * ROWS : page * ROWS],
        total=len(found),
        arr={"amount": f"{arr:.2f}", "currency": run.settings["reporting_currency"]},
        counts=[(band, sum(band_of_customer(a) == band for a in found)) for band in BANDS],
        bands=BANDS,
        sorts=SORTS,
        segments=sorted({a["segment"] for a in everyone if a["segment"]}),
        owners=sorted({a["csm_email"] for a in everyone if a["csm_email"]}),
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        narrowed=any(name not in ("sort", "page") for name in params),
    )
