"""Notes beside snippets and themes, and the colleagues that they may name."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.notes import list_notes
from voc.usecases.inbox.write_note import list_colleagues, read_note_named, remove_note, write_note
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page, list_shape
from voc_api.params import NotesParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1", tags=["inbox"], route_class=ReadRoute)


@router.get("/notes", response_model=schemas.Page[schemas.Note])
def read_notes(request: Request, services: Serving, reader: Asker, session: Reading, params: Annotated[NotesParams, Query()]) -> JSONResponse:
    """Notes, the newest first: on a snippet or theme, or those that name you."""
    page = Page(request, services.cursors, params)
    on_snippet = params.on is not None and params.on.startswith("snp_")
    found = list_notes(
        session,
        page.limit + 1,
        snippets=[str(params.on)] if on_snippet else None,
        theme_id=None if on_snippet else params.on,
        names=reader.id if params.names_me else None,
        unread=params.unread,
        after=page.after,
    )
    return page.answer_by_time(found, lambda note: (note.made_at, note.id), shapes.note)


@router.post("/notes", status_code=201, response_model=schemas.Note, openapi_extra=describe_body(schemas.NoteIn), dependencies=BARE)
def post_note(request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """Write a note; `@` and a colleague's handle brings it to their inbox."""
    asked = parse_body(request, body, schemas.NoteIn)

    def act() -> Answer:
        return Answer(201, shapes.note(write_note(session, asked.on, asked.text, datetime.now(UTC))))

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)


@router.delete("/notes/{note_id}", status_code=204, dependencies=BARE)
def delete_note(note_id: str, asker: Asker, session: Writing) -> Response:
    """Take a note of yours away."""
    remove_note(session, note_id, asker, datetime.now(UTC))
    return Response(status_code=204)


@router.put("/notes/{note_id}/read", response_model=schemas.Note, dependencies=BARE)
def put_read(note_id: str, asker: Asker, session: Writing) -> JSONResponse:
    """Say that you have read a note that names you."""
    return JSONResponse(shapes.note(read_note_named(session, note_id, asker, datetime.now(UTC))))


@router.delete("/notes/{note_id}/read", response_model=schemas.Note, dependencies=BARE)
def delete_read(note_id: str, asker: Asker, session: Writing) -> JSONResponse:
    """Let a note that names you count as unread again."""
    return JSONResponse(shapes.note(read_note_named(session, note_id, asker, None)))


@router.get("/colleagues", response_model=schemas.Page[schemas.Colleague], dependencies=BARE)
def read_colleagues(session: Reading) -> JSONResponse:
    """Whom a note may name and to whom a snippet may be given."""
    return JSONResponse(list_shape([{"id": one.id, "object": "colleague", "name": one.name, "handle": one.handle} for one in list_colleagues(session)], None))
