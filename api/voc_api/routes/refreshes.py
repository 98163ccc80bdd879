"""Refreshes: split, embed, theme, score, health, done by workers."""

import hashlib
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.db.jobs import get_job
from voc.domain.evidence import end_of_day
from voc.errors import InputError
from voc.sources import dates
from voc.usecases.shared.request_refresh import request_refresh
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import Asker, Bell, Writing
from voc_api.idempotency import Answer, answer_once

router = APIRouter(prefix="/api/v1/refreshes", tags=["refreshes"])


@router.post("", status_code=202, response_model=schemas.Job, openapi_extra=describe_body(schemas.RefreshIn, required=False))
def start_refresh(request: Request, writer: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Refresh the ranking. The answer names a job; a refresh for the same `as_of` that is under way is that job. Until it is done the last ranking stands."""
    asked = parse_body(request, body, schemas.RefreshIn)
    now = datetime.now(UTC)
    as_of = _as_of(asked.as_of, now)

    def act() -> Answer:
        job_id = request_refresh(session, as_of, now, full=asked.full, anyway=asked.anyway)
        bell.ring(job_id)
        return Answer(202, shapes.job(get_job(session, job_id), {}), {"Location": f"/api/v1/jobs/{job_id}"})

    return answer_once(request, session, writer, hashlib.sha256(body).hexdigest(), act)


def _as_of(text: str | None, now: datetime) -> datetime:
    if text is None:
        return now
    day = dates.day({"as_of": text}, "as_of", dates.latest_for(now.date()))
    if day is None:
        raise InputError("as_of: is empty; write a date such as 2026-10-31, or leave it out for now")
    return end_of_day(day)
