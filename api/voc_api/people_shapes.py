"""Users and keys as the API shows them and the pages list them; no hash of anything is in them."""

from datetime import datetime

from voc.db.keys import ApiKey
from voc.db.users import User
from voc.rendering.shapes import Shape, moment


def user(found: User) -> Shape:
    """A user. `signs_in_by` is empty until they have chosen a password or come by the identity provider."""
    ways = [way for way, has in (("password", found.password_hash), ("identity_provider", found.subject)) if has]
    return {
        "id": found.id,
        "object": "user",
        "email": found.email,
        "name": found.name,
        "role": found.role,
        "active": found.is_active,
        "signs_in_by": ways,
        "created_at": moment(found.created_at),
    }


def key(found: ApiKey, now: datetime) -> Shape:
    """An API key, without the key itself."""
    return {
        "id": found.id,
        "object": "key",
        "name": found.name,
        "role": found.role,
        "state": "revoked" if found.revoked_at else "valid" if found.is_valid(now) else "expired",
        "created_at": moment(found.created_at),
        "expires_at": moment(found.expires_at),
        "revoked_at": moment(found.revoked_at),
    }
