"""The tables that the service itself needs: jobs, keys, users, sessions, settings, the audit log, answers given, deliveries."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from voc.db.tables import Base, Id
from voc.db.types import Json


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


class UserRow(Base):
    """A person who signs in: with a password (its argon2id hash), or by the identity provider's `subject`. E-mail addresses are kept in lower case."""

    __tablename__ = "app_user"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str | None]
    subject: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class WebSessionRow(Base):
    """A browser's session, a sign-in link that becomes one, or an invitation that lets a user choose a password (`kind`: session, link, invitation), as
    the SHA-256 of its token. A user's has the user's role and name of the moment."""

    __tablename__ = "web_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    key_id: Mapped[str | None] = mapped_column(Id, index=True)
    user_id: Mapped[str | None] = mapped_column(Id, index=True)
    kind: Mapped[str]
    role: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ChangeRow(Base):
    """The audit log: who changed what, from what to what. Never updated but for when it was taken back; read newest first by `sequence`.

    `act`: the first change of the transaction, so that what was done at once can be taken back at once.
    """

    __tablename__ = "change"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(Id, unique=True)
    happened_at: Mapped[datetime]
    actor_id: Mapped[str] = mapped_column(Id, index=True)
    actor_name: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    noun_id: Mapped[str] = mapped_column(index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    act: Mapped[str] = mapped_column(Id, index=True)
    undone_at: Mapped[datetime | None]


class ImportedRowRow(Base):
    """A row that an import changed, as it was before (`before`, JSON; NULL: the import added it). `act`: the change that the import began with; `place` and
    `key`: the row's table, and its primary key as a JSON list."""

    __tablename__ = "imported_row"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    act: Mapped[str] = mapped_column(Id)
    place: Mapped[str] = mapped_column(Id)
    key: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index("uq_imported_row_act", "act", "place", "key", unique=True), Index("ix_imported_row_place", "place", "key"))


class SavedViewRow(Base):
    """A page's address with its filters, by a name of its owner's; `shared`: everybody sees it."""

    __tablename__ = "saved_view"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, index=True)
    owner_name: Mapped[str]
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool]
    created_at: Mapped[datetime]


class SettingRow(Base):
    """A setting that people changed, which comes before the environment's."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(Id, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class IdempotencyRow(Base):
    """What a POST with an Idempotency-Key was answered; `request_hash` tells a repeat from another request under the same key."""

    __tablename__ = "idempotency"
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
