"""The catalogue: what the product has and plans, and what themes are judged against."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.db.features import list_features
from voc.rendering import shapes
from voc_api import schemas
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/catalogue", tags=["themes"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Feature])
def read_catalogue(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The features as they were last imported, by id."""
    page = Page(request, services.cursors, params)
    return page.slice([shapes.feature(feature) for feature in list_features(session).values()], None)
