"""What people said of accounts' health."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, text, update
from sqlalchemy.orm import Session

from voc.db.tables import HealthOverrideRow
from voc.domain.health import HealthOverride

_OVERRIDE_LOCK = 7301554


def hold_override_lock(session: Session) -> None:
    """Let nobody else override until this transaction ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OVERRIDE_LOCK})


def add_override(session: Session, override: HealthOverride) -> None:
    """Keep what a person said."""
    names = [str(column.key) for column in HealthOverrideRow.__table__.columns]
    session.add(HealthOverrideRow(**{name: getattr(override, name) for name in names}))
    session.flush()


def withdraw_overrides(session: Session, account: str, withdrawn_by: str, now: datetime) -> None:
    """Let what stands for the account stand no longer."""
    standing = (HealthOverrideRow.account == account, HealthOverrideRow.withdrawn_at.is_(None), HealthOverrideRow.expires_at > now)
    session.execute(update(HealthOverrideRow).where(*standing).values(withdrawn_by=withdrawn_by, withdrawn_at=now))


def list_standing_overrides(session: Session, moment: datetime) -> dict[str, HealthOverride]:
    """What stands at a moment, or stood, by account (`acc_` id): of one that is over, what has expired or been withdrawn since is as it was then."""
    row = HealthOverrideRow
    stands = and_(row.made_at <= moment, row.expires_at > moment, or_(row.withdrawn_at.is_(None), row.withdrawn_at > moment))
    return {found.account: _value(found) for found in session.scalars(select(row).where(stands).order_by(row.made_at, row.id))}


def list_overrides_of(session: Session, account: str) -> Sequence[HealthOverride]:
    """Everything that people said of the account's health, the newest first."""
    wanted = select(HealthOverrideRow).where(HealthOverrideRow.account == account)
    return [_value(row) for row in session.scalars(wanted.order_by(HealthOverrideRow.made_at.desc(), HealthOverrideRow.id))]


def _value(row: HealthOverrideRow) -> HealthOverride:
    return HealthOverride(
        row.id, row.account, row.band, row.score, row.reason, row.made_by, row.made_at, row.expires_at, row.withdrawn_by, row.withdrawn_at
    )  # fmt: skip
