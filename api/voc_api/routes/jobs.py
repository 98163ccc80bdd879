"""Jobs: how far work is that an answer of 202 promised."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from voc.db.jobs import count_group, get_job
from voc.domain.ids import derive_id
from voc_api import schemas, shapes
from voc_api.deps import BARE, Reading
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], route_class=ReadRoute)


@router.get("/{job_id}", response_model=schemas.Job, dependencies=BARE)
def read_job(job_id: str, session: Reading) -> JSONResponse:
    """A job's state, progress, and result or error."""
    job = get_job(session, job_id)
    parts = count_group(session, derive_id("run", job.id)) if job.state == "parked" else {}
    return JSONResponse(shapes.job(job, parts))
