"""The report of the month: read it, publish it, take it along."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.feedback_counts import find_feedback_span
from voc.db.reports import list_reports
from voc.domain.months import Month
from voc.domain.roles import Action
from voc.rendering.report import render_html, render_markdown
from voc.usecases.find_run import find_run
from voc.usecases.publish_report import publish_report, read_report
from voc_api.auth import SessionCookie
from voc_api.deps import Looking, Reading, Serving
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.security import REPORT_POLICY

router = APIRouter(route_class=PageRoute, prefix="/reports")

MONTHS = 36


@router.get("")
def show_reports(request: Request, reader: Looking, session: Reading) -> Response:
    """Every month with feedback, published or not."""
    published = {report.month: report for report in list_reports(session)}
    run, span = find_run(session), find_feedback_span(session)
    if run is None:
        return render_page(request, "before_refresh.html", reader=reader, run=None, has_feedback=span is not None)
    months = _months(*span) if span else []
    return render_page(request, "reports.html", reader=reader, run=run, published=published, months=[m for m in months if m.start <= datetime.now(UTC)])


@router.get("/{month}")
def show_report(month: str, request: Request, reader: Looking, services: Serving) -> Response:
    """A month's report: what was published, else a draft."""
    report = read_report(services.engine, month, datetime.now(UTC), services.settings.reporting_currency)
    may_publish = report.is_draft and report.content["complete"] and reader.principal.may(Action.WRITE)
    return render_page(
        request,
        "report_page.html",
        reader=reader,
        run=None,
        month=month,
        published=report,
        report=report.content,
        may_publish=may_publish,
        linked=True,
        base_url="",
    )


@router.post("/{month}/publish")
def publish(month: str, reader: Looking, services: Serving, cookie: SessionCookie, csrf: Annotated[str, Form()]) -> Response:
    """Freeze the month's figures."""
    report = publish_report(services.engine, month, datetime.now(UTC), services.settings.reporting_currency)
    return RedirectResponse(f"/reports/{report.month}", 303)


@router.get("/{month}/file.{form}")
def take_report(month: str, form: Literal["html", "md"], reader: Looking, services: Serving) -> Response:
    """The report as one file that needs nothing else."""
    report = read_report(services.engine, month, datetime.now(UTC), services.settings.reporting_currency)
    text, media_type = (render_html(report.content), "text/html") if form == "html" else (render_markdown(report.content), "text/markdown")
    name = f"voice-of-customer-{report.month}{'-draft' if report.is_draft else ''}.{form}"
    headers = {"content-security-policy": REPORT_POLICY, "content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store"}
    return Response(text.encode("utf-8", "replace"), media_type=f"{media_type}; charset=utf-8", headers=headers)


def _months(first: datetime, last: datetime) -> list[Month]:
    """The months from the last back to the first, MONTHS at most."""
    month = Month(last.year, last.month)
    found: list[Month] = []
    while month.end >= first and len(found) < MONTHS:
        found.append(month)
        month = month.before
    return found
