"""Accounts: the portfolio with its health, a reader's own first."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.run_accounts import AccountBrief
from voc.domain.accounts import STATUSES
from voc.domain.roles import Principal, Role
from voc.errors import InputError
from voc.usecases.accounts.list_accounts import AccountQuery, find_accounts, load_accounts
from voc.usecases.shared.find_run import find_run
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import amount_of, flag_of, page_of, text_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 100
ME = "me"
BANDS = ("at_risk", "watch", "healthy")
RENEWALS = (30, 90, 180)  # days
SORTS = {
    "-arr": "ARR",
    "health": "least healthy",
    "-health": "healthiest",
    "renews_on": "renews soonest",
    "-mentions": "mentions",
    "-last_contact": "last contact",
    "last_contact": "longest silent",
    "name": "name",
}


@router.get("/accounts")
def show_accounts(request: Request, reader: Looking, session: Reading) -> Response:
    """The accounts, narrowed by the filters in the address."""
    if shorter := find_shorter(request):
        return shorter
    params, run = request.query_params, find_run(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    page = page_of(params)
    portfolio = find_accounts(session, run, _read_query(request, reader.principal))
    found = portfolio.found
    return render_page(
        request,
        "accounts.html",
        reader=reader,
        run=run,
        params=params,
        page=page,
        rows=ROWS,
        accounts=load_accounts(session, run, [one.brief.id for one in found[(page - 1) * ROWS : page * ROWS]]),
        total=len(found),
        arr={"amount": f"{sum((one.brief.arr for one in found if one.brief.arr is not None), Decimal(0)):.2f}", "currency": run.settings["reporting_currency"]},
        unknown=sum(one.brief.arr is None for one in found),
        counts=[(band, sum(one.band == band for one in found)) for band in BANDS],
        bands=BANDS,
        sorts=SORTS,
        statuses=STATUSES,
        renewals=RENEWALS,
        me=(reader.principal.email or "").lower(),
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        narrowed=any(name not in ("sort", "page") for name in params),
        **_choices(portfolio.everyone),
    )


def _read_query(request: Request, reader: Principal) -> AccountQuery:
    """The filters of the address; `owner=me` is the reader. Who looks after accounts sees their own first. Raises InputError."""
    params = request.query_params
    within = text_of(params, "renews_within")
    if within and (not within.isascii() or not within.isdigit() or len(within) > 4):
        raise InputError(f"renews_within: '{within}' is not a number of days")
    return AccountQuery(
        segments=values_of(params, "segment"),
        bands=values_of(params, "band"),
        owners=[(reader.email or "") if owner == ME else owner for owner in values_of(params, "owner")],
        statuses=values_of(params, "status"),
        plans=values_of(params, "plan"),
        least_arr=amount_of(params, "arr"),
        renews_within=int(within) if within else None,
        advocate=flag_of(params, "advocate"),
        expansion=flag_of(params, "expansion"),
        words=text_of(params, "q"),
        sort=text_of(params, "sort") or "-arr",
        first=reader.email if reader.role == Role.CSM else None,
    )


def _choices(briefs: Sequence[AccountBrief]) -> dict[str, Any]:
    return {
        "segments": sorted({b.segment for b in briefs if b.segment}),
        "plans": sorted({b.plan for b in briefs if b.plan}),
        "owners": sorted({b.csm_email for b in briefs if b.csm_email}),
    }
