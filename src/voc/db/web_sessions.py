"""Browsers' sessions, and the one-time links that become one: each as the SHA-256 of its token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voc.db.service_tables import WebSessionRow

WebSessionKind = Literal["session", "link", "invitation"]


@dataclass(frozen=True, slots=True)
class WebSession:
    """Who a token stands for, and until when."""

    token_hash: str
    kind: WebSessionKind
    role: str
    name: str
    created_at: datetime
    expires_at: datetime
    key_id: str | None = None  # the API key that it was signed in with: it ends with the key
    user_id: str | None = None


def add_web_session(session: Session, added: WebSession) -> None:
    """Keep a new session or link; those that have ended go."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.expires_at <= added.created_at))
    session.add(
        WebSessionRow(
            token_hash=added.token_hash,
            kind=added.kind,
            role=added.role,
            name=added.name,
            created_at=added.created_at,
            expires_at=added.expires_at,
            key_id=added.key_id,
            user_id=added.user_id,
        )
    )
    session.flush()


def find_web_session(session: Session, token_hash: str, now: datetime, kind: WebSessionKind) -> WebSession | None:
    """The one of this token and kind that has not ended."""
    found = session.scalar(select(WebSessionRow).where(WebSessionRow.token_hash == token_hash, WebSessionRow.kind == kind, WebSessionRow.expires_at > now))
    return WebSession(found.token_hash, kind, found.role, found.name, found.created_at, found.expires_at, found.key_id, found.user_id) if found else None


def take_link(session: Session, token_hash: str, now: datetime) -> tuple[str, str] | None:
    """(role, name) of a link, which is gone with it: of two that take the same link one gets it."""
    wanted = delete(WebSessionRow).where(WebSessionRow.token_hash == token_hash, WebSessionRow.kind == "link", WebSessionRow.expires_at > now)
    taken = session.execute(wanted.returning(WebSessionRow.role, WebSessionRow.name)).first()
    return (taken.role, taken.name) if taken else None


def delete_web_session(session: Session, token_hash: str) -> bool:
    """End a session. Returns whether there was one: of two calls at the same time, one returns True."""
    return session.scalar(delete(WebSessionRow).where(WebSessionRow.token_hash == token_hash).returning(WebSessionRow.token_hash)) is not None
