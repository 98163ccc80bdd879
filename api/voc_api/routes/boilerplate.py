"""Recurring sentences that are no feedback, and people's word on them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.usecases.curating.list_boilerplate import list_boilerplate
from voc.usecases.curating.rule_boilerplate import rule_boilerplate
from voc_api import schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Bell, Reading, Serving, Writing
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/boilerplate", tags=["boilerplate"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Boilerplate])
def read_boilerplate(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """What the last ranking left out, what is in the most items first."""
    return Page(request, services.cursors, params).slice(list_boilerplate(session), None)


@router.put("/{boilerplate_id}/ruling", response_model=schemas.RuledBoilerplate, openapi_extra=describe_body(schemas.BoilerplateIn), dependencies=BARE)
def put_ruling(boilerplate_id: str, request: Request, body: Body, session: Writing, bell: Bell) -> Response:
    """A person's word on whether the sentence is boilerplate: it holds for ever, from the next refresh on."""
    return _rule(session, bell, boilerplate_id, parse_body(request, body, schemas.BoilerplateIn).is_boilerplate)


@router.delete("/{boilerplate_id}/ruling", response_model=schemas.RuledBoilerplate, dependencies=BARE)
def delete_ruling(boilerplate_id: str, session: Writing, bell: Bell) -> Response:
    """Leave it to the machine again."""
    return _rule(session, bell, boilerplate_id, None)


def _rule(session: Writing, bell: Bell, key: str, ruling: bool | None) -> JSONResponse:
    job_id = rule_boilerplate(session, key, ruling, datetime.now(UTC))
    if job_id:
        bell.ring(job_id)
    return JSONResponse({"object": "ruled_boilerplate", "id": key, "is_boilerplate": ruling, "job_id": job_id})
