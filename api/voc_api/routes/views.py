"""Saved views: a page's address with its filters, by a name."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.saved_views import list_views
from voc.usecases.people.keep_view import drop_view, keep_view
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import ViewsParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/views", tags=["operations"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.View])
def read_views(request: Request, services: Serving, asker: Asker, session: Reading, params: Annotated[ViewsParams, Query()]) -> JSONResponse:
    """Your views and those that are shared, by name."""
    found = list_views(session, asker.id, params.page)
    return Page(request, services.cursors, params).slice([shapes.view(one, asker.id) for one in found], None)


@router.post("", status_code=201, response_model=schemas.View, openapi_extra=describe_body(schemas.ViewIn), dependencies=BARE)
def post_view(request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """Keep a view; one of yours of the same page and name is replaced."""
    asked = parse_body(request, body, schemas.ViewIn)

    def act() -> Answer:
        return Answer(201, shapes.view(keep_view(session, asker, asked.name, asked.address, datetime.now(UTC), shared=asked.shared), asker.id))

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)


@router.delete("/{view_id}", status_code=204, dependencies=BARE)
def delete_view(view_id: str, asker: Asker, session: Writing) -> Response:
    """Drop a view of yours; an admin may drop any that is shared."""
    drop_view(session, asker, view_id, datetime.now(UTC))
    return Response(status_code=204)
