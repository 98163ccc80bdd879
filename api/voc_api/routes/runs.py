"""Runs: each refresh and what it found."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.db.runs import find_current_run, list_runs
from voc_api import schemas, shapes
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/runs", tags=["runs"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Run])
def read_runs(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The runs, the newest first; `current` is the one whose ranking stands."""
    page = Page(request, services.cursors, params)
    current = find_current_run(session)
    runs = list_runs(session, page.limit + 1, page.after)
    return page.answer_by_time(runs, lambda run: (run.started_at, run.id), lambda run: shapes.run(run, current))
