"""Inbox: what wants a person, marks, and what corrections changed."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.usecases.inbox.list_inbox import list_inbox, narrowed_to_new
from voc.usecases.inbox.mark_snippet import mark_done, put_off
from voc.usecases.inbox.measure_corrections import measure_corrections
from voc.usecases.shared.find_run import find_run
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import InboxParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/inbox", tags=["inbox"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.InboxItem])
def read_inbox(request: Request, services: Serving, reader: Asker, session: Reading, params: Annotated[InboxParams, Query()]) -> JSONResponse:
    """Snippets of the ranking of which no person has decided, the least sure first, each with the theme that it is in or near and the next best.

    `PUT /snippets/{id}/theme` and `/ignored` decide, `POST /inbox/marks` says that there is nothing to decide.
    """
    page, now = Page(request, services.cursors, params), datetime.now(UTC)
    run = find_run(session, page.run_id)
    if run is None:
        return page.answer([], None)
    which = narrowed_to_new(session, params.which(reader), reader, now) if params.new else params.which(reader)
    cards = list_inbox(session, run, which, reader, now, page.limit + 1, page.offset, params.sort)
    return page.answer([shapes.inbox_card(card, run.id) for card in cards], run.id)


@router.post("/marks", response_model=schemas.Marked, openapi_extra=describe_body(schemas.MarksIn), dependencies=BARE)
def post_marks(request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """Say of snippets that they want nobody any more (done), or not you before tomorrow (later)."""
    asked = parse_body(request, body, schemas.MarksIn)

    def act() -> Answer:
        (mark_done if asked.mark == "done" else put_off)(session, asked.snippet_ids, datetime.now(UTC))
        return Answer(200, {"object": "marks", "mark": asked.mark, "snippets": len(set(asked.snippet_ids))})

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)


@router.get("/corrections", response_model=schemas.Corrections, dependencies=BARE)
def read_corrections(reader: Asker, session: Reading) -> JSONResponse:
    """What your decisions on single snippets of the last 30 days changed: what they moved, and what the machine moved the same way since."""
    return JSONResponse(shapes.corrections(measure_corrections(session, reader.name, datetime.now(UTC))))
