"""Reports: each month's, as it was published. Added once, never changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.tables import ReportRow
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Report:
    """A month's report. `content` is all that is ever rendered of it; `published_at` None: a draft, which is stored nowhere."""

    id: str
    month: str
    published_at: datetime | None
    run_id: str
    content: Mapping[str, Any]
    sha256: str

    @property
    def is_draft(self) -> bool:
        """Whether its figures may still change."""
        return self.published_at is None


def pack_content(content: Mapping[str, Any]) -> tuple[str, str]:
    """The content as the text that is stored, and the hex SHA-256 over it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def add_report(session: Session, report: Report) -> Report:
    """Publish a month's report; the one that stands, which is another's where one was published before."""
    text, sha256 = pack_content(report.content)
    row = {"id": report.id, "month": report.month, "published_at": report.published_at, "run_id": report.run_id, "content": text, "sha256": sha256}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(ReportRow).values(row).on_conflict_do_nothing())
    return get_report(session, report.id)


def list_reports(session: Session) -> list[Report]:
    """Every published report, the latest month first."""
    return [_value(row) for row in session.scalars(select(ReportRow).order_by(ReportRow.month.desc()))]


def get_report(session: Session, report_id: str) -> Report:
    """A published report by its `rep_` id. Raises NotFoundError."""
    row = session.get(ReportRow, report_id)
    if row is None:
        raise NotFoundError(f"there is no published report {report_id}")
    return _value(row)


def find_report(session: Session, month: str) -> Report | None:
    """A month's published report."""
    row = session.scalar(select(ReportRow).where(ReportRow.month == month))
    return _value(row) if row else None


def _value(row: ReportRow) -> Report:
    return Report(row.id, row.month, row.published_at, row.run_id, json.loads(row.content), row.sha256)
