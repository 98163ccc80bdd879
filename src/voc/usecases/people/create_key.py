"""API keys: make one, and know its holder again."""

import hmac
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.keys import ApiKey, add_key, find_key, has_keys
from voc.domain.api_keys import hash_secret, is_key, make_key
from voc.domain.changes import ChangeKind
from voc.domain.ids import new_id
from voc.domain.roles import Principal, Role, find_role
from voc.errors import AuthError, InputError

NAME_LIMIT = 100


def create_key(session: Session, name: str, role: str, now: datetime, expires_at: datetime | None = None) -> tuple[str, str]:
    """(key id, the key itself, which is shown once and not stored). Raises InputError for a role or name that is none, or an end that is past."""
    name = name.strip()
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise InputError(f"a key's name is 1 to {NAME_LIMIT} printable characters")
    if expires_at is not None and expires_at <= now:
        raise InputError("a key must expire in the future")
    plain = make_key()
    key = ApiKey(new_id("key"), name, find_role(role), hash_secret(plain), now, expires_at, None)
    add_key(session, key)
    end = expires_at.isoformat() if expires_at else None
    add_change(session, ChangeKind.KEY_CHANGED, key.id, now, after={"name": name, "role": key.role, "expires_at": end})
    return key.id, plain


def ensure_first_key(session: Session, now: datetime) -> str | None:
    """An admin's key where no key was ever made; None where there is one."""
    return None if has_keys(session) else create_key(session, "first key", Role.ADMIN, now)[1]


def check_key(session: Session, plain: str, now: datetime) -> tuple[Principal, ApiKey]:
    """Who holds the key. Raises AuthError for one that is wrong, has expired or was revoked, in the same words."""
    key_hash = hash_secret(plain)
    key = find_key(session, key_hash) if is_key(plain) else None
    if key is None or not hmac.compare_digest(key.key_hash, key_hash) or not key.is_valid(now):
        raise AuthError("this API key opens nothing: it is mistyped, expired or revoked")
    return Principal(key.id, key.name, Role(key.role)), key
