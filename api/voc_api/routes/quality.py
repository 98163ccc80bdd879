"""The quality card: is the ranking fit to stand."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from voc.usecases.refresh.judge_quality import get_quality
from voc_api import schemas
from voc_api.deps import Reading
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/quality", tags=["runs"], route_class=ReadRoute)


@router.get("", response_model=schemas.Quality)
def read_quality(session: Reading) -> JSONResponse:
    """The card of the latest run, published or held back. `POST /api/v1/refreshes` with `anyway` publishes what was held back."""
    return JSONResponse(get_quality(session))
