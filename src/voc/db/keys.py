"""API keys: each as its SHA-256, with its role and its end."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from voc.db.service_tables import ApiKeyRow, WebSessionRow
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is stored."""

    id: str
    name: str
    role: str
    key_hash: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None

    def is_valid(self, now: datetime) -> bool:
        """Whether it opens anything now."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


def add_key(session: Session, key: ApiKey) -> None:
    """Keep a new key."""
    session.add(
        ApiKeyRow(
            id=key.id, name=key.name, role=key.role, key_hash=key.key_hash, created_at=key.created_at, expires_at=key.expires_at, revoked_at=key.revoked_at
        )
    )
    session.flush()


def has_keys(session: Session) -> bool:
    """Whether any key was ever made."""
    return bool(session.scalar(select(exists().where(ApiKeyRow.id.is_not(None)))))


def find_key(session: Session, key_hash: str) -> ApiKey | None:
    """The key with this hash, valid or not."""
    row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == key_hash))
    return _value(row) if row else None


def get_key(session: Session, key_id: str) -> ApiKey:
    """The key of this id. Raises NotFoundError."""
    row = session.get(ApiKeyRow, key_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"there is no key {key_id}")
    return _value(row)


def list_keys(session: Session) -> list[ApiKey]:
    """Every key, the oldest first."""
    return [_value(row) for row in session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.id))]


def revoke_key(session: Session, key_id: str, now: datetime) -> bool:
    """Let the key, and what was signed in with it, open nothing from now on; False where it was revoked before. Raises NotFoundError."""
    if session.get(ApiKeyRow, key_id) is None:
        raise NotFoundError(f"there is no key {key_id}")
    revoked = session.execute(update(ApiKeyRow).where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None)).values(revoked_at=now))
    session.execute(delete(WebSessionRow).where(WebSessionRow.key_id == key_id))
    return bool(revoked.rowcount)  # type: ignore[attr-defined]


def _value(row: ApiKeyRow) -> ApiKey:
    return ApiKey(row.id, row.name, row.role, row.key_hash, row.created_at, row.expires_at, row.revoked_at)
