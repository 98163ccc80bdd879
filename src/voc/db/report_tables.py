"""The tables of reports: how each stands, its files, and where it went."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from voc.db.tables import Base, Id


class ReportRow(Base):
    """A report: a month's, or an account's review of a quarter (`kind`, `period`, `subject`: an `acc_` id or ""). Never updated once it is frozen.

    `content` is NULL for a draft; `decisions` maps theme ids to what people decided of them.
    """

    __tablename__ = "report"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    period: Mapped[str] = mapped_column(String(10), index=True)
    subject: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    run_id: Mapped[str | None] = mapped_column(Id)
    content: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None]
    decisions: Mapped[dict[str, Any]]
    restates: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str | None] = mapped_column(Text)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    frozen_by: Mapped[str | None]
    frozen_at: Mapped[datetime | None]

    # However many schedulers tick and people click, a month has one report, and a version one row.
    __table_args__ = (Index("uq_report_kind", "kind", "subject", "period", "version", unique=True),)


class ReportFileRow(Base):
    """A frozen report as one file, rendered once: the same bytes for ever. `form`: html, md, pdf, json."""

    __tablename__ = "report_file"
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("report.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(10), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]


class DeliveryRow(Base):
    """A report, or word of one (`matter`: report, notice), to one recipient by one channel (email, slack); the id comes from all four. `sent_at`: once."""

    __tablename__ = "delivery"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("report.id"), index=True)
    matter: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str]
    job_id: Mapped[str] = mapped_column(Id)
    sent_at: Mapped[datetime | None]
