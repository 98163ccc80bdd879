"""Users: who signs in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from voc.db.service_tables import UserRow, WebSessionRow
from voc.errors import NotFoundError

_USERS_LOCK = 7301558


@dataclass(frozen=True, slots=True)
class User:
    """A user as it is stored. `subject`: the identity provider's name for them; `password_hash` None: they have chosen none."""

    id: str
    email: str
    name: str
    role: str
    password_hash: str | None
    subject: str | None
    created_at: datetime
    disabled_at: datetime | None

    @property
    def is_active(self) -> bool:
        """Whether they may sign in."""
        return self.disabled_at is None


def hold_users_lock(session: Session) -> None:
    """Let nobody else change users until this transaction ends: the last admin stays one. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _USERS_LOCK})


def add_user(session: Session, user: User) -> None:
    """Keep a new user."""
    session.add(
        UserRow(
            id=user.id,
            email=user.email,
            name=user.name,
            role=user.role,
            password_hash=user.password_hash,
            subject=user.subject,
            created_at=user.created_at,
            disabled_at=user.disabled_at,
        )
    )
    session.flush()


def save_user(session: Session, user_id: str, changes: dict[str, Any]) -> None:
    """Set fields of a user."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(changes))


def end_sessions(session: Session, user_id: str) -> None:
    """Sign a user out everywhere; invitations end too."""
    session.execute(delete(WebSessionRow).where(WebSessionRow.user_id == user_id))


def has_users(session: Session) -> bool:
    """Whether there is any user."""
    return bool(session.scalar(select(exists().where(UserRow.id.is_not(None)))))


def count_admins(session: Session) -> int:
    """How many admins may sign in."""
    return session.scalar(select(func.count()).select_from(UserRow).where(UserRow.role == "admin", UserRow.disabled_at.is_(None))) or 0


def get_user(session: Session, user_id: str) -> User:
    """The user of this id. Raises NotFoundError."""
    row = session.get(UserRow, user_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"there is no user {user_id}")
    return _value(row)


def find_user(session: Session, *, email: str | None = None, subject: str | None = None) -> User | None:
    """The user of this e-mail address, whatever its case, or of this subject."""
    wanted = select(UserRow).where(UserRow.subject == subject) if subject is not None else select(UserRow).where(UserRow.email == (email or "").lower())
    row = session.scalar(wanted)
    return _value(row) if row else None


def list_users(session: Session) -> list[User]:
    """Every user, by name."""
    return [_value(row) for row in session.scalars(select(UserRow).order_by(func.lower(UserRow.name), UserRow.id))]


def _value(row: UserRow) -> User:
    return User(row.id, row.email, row.name, row.role, row.password_hash, row.subject, row.created_at, row.disabled_at)
