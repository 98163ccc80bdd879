"""Exposure: what the accounts behind themes pay, by theme, area or segment, or all together."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.usecases.shared.find_run import find_run
from voc.usecases.themes.list_exposure import list_exposure
from voc_api import schemas
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import ExposureParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/exposure", tags=["themes"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.ExposureRow])
def read_exposure(request: Request, services: Serving, session: Reading, params: Annotated[ExposureParams, Query()]) -> JSONResponse:
    """The exposure table, the most affected ARR first, of any day and over any evidence."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    return page.slice(list_exposure(session, run, params.by, params.evidence) if run else [], run.id if run else None)
