"""Edit the settings that are stored: what people say comes before the environment, until they take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.session import actor_of
from voc.db.stored_settings import delete_setting, hold_settings_lock, list_stored, save_setting
from voc.domain.changes import ChangeKind
from voc.domain.stored_settings import read_setting


def edit_settings(session: Session, edits: Mapping[str, Any], now: datetime) -> None:
    """Store the values by name; None: the environment's holds again. What is stored already changes nothing. Raises InputError for what cannot be."""
    hold_settings_lock(session)
    values = {name: None if value is None else read_setting(name, value) for name, value in edits.items()}
    stored = {name: setting.value for name, setting in list_stored(session).items()}
    for name, value in values.items():
        if stored.get(name) == value:
            continue
        if value is None:
            delete_setting(session, name)
        else:
            save_setting(session, name, value, actor_of(session).name, now)
        before = {"value": stored[name]} if name in stored else {}
        add_change(session, ChangeKind.SETTING_CHANGED, name, now, before=before, after={} if value is None else {"value": value})
