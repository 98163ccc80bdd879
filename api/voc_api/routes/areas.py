"""Areas: groups of themes, for a reader who wants a dozen headings."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.db.themes import list_run_areas
from voc.usecases.shared.find_run import find_run
from voc_api import schemas
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/areas", tags=["themes"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Area])
def read_areas(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The areas of the ranking, the most affected ARR first; none where the themes are few."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    return page.slice([area.figures for area in list_run_areas(session, run.id)] if run else [], run.id if run else None)
