"""Reports: each month's, as it was published."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.reports import Report, get_report, list_reports, pack_content
from voc.rendering.report import render_html, render_markdown, render_pdf
from voc.rendering.shapes import moment
from voc.usecases.restate_report import restate_report
from voc_api import schemas
from voc_api.deps import BARE, Reading, Serving
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute
from voc_api.security import REPORT_POLICY

router = APIRouter(prefix="/api/v1/reports", tags=["reports"], route_class=ReadRoute)

_FORMS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str | bytes]]] = {
    "html": ("text/html; charset=utf-8", render_html),
    "md": ("text/markdown; charset=utf-8", render_markdown),
    "pdf": ("application/pdf", render_pdf),
    "json": ("application/json", lambda content: pack_content(content)[0]),
}


@router.get("", response_model=schemas.Page[schemas.Report])
def read_reports(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> Response:
    """The published reports, the latest month first."""
    page = Page(request, services.cursors, params)
    return page.slice([_shape(report) for report in list_reports(session)], None)


@router.get(
    "/{report_id}.{form}",
    response_class=Response,
    dependencies=BARE,
    responses={200: {"description": "The report.", "content": {kind.split(";")[0]: {} for kind, _ in _FORMS.values()}}},
)
def read_report(report_id: str, form: Literal["html", "md", "pdf", "json"], session: Reading) -> Response:
    """A report as one file that needs nothing else."""
    report = get_report(session, report_id)
    media_type, render = _FORMS[form]
    headers = {"content-security-policy": REPORT_POLICY, "content-disposition": f'inline; filename="voc-{report.month}.{form}"'}
    return Response(render(report.content), media_type=media_type, headers=headers)


@router.get("/{report_id}/restatement", response_model=schemas.Restatement, dependencies=BARE)
def read_restatement(report_id: str, session: Reading) -> Response:
    """What the report said of each theme, what the themes of now say of the same month, and the reason for each change. The report itself stays."""
    return JSONResponse(restate_report(session, report_id))


def _shape(report: Report) -> Mapping[str, Any]:
    return {
        "id": report.id,
        "object": "report",
        "month": report.month,
        "published_at": moment(report.published_at),
        "run_id": report.run_id,
        "sha256": report.sha256,
    }
