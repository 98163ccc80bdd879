"""Settings that people stored: each by its name."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from voc.db.service_tables import SettingRow
from voc.db.session import read_once
from voc.domain.stored_settings import StoredSetting

_SETTINGS_LOCK = 7301557


def hold_settings_lock(session: Session) -> None:
    """Let nobody else change settings until this transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SETTINGS_LOCK})


@read_once
def list_stored(session: Session) -> dict[str, StoredSetting]:
    """What is stored, by name."""
    return {row.name: StoredSetting(row.name, row.value, row.changed_at, row.changed_by) for row in session.scalars(select(SettingRow))}


def save_setting(session: Session, name: str, value: Any, who: str, now: datetime) -> None:
    """Store a value; it is of JSON's types."""
    session.merge(SettingRow(name=name, value=value, changed_at=now, changed_by=who))
    session.flush()


def delete_setting(session: Session, name: str) -> None:
    """Let the environment's value hold again."""
    session.execute(delete(SettingRow).where(SettingRow.name == name))
