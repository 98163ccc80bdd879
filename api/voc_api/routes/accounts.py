"""Accounts: with their health, their themes and what happened with them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from voc.db.health_overrides import hold_override_lock, list_overrides_of
from voc.domain.accounts import STATUSES
from voc.domain.evidence import end_of_day
from voc.domain.report_standing import ReportKey
from voc.rendering.shapes import health_override
from voc.usecases.accounts.list_accounts import AccountQuery, find_accounts, get_account, load_accounts
from voc.usecases.accounts.list_timeline import TYPES, list_timeline
from voc.usecases.accounts.override_health import override_health, withdraw_override
from voc.usecases.reports.compute_brief import compute_brief
from voc.usecases.reports.compute_review import find_quarter
from voc.usecases.shared.find_run import find_run, get_standing_run
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.lists import Page, one_of
from voc_api.params import AccountsParams, PageParams, ReviewParams, TimelineParams
from voc_api.reads import ReadRoute, check_match, make_etag

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"], route_class=ReadRoute)

BANDS = ("healthy", "watch", "at_risk")


@router.get("", response_model=schemas.Page[schemas.Account])
def read_accounts(request: Request, services: Serving, session: Reading, params: Annotated[AccountsParams, Query()]) -> JSONResponse:
    """The accounts of the current run."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    if run is None:
        return page.answer([], None)
    query = AccountQuery(
        segments=params.segment,
        bands=one_of(params.band, BANDS, "band"),
        owners=params.owner,
        statuses=one_of(params.status, STATUSES, "status"),
        plans=params.plan,
        least_arr=params.arr_gte,
        renews_within=params.renews_within,
        advocate=params.advocate,
        expansion=params.expansion,
        words=params.q,
        sort=params.sort,
    )
    found = find_accounts(session, run, query).found[page.offset : page.offset + page.limit + 1]
    return page.answer(load_accounts(session, run, [one.brief.id for one in found]), run.id)


@router.get("/{account_id}", response_model=schemas.Account, dependencies=BARE)
def read_account(account_id: str, session: Reading) -> JSONResponse:
    """One account (`acc_...`)."""
    return JSONResponse(get_account(session, get_standing_run(session).id, account_id))


@router.get("/{account_id}/health", response_model=schemas.HealthOfRun, dependencies=BARE)
def read_health(account_id: str, session: Reading) -> JSONResponse:
    """The account's health: 50 and signed contributions that add up to the score, and what a person says beside it."""
    return _answer_health(session, account_id)


@router.put("/{account_id}/health/override", response_model=schemas.HealthOfRun, openapi_extra=describe_body(schemas.OverrideIn), dependencies=BARE)
def put_override(account_id: str, request: Request, judge: Asker, body: Body, session: Writing) -> JSONResponse:
    """Say what the account's health is, why, and until when. The machine's word stays beside it. With If-Match (the health's ETag) nobody's word is lost."""
    asked = parse_body(request, body, schemas.OverrideIn)
    hold_override_lock(session)
    check_match(request, lambda: _answer_health(session, account_id))
    override_health(session, account_id, asked.band, asked.score, asked.reason, end_of_day(asked.expires_on), judge.name, datetime.now(UTC))
    return _edited(_answer_health(session, account_id))


@router.delete("/{account_id}/health/override", response_model=schemas.HealthOfRun, dependencies=BARE)
def delete_override(account_id: str, request: Request, judge: Asker, session: Writing) -> JSONResponse:
    """Withdraw what a person says of the account's health. It stays on record."""
    hold_override_lock(session)
    check_match(request, lambda: _answer_health(session, account_id))
    withdraw_override(session, account_id, judge.name, datetime.now(UTC))
    return _edited(_answer_health(session, account_id))


@router.get("/{account_id}/health/overrides", response_model=schemas.Page[schemas.HealthOverride])
def read_overrides(account_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """Everything that people said of the account's health, the newest first; also what was withdrawn or is over."""
    page, run = Page(request, services.cursors, params), get_standing_run(session)
    get_account(session, run.id, account_id)
    return page.slice([health_override(one) for one in list_overrides_of(session, account_id)], run.id)


def _answer_health(session: Session, account_id: str) -> JSONResponse:
    return JSONResponse(shapes.health(get_account(session, get_standing_run(session).id, account_id)))


def _edited(answer: JSONResponse) -> JSONResponse:
    answer.headers["etag"] = make_etag(answer)
    return answer


@router.get("/{account_id}/review", response_model=schemas.Review)
def read_review(account_id: str, services: Serving, session: Reading, params: Annotated[ReviewParams, Query()]) -> JSONResponse:
    """The account's business review of a quarter, without `quarter` of the last one that the ranking covers whole: as it is frozen or approved, else as of now.

    `POST /api/v1/reports` begins it as a report, which has files and may be approved and frozen."""
    run = get_standing_run(session)
    get_account(session, run.id, account_id)
    key = ReportKey.of_review(account_id, params.quarter or str(find_quarter(run)))
    return JSONResponse(services.long.report(session, key).content)


@router.get("/{account_id}/brief", response_model=schemas.Brief, dependencies=BARE)
def read_brief(account_id: str, reader: Asker, services: Serving, session: Reading) -> JSONResponse:
    """What to know before a call with the account: how it stands, what it waits for and what became of its asks, one-offs, and what happened lately."""
    run = get_standing_run(session)
    return JSONResponse(compute_brief(session, run, account_id, services.long.account_leads(session, run, account_id), reader))


@router.get("/{account_id}/timeline", response_model=schemas.Page[schemas.TimelineEntry])
def read_timeline(
    account_id: str, request: Request, services: Serving, reader: Asker, session: Reading, params: Annotated[TimelineParams, Query()]
) -> JSONResponse:
    """Feedback, deals, ARR and changes of signals, the newest first; what has no date comes last."""
    page = Page(request, services.cursors, params)
    entries = list_timeline(session, account_id, reader, params.since, one_of(params.type, TYPES, "type"))
    if page.after:
        moment, key = page.after
        entries = [e for e in entries if e.at < moment or (e.at == moment and e.key > key)]
    return page.answer_by_time(entries[: page.limit + 1], lambda entry: (entry.at, entry.key), shapes.timeline_entry)
