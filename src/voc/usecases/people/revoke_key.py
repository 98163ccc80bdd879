"""Revoke an API key: it, and what was signed in with it, opens nothing from now on."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.keys import revoke_key as mark_revoked
from voc.domain.changes import ChangeKind


def revoke_key(session: Session, key_id: str, now: datetime) -> None:
    """Revoking it again changes nothing. Raises NotFoundError."""
    if mark_revoked(session, key_id, now):
        add_change(session, ChangeKind.KEY_CHANGED, key_id, now, before={"revoked": False}, after={"revoked": True})
