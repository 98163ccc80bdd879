"""Reports: a month's, and an account's review of a quarter; draft, approved, frozen, restated, sent."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.deliveries import list_deliveries
from voc.db.report_files import list_file_hashes
from voc.db.reports import get_report, list_reports
from voc.db.session import reading
from voc.domain.report_standing import Report, ReportKey
from voc.errors import InputError
from voc.rendering.report_files import FORMS
from voc.usecases.reports.approve_report import approve_report, withdraw_approval
from voc.usecases.reports.begin_report import begin_report
from voc.usecases.reports.compare_report import compare_report
from voc.usecases.reports.decide_on_report import decide_on_report, withdraw_decision
from voc.usecases.reports.freeze_report import freeze_report, prepare_freeze
from voc.usecases.reports.read_report import read_begun_report, read_report
from voc.usecases.reports.read_report_file import read_report_file
from voc.usecases.reports.restate_report import restate_report
from voc.usecases.reports.send_report import send_again
from voc_api import schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Placed, Reading, Services, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page, list_shape
from voc_api.params import PageParams
from voc_api.reads import ReadRoute
from voc_api.report_shapes import delivery_row, report_row
from voc_api.security import REPORT_POLICY

router = APIRouter(prefix="/api/v1/reports", tags=["reports"], route_class=ReadRoute)

NO_BODY = hashlib.sha256(b"").hexdigest()


@router.get("", response_model=schemas.Page[schemas.Report])
def read_reports(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> Response:
    """The reports that somebody began, the latest time first."""
    page = Page(request, services.cursors, params)
    return page.slice([report_row(report) for report in list_reports(session)], None)


@router.post("", status_code=201, response_model=schemas.Report, openapi_extra=describe_body(schemas.ReportIn), dependencies=BARE)
def post_report(request: Request, writer: Asker, body: Body, services: Serving, session: Writing) -> Response:
    """Begin a month's report, or an account's review of a quarter: a draft. Where somebody began it before, that one is answered."""
    key = _key(parse_body(request, body, schemas.ReportIn))
    now = datetime.now(UTC)
    with reading(services.engine) as before:
        read_report(before, key, now, services.settings.reporting_currency)  # says why, where there is nothing to report

    def act() -> Answer:
        report = begin_report(session, key, writer.name, now)
        return Answer(201, report_row(report), {"Location": f"/api/v1/reports/{report.id}"})

    return answer_once(request, session, writer, hashlib.sha256(body).hexdigest(), act)


@router.get(
    "/{report_id}.{form}",
    response_class=Response,
    dependencies=BARE,
    responses={200: {"description": "The report.", "content": {kind.split(";")[0]: {} for kind in FORMS.values()}}},
)
def read_file(report_id: str, form: Literal["html", "md", "pdf", "json"], services: Serving, place: Placed) -> Response:
    """A report as one file that needs nothing else; a frozen one's is the same byte for byte, for ever."""
    report, file = read_report_file(services.engine, report_id, form, datetime.now(UTC), services.settings.reporting_currency)
    headers = {"content-security-policy": REPORT_POLICY, "content-disposition": f'inline; filename="{report.file_stem}.{form}"'}
    return Response(file, media_type=FORMS[form], headers=headers)


@router.get("/{report_id}", response_model=schemas.Report, dependencies=BARE)
def read_one(report_id: str, session: Reading) -> Response:
    """How a report stands, with the SHA-256 of each file that is kept of it."""
    return JSONResponse({**report_row(get_report(session, report_id)), "files": list_file_hashes(session, report_id)})


@router.post("/{report_id}/approval", response_model=schemas.Report, openapi_extra=describe_body(schemas.ApprovalIn, required=False), dependencies=BARE)
def post_approval(report_id: str, request: Request, approver: Asker, body: Body, services: Serving, session: Writing) -> Response:
    """Answer for the figures: they are kept as they are now. Its time must be over."""
    seen, now = parse_body(request, body, schemas.ApprovalIn).sha256, datetime.now(UTC)
    shown = _shown(services, report_id, now)

    def act() -> Answer:
        return Answer(200, report_row(approve_report(session, shown, approver.name, now, seen)))

    return answer_once(request, session, approver, hashlib.sha256(body).hexdigest(), act)


@router.delete("/{report_id}/approval", response_model=schemas.Report, dependencies=BARE)
def delete_approval(report_id: str, approver: Asker, session: Writing) -> Response:
    """Make it a draft again, as long as it is not frozen."""
    return JSONResponse(report_row(withdraw_approval(session, report_id, datetime.now(UTC))))


@router.put("/{report_id}/decisions/{theme_id}", response_model=schemas.Report, openapi_extra=describe_body(schemas.ReportDecisionIn), dependencies=BARE)
def put_decision(report_id: str, theme_id: str, request: Request, approver: Asker, body: Body, services: Serving, session: Writing) -> Response:
    """Note what is done about one of the themes to decide on, and who sees to it; as long as the report is not frozen."""
    said, now = parse_body(request, body, schemas.ReportDecisionIn), datetime.now(UTC)
    shown = _shown(services, report_id, now)
    return JSONResponse(report_row(decide_on_report(session, shown, theme_id, said.decision, said.owner, approver.name, now)))


@router.delete("/{report_id}/decisions/{theme_id}", response_model=schemas.Report, dependencies=BARE)
def delete_decision(report_id: str, theme_id: str, approver: Asker, session: Writing) -> Response:
    """Nothing is decided on the theme."""
    return JSONResponse(report_row(withdraw_decision(session, report_id, theme_id, datetime.now(UTC))))


@router.post("/{report_id}/freeze", response_model=schemas.Report, openapi_extra=describe_body(schemas.NothingIn, required=False), dependencies=BARE)
def post_freeze(report_id: str, request: Request, approver: Asker, services: Serving, session: Writing, bell: Bell) -> Response:
    """Keep an approved report and its files for ever, and send it."""
    now = datetime.now(UTC)
    prepared = prepare_freeze(services.engine, report_id, approver.name, now)

    def act() -> Answer:
        report, jobs = freeze_report(session, prepared, now, services.settings.outlets())
        for job_id in jobs:
            bell.ring(job_id)
        return Answer(200, report_row(report))

    return answer_once(request, session, approver, NO_BODY, act)


@router.post("/{report_id}/restatements", status_code=201, response_model=schemas.Report, openapi_extra=describe_body(schemas.ReasonIn), dependencies=BARE)
def post_restatement(report_id: str, request: Request, approver: Asker, body: Body, session: Writing) -> Response:
    """Begin the next version of a frozen report, which says what changed and why. The old one stays as it is."""
    reason = parse_body(request, body, schemas.ReasonIn).reason

    def act() -> Answer:
        report = restate_report(session, report_id, reason, approver.name, datetime.now(UTC))
        return Answer(201, report_row(report), {"Location": f"/api/v1/reports/{report.id}"})

    return answer_once(request, session, approver, hashlib.sha256(body).hexdigest(), act)


@router.get("/{report_id}/restatement", response_model=schemas.Restatement, dependencies=BARE)
def read_restatement(report_id: str, session: Reading) -> Response:
    """What a frozen report said of each theme, what the themes of now say of the same month, and the reason for each change. The report itself stays."""
    return JSONResponse(compare_report(session, report_id))


@router.get("/{report_id}/deliveries", response_model=schemas.Deliveries, dependencies=BARE)
def read_deliveries(report_id: str, session: Reading) -> Response:
    """To whom the report, or word of it, went or is going."""
    get_report(session, report_id)
    return JSONResponse(_deliveries(session, report_id))


@router.post("/{report_id}/deliveries", status_code=202, response_model=schemas.Deliveries, dependencies=BARE)
def post_deliveries(report_id: str, request: Request, approver: Asker, services: Serving, session: Writing, bell: Bell) -> Response:
    """Send a frozen report to whoever has not got it yet; what failed is tried again."""

    def act() -> Answer:
        for job_id in send_again(session, report_id, services.settings.outlets(), datetime.now(UTC)):
            bell.ring(job_id)
        return Answer(202, _deliveries(session, report_id))

    return answer_once(request, session, approver, NO_BODY, act)


def _deliveries(session: Reading, report_id: str) -> Mapping[str, Any]:
    return list_shape([delivery_row(found) for found in list_deliveries(session, report_id)], None)


def _shown(services: Services, report_id: str, now: datetime) -> Report:
    # Before the request's transaction begins: figures take a moment, and SQLite has one writer.
    with reading(services.engine) as session:
        return read_begun_report(session, report_id, now, services.settings.reporting_currency)


def _key(asked: schemas.ReportIn) -> ReportKey:
    if asked.month and not asked.account_id and not asked.quarter:
        return ReportKey.of_month(asked.month)
    if asked.account_id and asked.quarter and not asked.month:
        return ReportKey.of_review(asked.account_id, asked.quarter)
    raise InputError("give a month, or an account_id and a quarter")
