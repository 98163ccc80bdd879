"""Edit a user: name, role, whether they may sign in. A user is never deleted, for the audit log names them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.users import User, count_admins, end_sessions, get_user, hold_users_lock, save_user
from voc.domain.changes import ChangeKind
from voc.domain.roles import Role, find_role
from voc.errors import ConflictError, InputError
from voc.usecases.people.add_user import read_name


def edit_user(session: Session, user_id: str, edits: Mapping[str, Any], now: datetime) -> User:
    """Change the fields that are given: name, role, active. Who may no longer sign in is signed out at once.

    Raises NotFoundError, InputError, ConflictError where no admin would be left.
    """
    hold_users_lock(session)
    user = get_user(session, user_id)
    changes: dict[str, Any] = {}
    if "name" in edits:
        changes["name"] = read_name(str(edits["name"]))
    if "role" in edits:
        changes["role"] = str(find_role(str(edits["role"])))
    if "active" in edits:
        if not isinstance(edits["active"], bool):
            raise InputError("active: true or false")
        if edits["active"] != user.is_active:
            changes["disabled_at"] = None if edits["active"] else now
    changes = {name: value for name, value in changes.items() if getattr(user, name) != value}
    if not changes:
        return user
    save_user(session, user_id, changes)
    was_admin = user.role == Role.ADMIN and user.is_active
    if was_admin and count_admins(session) == 0:
        raise ConflictError("this is the last admin: make somebody else an admin first")
    edited = get_user(session, user_id)
    if not edited.is_active:
        end_sessions(session, user_id)
    add_change(session, ChangeKind.USER_EDITED, user_id, now, before=_facts(user, changes), after=_facts(edited, changes))
    return edited


def _facts(user: User, changes: Mapping[str, Any]) -> dict[str, Any]:
    facts = {"name": user.name, "role": user.role, "active": user.is_active}
    return {name: facts[name] for name in facts if name in changes or (name == "active" and "disabled_at" in changes)}
