"""Feedback: items read, and items brought in."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.feedback_reading import FeedbackFilter, get_feedback
from voc.db.runs import find_current_run
from voc.db.tags import list_tags_of
from voc.domain.erasing import Erasable
from voc.errors import InputError
from voc.usecases.feedback.erase_feedback import erase_feedback
from voc.usecases.feedback.import_rows import BATCH_LIMIT, RowResult, receive_feedback
from voc.usecases.feedback.read_feedback import locate_snippets, read_feedback, read_item
from voc_api import schemas, shapes
from voc_api.bodies import Body, parse_json
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import FeedbackParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/feedback", tags=["feedback"], route_class=ReadRoute)

_ITEM = schemas.FeedbackIn.model_json_schema()
_ITEMS = {"type": "array", "items": _ITEM, "maxItems": BATCH_LIMIT}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": [_ITEM, {"type": "object", "required": ["data"], "properties": {"data": _ITEMS}}, _ITEMS]},
                "examples": {
                    "one": {"value": _ITEM["example"]},
                    "batch": {"value": {"data": [_ITEM["example"]]}},
                },
            }
        },
    }
}


@router.get("", response_model=schemas.Page[schemas.Feedback])
def list_items(request: Request, services: Serving, reader: Asker, session: Reading, params: Annotated[FeedbackParams, Query()]) -> JSONResponse:
    """Feedback items, the newest first. Texts are readable, with personal data hidden; very long ones are cut here and whole under their id."""
    page = Page(request, services.cursors, params)
    which = FeedbackFilter(tuple(params.source), tuple(params.kind), params.account, params.since, params.q, params.tag)
    items = read_feedback(session, which, reader, page.limit + 1, page.after)
    given = list_tags_of(session, [item.id for item in items])
    return page.answer_by_time(items, lambda item: (item.occurred_at, item.id), lambda item: shapes.feedback(item, given.get(item.id, ())))


@router.get("/{feedback_id}", response_model=schemas.FeedbackWithSnippets, dependencies=BARE)
def read_one(feedback_id: str, reader: Asker, session: Reading) -> JSONResponse:
    """One item, with the points it was split into and their places in the current run."""
    item, quotes = read_item(session, feedback_id, reader)
    run, located = find_current_run(session), locate_snippets(session, feedback_id, quotes, reader)
    given = list_tags_of(session, [item.id]).get(item.id, [])
    marks = [{"snippet_id": mark.snippet_id, "start": mark.start, "end": mark.end} for mark in located]
    snippets = [shapes.quote(quote, run.id) for quote in quotes] if run else []
    return JSONResponse({**shapes.feedback(item, given), "snippets": snippets, "marks": marks})


@router.delete("/{feedback_id}", response_model=schemas.Erasure, dependencies=BARE)
def delete_item(feedback_id: str, session: Writing, bell: Bell) -> JSONResponse:
    """Erase one item for good, with all that was made of it."""
    item = get_feedback(session, feedback_id)
    done = erase_feedback(session, Erasable(item=(item.source, item.external_id)), datetime.now(UTC))
    if done.job_id:
        bell.ring(done.job_id)
    return JSONResponse(shapes.erasure(done, dry_run=False))


@router.post(
    "",
    response_model=schemas.ImportResult,
    responses={
        201: {"model": schemas.ImportResult, "description": "Something was added."},
        207: {"model": schemas.ImportResult, "description": "Some were rejected."},
    },
    openapi_extra=_BODY,
)
def bring_in(request: Request, services: Serving, writer: Asker, body: Body, session: Writing) -> Response:
    """Bring in one item or up to 1,000 of them. A bad item is rejected with its reason, the others are saved. Sending an item again changes nothing."""
    rows, alone = _rows(parse_json(request, body))

    def act() -> Answer:
        results = receive_feedback(session, rows, datetime.now(UTC), reporting_currency=services.settings.reporting_currency)
        if alone and (error := results[0].error) is not None:
            raise InputError(str(error))
        return _answer(results, alone=alone)

    return answer_once(request, session, writer, hashlib.sha256(body).hexdigest(), act)


def _rows(value: Any) -> tuple[list[Any], bool]:
    """The items, and whether one was sent by itself."""
    rows = value["data"] if isinstance(value, dict) and isinstance(value.get("data"), list) else value
    if isinstance(rows, dict):
        return [rows], True
    if not isinstance(rows, list) or not rows:
        raise InputError('send one feedback item, an array of them, or {"data": [...]}')
    if len(rows) > BATCH_LIMIT:
        raise InputError(f"{len(rows):,} items at once; send at most {BATCH_LIMIT:,}, or a file to /api/v1/imports")
    return rows, False


def _answer(results: Sequence[RowResult], *, alone: bool) -> Answer:
    counts = Counter("rejected" if result.error else str(result.outcome) for result in results)
    body = {
        "object": "import_result",
        "read": len(results),
        **{name: counts[name] for name in ("added", "updated", "unchanged", "rejected")},
        "unmatched": sum(result.error is None and not result.matched for result in results),
        "data": [_row(index, result) for index, result in enumerate(results)],
    }
    headers = {"Location": f"/api/v1/feedback/{results[0].id}"} if alone else {}
    return Answer(207 if counts["rejected"] else 201 if counts["added"] else 200, body, headers)


def _row(index: int, result: RowResult) -> Mapping[str, Any]:
    if result.error is not None:
        return {"index": index, "id": None, "outcome": "rejected", "matched": False, "field": result.error.column or None, "reason": result.error.reason}
    return {"index": index, "id": result.id, "outcome": str(result.outcome), "matched": result.matched, "field": None, "reason": None}
