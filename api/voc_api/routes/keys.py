"""API keys: what programs ask with."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.keys import get_key, list_keys
from voc.usecases.people.create_key import create_key
from voc.usecases.people.revoke_key import revoke_key
from voc_api import people_shapes, schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/keys", tags=["people"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Key])
def read_keys(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The keys that were made, the newest first; those that open nothing any more too."""
    now = datetime.now(UTC)
    return Page(request, services.cursors, params).slice([people_shapes.key(key, now) for key in reversed(list_keys(session))], None)


@router.post("", status_code=201, response_model=schemas.NewKey, openapi_extra=describe_body(schemas.KeyIn), dependencies=BARE)
def post_key(request: Request, admin: Asker, body: Body, session: Writing) -> Response:
    """Make a key. The answer, and no later one, has the key itself."""
    asked = parse_body(request, body, schemas.KeyIn)

    def act() -> Answer:
        now = datetime.now(UTC)
        key_id, plain = create_key(session, asked.name, asked.role, now, asked.expires_at)
        return Answer(201, {**people_shapes.key(get_key(session, key_id), now), "key": None}, secret={"key": plain})

    return answer_once(request, session, admin, hashlib.sha256(body).hexdigest(), act)


@router.delete("/{key_id}", response_model=schemas.Key, dependencies=BARE)
def delete_key(key_id: str, session: Writing) -> Response:
    """Let the key, and what was signed in with it, open nothing from now on. It stays in the list, for the audit log names it."""
    now = datetime.now(UTC)
    revoke_key(session, key_id, now)
    return JSONResponse(people_shapes.key(get_key(session, key_id), now))
