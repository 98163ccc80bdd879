"""Tags on feedback, many items at once."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.tags import get_tag, list_tagged
from voc.usecases.feedback.list_all_tags import list_all_tags
from voc.usecases.feedback.tag_feedback import tag_feedback, untag_feedback
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import PageParams, UntagParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/tags", tags=["feedback"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Tag])
def read_tags(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """Every tag and on how many items it is: those that people gave, then those that came with feedback."""
    return Page(request, services.cursors, params).slice([shapes.tag(tag) for tag in list_all_tags(session)], None)


@router.post("", status_code=201, response_model=schemas.Tag, openapi_extra=describe_body(schemas.TagsIn), dependencies=BARE)
def post_tag(request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """Put a tag on items. Names that differ in case alone are one tag."""
    asked = parse_body(request, body, schemas.TagsIn)

    def act() -> Answer:
        return Answer(201, shapes.tag(tag_feedback(session, asked.name, asked.feedback_ids, datetime.now(UTC))))

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)


@router.delete("/{tag_id}", response_model=schemas.Tag)
def delete_tag(tag_id: str, asker: Asker, session: Writing, params: Annotated[UntagParams, Query()]) -> JSONResponse:
    """Take the tag off the items of `feedback`; without it off all."""
    untag_feedback(session, tag_id, params.feedback or None, datetime.now(UTC))
    return JSONResponse({"id": tag_id, "object": "tag", "name": get_tag(session, tag_id), "items": len(list_tagged(session, tag_id)), "imported": False})
