"""What machines ask: alive, ready, figures. No key is needed and nothing of a customer is said."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, PlainTextResponse, Response

from voc import broker
from voc.db.jobs import find_oldest_waiting
from voc.db.migrating import Schema, find_schema
from voc.db.session import reading
from voc.errors import VocError
from voc_api import schemas
from voc_api.deps import Services, Serving
from voc_api.metrics import Metrics, age_of

router = APIRouter(tags=["operations"])


@router.get("/healthz", response_class=PlainTextResponse)
async def is_alive() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", response_model=schemas.Readiness, responses={503: {"model": schemas.Readiness}})
def is_ready(services: Serving) -> JSONResponse:
    """The database answers with this version's tables, and the broker answers. The oldest waiting job's age is there to be watched."""
    database, waiting = _ask_database(services)
    rings = broker.is_reachable(services.broker)
    ready = database and rings
    body = {"status": "ready" if ready else "not ready", "database": database, "broker": rings, "oldest_waiting_job_seconds": waiting}
    return JSONResponse(body, 200 if ready else 503, {"cache-control": "no-store"})


def _ask_database(services: Services) -> tuple[bool, float | None]:
    try:
        if find_schema(services.engine) is not Schema.CURRENT:
            return False, None
        with reading(services.engine) as session:
            return True, round(age_of(find_oldest_waiting(session)), 1)
    except VocError:
        return False, None


@router.get("/metrics", response_class=PlainTextResponse)
def read_metrics(request: Request) -> Response:
    """Prometheus's text: requests by route and status, jobs by state."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.render(), media_type=CONTENT_TYPE_LATEST)
