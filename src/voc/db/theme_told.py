"""Whom somebody told that what they asked for has shipped."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voc.db.tables import ThemeToldRow


@dataclass(frozen=True, slots=True)
class Told:
    """Who told an account, and when."""

    told_by: str
    told_at: datetime


def list_told(session: Session, theme_id: str) -> dict[str, Told]:
    """Those that were told of the theme, by `acc_` id."""
    rows = session.scalars(select(ThemeToldRow).where(ThemeToldRow.theme_id == theme_id).order_by(ThemeToldRow.account))
    return {row.account: Told(row.told_by, row.told_at) for row in rows}


def save_told(session: Session, theme_id: str, account: str, told: Told | None) -> None:
    """Note that the account was told, None: that it was not."""
    session.execute(delete(ThemeToldRow).where(ThemeToldRow.theme_id == theme_id, ThemeToldRow.account == account))
    if told is not None:
        session.add(ThemeToldRow(theme_id=theme_id, account=account, told_by=told.told_by, told_at=told.told_at))
    session.flush()
