"""Assign snippets: give them to a colleague to look after. A theme's owner is edited with the theme."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.inbox import list_owners, save_owner
from voc.db.session import actor_of
from voc.db.users import get_user
from voc.domain.changes import ChangeKind
from voc.errors import InputError, NotFoundError
from voc.usecases.curating.decide import check_snippets


def assign_snippets(session: Session, snippet_ids: Sequence[str], user_id: str | None, now: datetime) -> None:
    """They are the user's to look after, None: nobody's. Raises InputError for a snippet or a user that is none, or a user who may not sign in."""
    check_snippets(session, snippet_ids)
    name = None if user_id is None else _name_of(session, user_id)
    owners = list_owners(session, snippet_ids)
    for snippet_id in dict.fromkeys(snippet_ids):
        before = owners.get(snippet_id)
        if before == user_id:
            continue
        save_owner(session, snippet_id, user_id, actor_of(session).name, now)
        add_change(session, ChangeKind.SNIPPET_ASSIGNED, snippet_id, now, before={"user_id": before}, after={"user_id": user_id, "name": name})


def _name_of(session: Session, user_id: str) -> str:
    try:
        user = get_user(session, user_id)
    except NotFoundError as error:
        raise InputError(f"user_id: {error}") from None
    if not user.is_active:
        raise InputError(f"user_id: {user.name} may not sign in any more")
    return user.name
