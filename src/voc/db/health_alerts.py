"""Alerts that refreshes raised: each fall of an account's health once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, HealthAlertRow
from voc.domain.health import HealthAlert, RaisedAlert


def add_alerts(session: Session, alerts: Sequence[HealthAlert], run_id: str, raised_at: datetime) -> None:
    """Keep alerts; one that another refresh raised meanwhile stays as it is."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for a in sorted(alerts, key=lambda alert: alert.id):
        row = {
            "id": a.id, "account": a.account, "kind": a.kind, "began_on": a.began_on, "as_of": a.as_of, "raised_at": raised_at, "run_id": run_id,
            "score": a.score, "band": a.band, "score_before": a.score_before, "band_before": a.band_before, "reasons": list(a.reasons),
        }  # fmt: skip
        session.execute(insert(HealthAlertRow).values(row).on_conflict_do_nothing())


def list_told_falls(session: Session) -> dict[str, list[tuple[str, date]]]:
    """(kind, began_on) of every alert, by account."""
    found: dict[str, list[tuple[str, date]]] = {}
    for account, kind, began in session.execute(select(HealthAlertRow.account, HealthAlertRow.kind, HealthAlertRow.began_on)):
        found.setdefault(account, []).append((kind, began))
    return found


def list_alerts(
    session: Session,
    limit: int,
    after: tuple[datetime, str] | None = None,
    *,
    account: str | None = None,
    owners: Sequence[str] = (),
    since: datetime | None = None,
) -> list[RaisedAlert]:
    """The newest first, by when they were raised; `after` is the (raised_at, id) of the last alert of the page before."""
    wanted = select(HealthAlertRow, AccountRow.name, AccountRow.csm_email).outerjoin(AccountRow, AccountRow.id == HealthAlertRow.account)
    if account is not None:
        wanted = wanted.where(HealthAlertRow.account == account)
    if owners:
        wanted = wanted.where(func.lower(AccountRow.csm_email).in_([owner.lower() for owner in owners]))
    if since is not None:
        wanted = wanted.where(HealthAlertRow.raised_at >= since)
    if after:
        moment, alert_id = after
        wanted = wanted.where(or_(HealthAlertRow.raised_at < moment, and_(HealthAlertRow.raised_at == moment, HealthAlertRow.id > alert_id)))
    rows = session.execute(wanted.order_by(HealthAlertRow.raised_at.desc(), HealthAlertRow.id).limit(limit))
    return [RaisedAlert(_value(row), row.raised_at, row.run_id, name, owner) for row, name, owner in rows]


def _value(row: HealthAlertRow) -> HealthAlert:
    return HealthAlert(row.account, row.kind, row.began_on, row.as_of, row.score, row.band, row.score_before, row.band_before, tuple(row.reasons))
