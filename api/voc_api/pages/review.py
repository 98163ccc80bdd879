"""An account's business review of a quarter: read it, approve and freeze it, take it along."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from voc.domain.quarters import Quarter
from voc.domain.report_standing import ReportKey
from voc.usecases.reports.compute_review import find_quarter
from voc.usecases.shared.find_run import get_standing_run
from voc_api.deps import Bell, Looking, Placed, Reading, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.links import link_to
from voc_api.pages.report_acts import Act, Asked, act_on_report, file_response, read_shown, version_of

router = APIRouter(route_class=PageRoute, prefix="/accounts/{account_id}/review")

QUARTERS = 4  # to choose from


@router.get("")
def show_review(account_id: str, request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """The review of a quarter, the last that the ranking covers whole unless `quarter` in the address says otherwise."""
    latest = find_quarter(get_standing_run(session))
    key = ReportKey.of_review(account_id, _quarter_of(request, session))
    shown = read_shown(session, services, reader, key, version_of(request))
    quarters = [latest]
    while len(quarters) < QUARTERS:
        quarters.append(quarters[-1].before)
    chosen = Quarter.parse(key.period)
    return render_page(
        request,
        "review_page.html",
        reader=reader,
        run=None,
        **shown,
        action=f"/accounts/{account_id}/review",
        pairs=[("quarter", key.period)],
        quarters=quarters if chosen in quarters else [chosen, *quarters],
    )


@router.post("/{act}")
def change_review(account_id: str, act: Act, reader: Looking, services: Serving, session: Writing, bell: Bell, asked: Annotated[Asked, Form()]) -> Response:
    """Approve, withdraw, freeze or restate the review."""
    report = act_on_report(session, services, reader.principal, ReportKey.of_review(account_id, asked.quarter), act, asked, bell)
    version = report.version if report.version > 1 else None
    return RedirectResponse(link_to(f"/accounts/{account_id}/review", quarter=report.key.period, version=version), 303)


@router.get("/file.{form}")
def take_review(account_id: str, form: Literal["html", "md", "pdf", "json"], request: Request, reader: Looking, services: Serving, place: Placed) -> Response:
    """The review as one file that needs nothing else."""
    return file_response(services, lambda session: ReportKey.of_review(account_id, _quarter_of(request, session)), version_of(request), form)


def _quarter_of(request: Request, session: Session) -> str:
    return request.query_params.get("quarter") or str(find_quarter(get_standing_run(session)))
