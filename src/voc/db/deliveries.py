"""Deliveries: what is to be sent to whom, and when it was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.report_tables import DeliveryRow
from voc.db.service_tables import JobRow
from voc.domain.deliveries import Delivery
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """A delivery with how its job stands."""

    delivery: Delivery
    job_state: str
    attempts: int
    error: str | None


def add_delivery(session: Session, delivery: Delivery) -> bool:
    """Note that it is to be sent; False: it was noted before."""
    row = {name: getattr(delivery, name) for name in ("id", "report_id", "matter", "channel", "recipient", "job_id", "sent_at")}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return session.execute(insert(DeliveryRow).values(row).on_conflict_do_nothing().returning(DeliveryRow.id)).first() is not None


def renew_delivery(session: Session, delivery_id: str, job_id: str) -> None:
    """Another job is to send what was not sent."""
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id, DeliveryRow.sent_at.is_(None)).values(job_id=job_id))


def mark_sent(session: Session, delivery_id: str, now: datetime) -> None:
    """It was sent."""
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id, DeliveryRow.sent_at.is_(None)).values(sent_at=now))


def get_delivery(session: Session, delivery_id: str) -> Delivery:
    """The delivery of this id. Raises NotFoundError."""
    row = session.get(DeliveryRow, delivery_id)
    if row is None:
        raise NotFoundError(f"there is no delivery {delivery_id}")
    return _value(row)


def list_deliveries(session: Session, report_id: str) -> list[DeliveryState]:
    """The report's deliveries, notices first, then by channel and recipient."""
    rows = session.execute(
        select(DeliveryRow, JobRow.state, JobRow.attempts, JobRow.error)
        .outerjoin(JobRow, JobRow.id == DeliveryRow.job_id)
        .where(DeliveryRow.report_id == report_id)
        .order_by(DeliveryRow.matter, DeliveryRow.channel, DeliveryRow.recipient)
    )
    return [DeliveryState(_value(row), state or "waiting", attempts or 0, error) for row, state, attempts, error in rows]


def _value(row: DeliveryRow) -> Delivery:
    return Delivery(
        row.id,
        row.report_id,
        "notice" if row.matter == "notice" else "report",
        "slack" if row.channel == "slack" else "email",
        row.recipient,
        row.job_id,
        row.sent_at,
    )
