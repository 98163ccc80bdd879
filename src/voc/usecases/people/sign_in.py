"""Sign in: a password, a one-time link or a key becomes a session, whose token a browser keeps in a cookie."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.session import reading, transaction
from voc.db.users import User, find_user, get_user, save_user
from voc.db.web_sessions import WebSession, add_web_session, delete_web_session, find_web_session, take_link
from voc.domain.api_keys import hash_secret, make_token
from voc.domain.changes import NOBODY, ChangeKind
from voc.domain.roles import Principal, Role, find_role
from voc.errors import AuthError
from voc.usecases.people.create_key import check_key
from voc.usecases.people.set_password import check_password

LINK_LASTS = timedelta(hours=24)
SESSION_LASTS = timedelta(days=14)


def create_sign_in_link(session: Session, role: str, name: str, now: datetime) -> str:
    """The token of a link that signs in once, within 24 hours. Raises InputError for a role that is none."""
    return _add(session, "link", find_role(role), name, now, now + LINK_LASTS)


def exchange_link(session: Session, token: str, now: datetime) -> str:
    """A session's token for a link's, which is used up. Raises AuthError."""
    taken = take_link(session, hash_secret(token), now)
    if taken is None:
        raise AuthError("this sign-in link was used already or has expired: ask for a new one")
    role, name = taken
    entered = _add(session, "session", find_role(role), name, now, now + SESSION_LASTS)
    add_change(session, ChangeKind.SIGNED_IN, _holder(hash_secret(entered)), now, after={"name": name, "role": role, "by": "link"})
    return entered


def start_session_by_key(session: Session, key: str, now: datetime) -> str:
    """A session's token for an API key; the session ends when the key does. Raises AuthError."""
    holder, stored = check_key(session, key, now)
    end = now + SESSION_LASTS
    add_change(session, ChangeKind.SIGNED_IN, stored.id, now, after={"name": holder.name, "role": holder.role, "by": "key"})
    return _add(session, "session", holder.role, holder.name, now, min(end, stored.expires_at or end), key_id=stored.id)


def start_session_by_password(engine: Engine, email: str, password: str, now: datetime) -> str:
    """A session's token for a user's e-mail address and password. Raises AuthError, in the same words whichever is wrong.

    The password is checked outside every transaction, so that sign-ins never make others wait.
    """
    with reading(engine) as session:
        known = find_user(session, email=email.strip())
    checked = check_password(known.password_hash if known else None, password)
    if known is not None and checked.is_right:
        with transaction(engine, NOBODY) as session:
            user = get_user(session, known.id)
            if user.is_active and user.password_hash == known.password_hash:  # nobody changed it meanwhile
                if checked.renewed:
                    save_user(session, user.id, {"password_hash": checked.renewed})
                return start_session(session, user, now)
    raise AuthError("this e-mail address and password open nothing: try again, or ask an admin for a new invitation")


def start_session(session: Session, user: User, now: datetime) -> str:
    """A session's token for a user who has proved who they are."""
    add_change(session, ChangeKind.SIGNED_IN, user.id, now, after={"name": user.name})
    return _add(session, "session", find_role(user.role), user.name, now, now + SESSION_LASTS, user_id=user.id)


def find_session(session: Session, token: str, now: datetime) -> Principal | None:
    """Who the session's token stands for; None where it has ended. A user's role and name are those of now."""
    found = find_web_session(session, hash_secret(token), now, "session")
    if found is None:
        return None
    if found.user_id is None:
        return Principal(_holder(found.token_hash), found.name, Role(found.role))
    user = get_user(session, found.user_id)
    return Principal(user.id, user.name, Role(user.role), user.email) if user.is_active else None


def _holder(token_hash: str) -> str:
    """What a session that is no user's is called in the audit log."""
    return f"session:{token_hash[:24]}"


def end_session(session: Session, token: str) -> None:
    """Sign out."""
    delete_web_session(session, hash_secret(token))


def _add(
    session: Session,
    kind: Literal["session", "link"],
    role: Role,
    name: str,
    now: datetime,
    expires_at: datetime,
    *,
    key_id: str | None = None,
    user_id: str | None = None,
) -> str:
    token = make_token()
    add_web_session(session, WebSession(hash_secret(token), kind, role, name, now, expires_at, key_id, user_id))
    return token
