"""The roadmap: the ranked list as one page that a review or another tool reads."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from voc_api import schemas, shapes
from voc_api.deps import Reading, Serving
from voc_api.params import RankingParams
from voc_api.reads import ReadRoute
from voc_api.routes.themes import theme_query

router = APIRouter(prefix="/api/v1/roadmap", tags=["themes"], route_class=ReadRoute)


@router.get("", response_model=schemas.Roadmap)
def read_roadmap(services: Serving, session: Reading, params: Annotated[RankingParams, Query()]) -> JSONResponse:
    """All themes that fit, ranked, in one answer."""
    found = services.long.themes(session, theme_query(params, None))
    return JSONResponse(shapes.roadmap(found.themes, found.run))
