"""Idempotency-Key: a POST that is sent again is answered again, and done once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.idempotency import claim_answer, forget_answers, save_answer
from voc.domain.roles import Principal
from voc.errors import ConflictError, InputError

KEPT_FOR = timedelta(days=2)
KEY_LIMIT = 255


@dataclass(frozen=True, slots=True)
class Answer:
    """What a POST answers. `secret` is shown this once: it is not kept, so that the same request sent again is answered without it."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)

    def to_response(self) -> Response:
        """As it is sent."""
        return JSONResponse({**self.body, **self.secret}, self.status, dict(self.headers))


def answer_once(request: Request, session: Session, principal: Principal, body_hash: str, act: Callable[[], Answer]) -> Response:
    """`act`'s answer, kept in its transaction under the request's Idempotency-Key; the kept one where the same principal sent the same before.

    Raises ConflictError where the key came with another request, InputError for a key that is none. An error is not kept: it may be tried again.
    """
    given = request.headers.get("idempotency-key")
    if given is None:
        return act().to_response()
    if not given or len(given) > KEY_LIMIT or not given.isascii() or not given.isprintable():
        raise InputError(f"Idempotency-Key: 1 to {KEY_LIMIT} printable ASCII characters")
    now = datetime.now(UTC)
    forget_answers(session, now - KEPT_FOR)
    key = _hash(principal.id, given)
    asked = _hash(request.method, request.url.path, body_hash)
    kept = claim_answer(session, key, asked, now)
    if kept is None:
        answer = act()
        save_answer(session, key, answer.status, answer.headers, bytes(JSONResponse(dict(answer.body)).body).decode())
        return answer.to_response()
    if kept.request_hash != asked:
        raise ConflictError("this Idempotency-Key was used for another request: use a new one")
    return Response(kept.body, kept.status, {**kept.headers, "Idempotency-Replayed": "true"}, "application/json")


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
