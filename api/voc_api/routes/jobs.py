"""Jobs: how far work is that an answer of 202 promised."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from voc.db.jobs import count_group, get_job
from voc.domain.ids import derive_id
from voc.domain.roles import Action
from voc_api import schemas, shapes
from voc_api.deps import BARE, Asker, Reading
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], route_class=ReadRoute)


@router.get("/{job_id}", response_model=schemas.Job, dependencies=BARE)
def read_job(job_id: str, asker: Asker, session: Reading) -> JSONResponse:
    """A job's state, progress, and result or error. Rows that an import rejected are raw: who may not see who wrote feedback gets their number alone."""
    job = get_job(session, job_id)
    parts = count_group(session, derive_id("run", job.id)) if job.state == "parked" else {}
    return JSONResponse(shapes.job(job, parts, with_rows=asker.may(Action.SEE_PEOPLE)))
