"""Snippets: where a person says that they belong."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.snippets import find_missing
from voc.errors import NotFoundError
from voc.usecases.curating.decide import Decided
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet, release_snippet
from voc.usecases.inbox.assign_snippet import assign_snippets
from voc_api import decision_shapes, schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Doorbell, Writing

ALREADY: dict[int | str, dict[str, Any]] = {200: {"model": schemas.DecisionMade, "description": "That was decided already."}}

router = APIRouter(prefix="/api/v1/snippets", tags=["decisions"], dependencies=BARE)


@router.put("/{snippet_id}/theme", status_code=202, response_model=schemas.DecisionMade, responses=ALREADY, openapi_extra=describe_body(schemas.PlaceIn))
def put_theme(snippet_id: str, request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Say which theme the snippet belongs to; the one that it is in confirms it. It holds until it is undone. 200 where that was decided already."""
    theme_id = parse_body(request, body, schemas.PlaceIn).theme_id
    return _answer(place_snippet(session, snippet_id, theme_id, decider.name, datetime.now(UTC)), bell)


@router.delete("/{snippet_id}/theme", status_code=202, response_model=schemas.DecisionMade)
def delete_theme(snippet_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Undo what was decided of the snippet's theme: the machine places it again."""
    return _answer(release_snippet(session, snippet_id, ("move", "confirm"), decider.name, datetime.now(UTC)), bell)


@router.put("/{snippet_id}/ignored", status_code=202, response_model=schemas.DecisionMade, responses=ALREADY)
def put_ignored(snippet_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Let the snippet count nowhere. 200 where that was decided already."""
    return _answer(ignore_snippet(session, snippet_id, decider.name, datetime.now(UTC)), bell)


@router.delete("/{snippet_id}/ignored", status_code=202, response_model=schemas.DecisionMade)
def delete_ignored(snippet_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Let the snippet count again."""
    return _answer(release_snippet(session, snippet_id, ("ignore",), decider.name, datetime.now(UTC)), bell)


@router.put("/{snippet_id}/owner", response_model=schemas.SnippetOwner, openapi_extra=describe_body(schemas.SnippetOwnerIn))
def put_owner(snippet_id: str, request: Request, asker: Asker, body: Body, session: Writing) -> JSONResponse:
    """Give the snippet to a colleague to look after: it comes to their inbox."""
    user_id = parse_body(request, body, schemas.SnippetOwnerIn).user_id
    _check_snippet(session, snippet_id)
    assign_snippets(session, [snippet_id], user_id, datetime.now(UTC))
    return JSONResponse({"object": "snippet_owner", "snippet_id": snippet_id, "user_id": user_id})


@router.delete("/{snippet_id}/owner", response_model=schemas.SnippetOwner)
def delete_owner(snippet_id: str, asker: Asker, session: Writing) -> JSONResponse:
    """Give it to nobody."""
    _check_snippet(session, snippet_id)
    assign_snippets(session, [snippet_id], None, datetime.now(UTC))
    return JSONResponse({"object": "snippet_owner", "snippet_id": snippet_id, "user_id": None})


def _check_snippet(session: Session, snippet_id: str) -> None:
    if find_missing(session, [snippet_id]):
        raise NotFoundError(f"there is no snippet {snippet_id}")


def _answer(decided: Decided, bell: Doorbell) -> Response:
    body = decision_shapes.decided(decided)
    if decided.job_id is None:
        return JSONResponse(body)
    bell.ring(decided.job_id)
    return JSONResponse(body, 202, {"Location": f"/api/v1/jobs/{decided.job_id}"})
