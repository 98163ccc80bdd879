"""Erasures: feedback that goes for good."""

import hashlib
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.domain.erasing import Erasable
from voc.usecases.feedback.erase_feedback import Erased, erase_feedback, preview_erasure
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Writing
from voc_api.idempotency import Answer, answer_once

router = APIRouter(prefix="/api/v1/erasures", tags=["feedback"])


@router.post("", response_model=schemas.Erasure, openapi_extra=describe_body(schemas.ErasureIn), dependencies=BARE)
def post_erasure(request: Request, admin: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Erase feedback with all that was made of it, or with `dry_run` say what would go. Approved and frozen reports that quote it stay, and are named."""
    asked = parse_body(request, body, schemas.ErasureIn)
    which = Erasable(asked.author_email, asked.account_id, (asked.feedback.source, asked.feedback.external_id) if asked.feedback else None)

    def act() -> Answer:
        done = Erased(preview_erasure(session, which), None) if asked.dry_run else erase_feedback(session, which, datetime.now(UTC))
        if done.job_id:
            bell.ring(done.job_id)
        return Answer(200, shapes.erasure(done, dry_run=asked.dry_run))

    return answer_once(request, session, admin, hashlib.sha256(body).hexdigest(), act)
