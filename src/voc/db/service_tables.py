"""The tables that the service itself needs: jobs, keys, sessions, answers given, deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voc.db.tables import Base, Id


class JobRow(Base):
    """Work to be done once. `state`: waiting, running, done, failed. The broker only rings; this row is the truth."""

    __tablename__ = "job"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)
    group_id: Mapped[str | None] = mapped_column(index=True)
    attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    progress: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]


class ApiKeyRow(Base):
    """A key as its SHA-256; the key itself is shown once."""

    __tablename__ = "api_key"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class WebSessionRow(Base):
    """A browser's session, or a sign-in link that becomes one (`kind`: session, link), as the SHA-256 of its token."""

    __tablename__ = "web_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str | None] = mapped_column(Id, index=True)
    kind: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class IdempotencyRow(Base):
    """What a POST with an Idempotency-Key was answered; `request_hash` tells a repeat from another request under the same key."""

    __tablename__ = "idempotency"
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class DeliveryRow(Base):
    """A report, or word of one (`matter`: report, notice), to one recipient by one channel (email, slack); the id comes from all four. `sent_at`: once."""

    __tablename__ = "delivery"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("report.id"), index=True)
    matter: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str]
    job_id: Mapped[str] = mapped_column(Id)
    sent_at: Mapped[datetime | None]
