"""Jobs: how far work is that an answer of 202 promised."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.jobs import Job, count_group, get_job, list_jobs
from voc.domain.ids import derive_id
from voc.domain.roles import Action, Principal
from voc.rendering.shapes import Shape
from voc.usecases.feedback.read_rejects import read_rejects
from voc_api import schemas, shapes
from voc_api.deps import BARE, Asker, Reading, Serving
from voc_api.lists import Page
from voc_api.params import JobsParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Job])
def read_jobs(request: Request, services: Serving, asker: Asker, session: Reading, params: Annotated[JobsParams, Query()]) -> JSONResponse:
    """The jobs, the newest first."""
    page = Page(request, services.cursors, params)
    found = list_jobs(session, params.kind, page.limit + 1, page.after)
    return page.answer_by_time(found, lambda job: (job.created_at, job.id), lambda job: _shape(session, job, asker))


@router.get("/{job_id}", response_model=schemas.Job, dependencies=BARE)
def read_job(job_id: str, asker: Asker, session: Reading) -> JSONResponse:
    """A job's state, progress, and result or error."""
    return JSONResponse(_shape(session, get_job(session, job_id), asker))


@router.get("/{job_id}/rejects.csv", dependencies=BARE)
def read_rejected(job_id: str, session: Reading) -> Response:
    """The rows that an import rejected, each with its line, its column and the reason. All of them for a week, the first 100 after that."""
    return Response(read_rejects(session, job_id), media_type="text/csv; charset=utf-8")


def _shape(session: Session, job: Job, asker: Principal) -> Shape:
    """Rejected rows are raw feedback, for those who may see that."""
    parts = count_group(session, derive_id("run", job.id)) if job.state == "parked" else {}
    shape = shapes.job(job, parts)
    if shape["result"] and not asker.may(Action.SEE_PEOPLE):
        shape["result"].pop("rejects", None)
    return shape
