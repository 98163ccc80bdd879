"""The report of the month: read it, decide on its themes, approve and freeze it, take it along."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.feedback_counts import find_feedback_span
from voc.db.reports import list_reports
from voc.db.run_accounts import find_run_accounts
from voc.domain.months import Month
from voc.domain.report_standing import ReportKey
from voc.usecases.shared.find_run import find_run
from voc_api.deps import Bell, Looking, Placed, Reading, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.links import link_to
from voc_api.pages.report_acts import Act, Asked, act_on_report, file_response, read_shown, version_of

router = APIRouter(route_class=PageRoute, prefix="/reports")

MONTHS = 36


@router.get("")
def show_reports(request: Request, reader: Looking, session: Reading) -> Response:
    """Every month with feedback, and how its report stands."""
    begun = {report.key.period: report for report in reversed(list_reports(session, "month"))}
    run, span = find_run(session), find_feedback_span(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    months = _months(*span) if span else []
    reviews = list_reports(session, "review")
    names = {key: str(figures["name"]) for key, figures in find_run_accounts(session, run.id, [r.key.subject for r in reviews]).items()}
    shown = [m for m in months if m.start <= datetime.now(UTC)]
    return render_page(request, "reports.html", reader=reader, run=run, begun=begun, months=shown, reviews=reviews, names=names)


@router.get("/{month}")
def show_report(month: str, request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """A month's report: the frozen one, else the draft. `version` in the address asks for another."""
    shown = read_shown(session, services, reader, ReportKey.of_month(month), version_of(request))
    return render_page(request, "report_page.html", reader=reader, run=None, **shown, action=f"/reports/{month}", pairs=[])


@router.post("/{month}/{act}")
def change_report(
    month: str,
    act: Act,
    reader: Looking,
    services: Serving,
    session: Writing,
    bell: Bell,
    asked: Annotated[Asked, Form()],
) -> Response:
    """Approve, withdraw, freeze, restate or send the report, or decide on one of its themes."""
    report = act_on_report(session, services, reader.principal, ReportKey.of_month(month), act, asked, bell)
    fragment = "decide-here" if act in ("decide", "undecide") else ""
    return RedirectResponse(link_to(f"/reports/{report.key.period}", fragment=fragment, version=report.version if report.version > 1 else None), 303)


@router.get("/{month}/file.{form}")
def take_report(month: str, form: Literal["html", "md", "pdf", "json"], request: Request, reader: Looking, services: Serving, place: Placed) -> Response:
    """The report as one file that needs nothing else."""
    return file_response(services, lambda _: ReportKey.of_month(month), version_of(request), form)


def _months(first: datetime, last: datetime) -> list[Month]:
    """The months from the last back to the first, MONTHS at most."""
    month = Month(last.year, last.month)
    found: list[Month] = []
    while month.end >= first and len(found) < MONTHS:
        found.append(month)
        month = month.before
    return found
