"""What POSTs with an Idempotency-Key were answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.service_tables import IdempotencyRow


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer, its body as it was sent, and which request it was to."""

    request_hash: str
    status: int
    headers: Mapping[str, str]
    body: str


def claim_answer(session: Session, key: str, request_hash: str, now: datetime) -> KeptAnswer | None:
    """The answer kept under the key; None: the key is this transaction's now, which is to end with `save_answer`.

    Another transaction with the same key waits here until this one ends.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"key": key, "request_hash": request_hash, "status": 0, "headers": {}, "body": "", "created_at": now}
    claimed = session.execute(insert(IdempotencyRow).values(row).on_conflict_do_nothing().returning(IdempotencyRow.key)).first()
    if claimed:
        return None
    kept = session.scalars(select(IdempotencyRow).where(IdempotencyRow.key == key)).one()
    return KeptAnswer(kept.request_hash, kept.status, kept.headers, kept.body)


def save_answer(session: Session, key: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Keep the answer under the claimed key."""
    session.execute(update(IdempotencyRow).where(IdempotencyRow.key == key).values(status=status, headers=dict(headers), body=body))


def forget_answers(session: Session, before: datetime) -> None:
    """Drop what was kept before a moment."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < before))
