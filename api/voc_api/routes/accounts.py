"""Accounts: with their health, their themes and what happened with them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.db.run_accounts import get_run_account
from voc.usecases.find_run import find_run, get_standing_run
from voc.usecases.list_accounts import list_accounts
from voc.usecases.list_timeline import TYPES, list_timeline
from voc_api import schemas, shapes
from voc_api.deps import BARE, READERS, Reading, Serving
from voc_api.lists import Page, one_of
from voc_api.params import AccountsParams, TimelineParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"], route_class=ReadRoute, dependencies=READERS)

BANDS = ("healthy", "watch", "at_risk")


@router.get("", response_model=schemas.Page[schemas.Account])
def read_accounts(request: Request, services: Serving, session: Reading, params: Annotated[AccountsParams, Query()]) -> JSONResponse:
    """The accounts of the current run."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    found = list_accounts(
        session,
        segments=params.segment,
        bands=one_of(params.band, BANDS, "band"),
        owners=params.owner,
        words=params.q,
        sort=params.sort,
        run_id=run.id if run else None,
    )
    return page.slice(found, run.id if run else None)


@router.get("/{account_id}", response_model=schemas.Account, dependencies=BARE)
def read_account(account_id: str, session: Reading) -> JSONResponse:
    """One account (`acc_...`)."""
    return JSONResponse(get_run_account(session, get_standing_run(session).id, account_id))


@router.get("/{account_id}/health", response_model=schemas.HealthOfRun, dependencies=BARE)
def read_health(account_id: str, session: Reading) -> JSONResponse:
    """The account's health: 50 and signed contributions that add up to the score."""
    return JSONResponse(shapes.health(get_run_account(session, get_standing_run(session).id, account_id)))


@router.get("/{account_id}/timeline", response_model=schemas.Page[schemas.TimelineEntry])
def read_timeline(account_id: str, request: Request, services: Serving, session: Reading, params: Annotated[TimelineParams, Query()]) -> JSONResponse:
    """Feedback, deals, ARR and changes of signals, the newest first; what has no date comes last."""
    page = Page(request, services.cursors, params)
    entries = list_timeline(session, account_id, params.since, one_of(params.type, TYPES, "type"))
    if page.after:
        moment, key = page.after
        entries = [e for e in entries if e.at < moment or (e.at == moment and e.key > key)]
    return page.answer_by_time(entries[: page.limit + 1], lambda entry: (entry.at, entry.key), shapes.timeline_entry)
