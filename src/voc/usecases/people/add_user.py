"""Add a user: somebody who signs in with an e-mail address, in a role."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.users import User, find_user, has_users, hold_users_lock
from voc.db.users import add_user as keep_user
from voc.domain.changes import ChangeKind
from voc.domain.ids import new_id
from voc.domain.roles import Role, find_role
from voc.errors import ConflictError, InputError

NAME_LIMIT, EMAIL_LIMIT = 100, 254
_EMAIL = re.compile(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+\.[^\s@<>\"',;.]+")


def add_user(session: Session, email: str, name: str, role: str, now: datetime, *, password_hash: str | None = None, subject: str | None = None) -> User:
    """The new user. Without a password (`hash_password`) they choose one by an invitation, or come by the identity provider.

    Raises InputError for what cannot be, ConflictError where somebody has the address already.
    """
    hold_users_lock(session)
    email = read_email(email)
    if find_user(session, email=email):
        raise ConflictError(f"there is a user with the address {email} already")
    user = User(new_id("usr"), email, read_name(name), find_role(role), password_hash, subject, now, None)
    keep_user(session, user)
    add_change(session, ChangeKind.USER_CHANGED, user.id, now, after={"email": user.email, "name": user.name, "role": user.role})
    return user


def add_first_user(session: Session, email: str, name: str, password_hash: str, now: datetime) -> User:
    """The first user, an admin. Raises ConflictError where there is a user, InputError."""
    hold_users_lock(session)
    if has_users(session):
        raise ConflictError("there is a user already: sign in, or ask an admin for an invitation")
    return add_user(session, email, name, Role.ADMIN, now, password_hash=password_hash)


def read_email(text: str) -> str:
    """An e-mail address in lower case. Raises InputError."""
    email = text.strip().lower()
    if len(email) > EMAIL_LIMIT or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise InputError("email: write an e-mail address, such as ana@example.com")
    return email


def read_name(text: str) -> str:
    """A person's name. Raises InputError."""
    name = " ".join(text.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise InputError(f"name: 1 to {NAME_LIMIT} printable characters")
    return name
