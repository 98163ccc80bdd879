"""What the pages of a month's report and of an account's review share: reading one, acting on it, its files. By the API's own use cases."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.deliveries import list_deliveries
from voc.db.reports import list_versions
from voc.db.session import reading
from voc.domain.report_standing import Report, ReportKey, require_approved
from voc.domain.roles import Action, Principal
from voc.errors import InputError
from voc.rendering.report_files import FORMS
from voc.usecases.reports.approve_report import approve_report, withdraw_approval
from voc.usecases.reports.begin_report import begin_report
from voc.usecases.reports.decide_on_report import decide_on_report, withdraw_decision
from voc.usecases.reports.freeze_report import freeze_report, prepare_freeze
from voc.usecases.reports.read_report import read_report
from voc.usecases.reports.read_report_file import file_of
from voc.usecases.reports.restate_report import restate_report
from voc.usecases.reports.send_report import send_again
from voc_api.deps import Caller, Doorbell, Services
from voc_api.report_shapes import delivery_row
from voc_api.security import REPORT_POLICY

Act = Literal["approve", "withdraw", "freeze", "restate", "send", "decide", "undecide"]


class Asked(BaseModel):
    """What a report's forms send; each act reads its own part."""

    model_config = ConfigDict(extra="forbid")
    csrf: str
    version: int | None = None
    sha256: str = ""
    theme_id: str = ""
    decision: str = ""
    owner: str = ""
    reason: str = ""
    quarter: str = ""


def version_of(request: Request) -> int | None:
    """The version in the address. Raises InputError."""
    text = request.query_params.get("version", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 6):
        raise InputError("a version is a number, such as 2")
    return int(text) if text else None


def read_shown(session: Session, services: Services, reader: Caller, key: ReportKey, version: int | None) -> dict[str, Any]:
    """What a report's page shows."""
    report = services.long.report(session, key, version)
    may = reader.principal.may(Action.APPROVE_REPORTS)
    versions = list_versions(session, key)
    return {
        "standing": report,
        "report": report.content,
        "versions": versions,
        "is_latest": not versions or versions[0].version == report.version,
        "may_act": may,
        "may_approve": may and report.is_draft and report.is_complete,
        "may_decide": may and not report.is_frozen and bool(report.content.get("decisions")),
        "deliveries": [delivery_row(found) for found in list_deliveries(session, report.id)],
        "outlets": services.settings.outlets().recipients("report"),
        "linked": True,
        "base_url": "",
    }


def act_on_report(session: Session, services: Services, who: Principal, key: ReportKey, act: Act, asked: Asked, bell: Doorbell) -> Report:
    """The report after the act; a draft that nobody had begun is begun by it. Raises whatever the act does."""
    now, outlets = datetime.now(UTC), services.settings.outlets()
    with reading(services.engine) as before:  # figures and files take a moment: the transaction begins after them
        shown = read_report(before, key, now, services.settings.reporting_currency, asked.version)
    prepared = None
    if act == "freeze":
        require_approved(shown)
        prepared = prepare_freeze(services.engine, shown.id, who.name, now)
    jobs: list[str] = []
    if shown.opened is None:
        begin_report(session, key, who.name, now)
    report = shown
    if act == "approve":
        report = approve_report(session, shown, who.name, now, asked.sha256 or None)
    elif act == "withdraw":
        report = withdraw_approval(session, shown.id, now)
    elif act == "restate":
        report = restate_report(session, shown.id, asked.reason, who.name, now)
    elif act == "decide":
        report = decide_on_report(session, shown, asked.theme_id, asked.decision, asked.owner, who.name, now)
    elif act == "undecide":
        report = withdraw_decision(session, shown.id, asked.theme_id, now)
    elif act == "send":
        jobs = send_again(session, shown.id, outlets, now)
    elif prepared is not None:
        report, jobs = freeze_report(session, prepared, now, outlets)
    for job_id in jobs:
        bell.ring(job_id)
    return report


def file_response(services: Services, key_of: Callable[[Session], ReportKey], version: int | None, form: str) -> Response:
    """The report as a file to keep. It is rendered, which may take seconds, without a connection to the database."""
    with reading(services.engine) as session:
        report = services.long.report(session, key_of(session), version)
    headers = {
        "content-security-policy": REPORT_POLICY,
        "content-disposition": f'attachment; filename="{report.file_stem}.{form}"',
        "cache-control": "private, no-store",
    }
    return Response(file_of(services.engine, report, form), media_type=FORMS[form], headers=headers)
