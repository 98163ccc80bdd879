"""Sign in: a one-time link or a key becomes a session, whose token a browser keeps in a cookie."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from voc.db.web_sessions import WebSession, add_web_session, delete_web_session, find_web_session, take_link
from voc.domain.api_keys import hash_secret, make_token
from voc.domain.roles import Principal, Role, find_role
from voc.errors import AuthError
from voc.usecases.create_key import check_key

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
    return _add(session, "session", find_role(role), name, now, now + SESSION_LASTS)


def start_session_by_key(session: Session, key: str, now: datetime) -> str:
    """A session's token for an API key; the session ends when the key does. Raises AuthError."""
    holder, stored = check_key(session, key, now)
    end = now + SESSION_LASTS
    return _add(session, "session", holder.role, holder.name, now, min(end, stored.expires_at or end), stored.id)


def find_session(session: Session, token: str, now: datetime) -> Principal | None:
    """Who the session's token stands for; None where it has ended."""
    found = find_web_session(session, hash_secret(token), now)
    return Principal(f"session:{found.token_hash}", found.name, Role(found.role)) if found else None


def end_session(session: Session, token: str) -> None:
    """Sign out."""
    delete_web_session(session, hash_secret(token))


def _add(session: Session, kind: Literal["session", "link"], role: Role, name: str, now: datetime, expires_at: datetime, key_id: str | None = None) -> str:
    token = make_token()
    add_web_session(session, WebSession(hash_secret(token), kind, role, name, now, expires_at, key_id))
    return token
