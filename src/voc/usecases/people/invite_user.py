"""Invite a user: a one-time link by which they choose a password, the first or a new one."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.session import reading, transaction
from voc.db.users import User, end_sessions, get_user, save_user
from voc.db.web_sessions import WebSession, add_web_session, delete_web_session, find_web_session
from voc.domain.api_keys import hash_secret, make_token
from voc.domain.changes import NOBODY, ChangeKind
from voc.errors import AuthError, ConflictError
from voc.usecases.people.set_password import hash_password
from voc.usecases.people.sign_in import start_session

INVITATION_LASTS = timedelta(days=3)
USED = "this invitation was used already or has expired: ask an admin for a new one"


def invite_user(session: Session, user_id: str, now: datetime) -> str:
    """The token of the link. Raises NotFoundError, ConflictError for a user who may not sign in."""
    user = get_user(session, user_id)
    if not user.is_active:
        raise ConflictError(f"{user.name} may not sign in: let them first")
    token = make_token()
    add_web_session(session, WebSession(hash_secret(token), "invitation", user.role, user.name, now, now + INVITATION_LASTS, user_id=user.id))
    add_change(session, ChangeKind.USER_CHANGED, user.id, now, after={"invited": True})
    return token


def find_invited(session: Session, token: str, now: datetime) -> User:
    """Whom the link invites. Raises AuthError."""
    found = find_web_session(session, hash_secret(token), now, "invitation")
    if found is None or found.user_id is None or not (user := get_user(session, found.user_id)).is_active:
        raise AuthError(USED)
    return user


def accept_invitation(engine: Engine, token: str, password: str, now: datetime) -> str:
    """Set the password; a session's token. The link and every other session of the user end. Raises AuthError, InputError."""
    with reading(engine) as session:
        email = find_invited(session, token, now).email
    hashed = hash_password(password, email)
    with transaction(engine, NOBODY) as session:
        user = find_invited(session, token, now)
        if not delete_web_session(session, hash_secret(token)):
            raise AuthError(USED)
        save_user(session, user.id, {"password_hash": hashed})
        end_sessions(session, user.id)
        add_change(session, ChangeKind.USER_CHANGED, user.id, now, after={"password": "set"})
        return start_session(session, user, now)
