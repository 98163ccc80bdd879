"""The audit log, and taking back what was done."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.changes import find_act, get_change, list_changes
from voc.rendering.change_words import shape_change
from voc.usecases.shared.name_nouns import name_nouns
from voc.usecases.undo_change import undo_change
from voc_api import schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import ChangesParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/changes", tags=["operations"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Change])
def read_changes(request: Request, services: Serving, session: Reading, params: Annotated[ChangesParams, Query()]) -> JSONResponse:
    """Who changed what, from what to what, the newest first."""
    page, labels = Page(request, services.cursors, params), name_nouns(session)
    before = int(page.after[1]) if page.after else None
    found = list_changes(
        session,
        page.limit + 1,
        before=before,
        actor_id=params.actor,
        noun_ids=[params.noun] if params.noun else [],
        kinds=params.kind,
        since=params.since,
        until=params.until,
    )
    return page.answer_by_time(found, lambda entry: (entry[1].happened_at, str(entry[0])), lambda entry: shape_change(entry[1], labels))


@router.post("/{change_id}/undo", response_model=schemas.Change, openapi_extra=describe_body(schemas.NothingIn, required=False), dependencies=BARE)
def post_undo(change_id: str, request: Request, asker: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Take back what was done at once with this change. The answer is the change that this made."""
    parse_body(request, body, schemas.NothingIn)

    def act() -> Answer:
        job_id = undo_change(session, change_id, asker, datetime.now(UTC))
        if job_id:
            bell.ring(job_id)
        made = get_change(session, find_act(session) or change_id)
        return Answer(200, shape_change(made, name_nouns(session)), {"Location": f"/api/v1/jobs/{job_id}"} if job_id else {})

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)
