"""Reports as they are kept: begun, approved, frozen. A frozen one is never changed again."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.report_tables import ReportRow
from voc.db.session import read_once
from voc.domain.report_standing import Decided, Report, ReportKey, ReportState, Stamp, pack_content
from voc.errors import ConflictError, NotFoundError


def add_report(session: Session, report: Report) -> Report:
    """Begin a draft; the one that stands, which is another's where somebody began it before."""
    assert report.opened is not None
    row = {
        "id": report.id, "kind": report.key.kind, "period": report.key.period, "subject": report.key.subject, "version": report.version,
        "opened_by": report.opened.by, "opened_at": report.opened.at, "restates": report.restates, "reason": report.reason, **_changing(report),
    }  # fmt: skip
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(ReportRow).values(row).on_conflict_do_nothing())
    return get_report(session, report.id)


def save_report(session: Session, report: Report) -> None:
    """Write how a report stands now. Raises ConflictError where it was frozen meanwhile."""
    changed = update(ReportRow).where(ReportRow.id == report.id, ReportRow.state != ReportState.FROZEN).values(**_changing(report)).returning(ReportRow.id)
    if session.execute(changed).first() is None:
        raise ConflictError(f"the report of {report.key.period} is frozen: nothing of it changes any more")
    session.expire_all()


def hold_report(session: Session, report_id: str) -> Report:
    """The report; nobody else changes it before this transaction ends. Raises NotFoundError."""
    wanted = select(ReportRow).where(ReportRow.id == report_id).with_for_update()
    return _value(_found(session.scalar(wanted, execution_options={"populate_existing": True}), report_id))


def get_report(session: Session, report_id: str) -> Report:
    """A report that somebody began, by its `rep_` id; the content of a draft is empty. Raises NotFoundError."""
    return _value(_found(session.get(ReportRow, report_id), report_id))


def find_report(session: Session, key: ReportKey, version: int | None = None) -> Report | None:
    """The version of the report; without one the latest that is frozen, else the latest."""
    versions = list_versions(session, key)
    if version is not None:
        return next((r for r in versions if r.version == version), None)
    return next((r for r in versions if r.is_frozen), versions[0] if versions else None)


@read_once
def list_versions(session: Session, key: ReportKey) -> list[Report]:
    """Every version of the report, the latest first."""
    of_key = (ReportRow.kind == key.kind, ReportRow.period == key.period, ReportRow.subject == key.subject)
    return [_value(row) for row in session.scalars(select(ReportRow).where(*of_key).order_by(ReportRow.version.desc()))]


def list_reports(session: Session, kind: str | None = None) -> list[Report]:
    """Every report that somebody began, the latest time and version first."""
    wanted = select(ReportRow).order_by(ReportRow.period.desc(), ReportRow.kind, ReportRow.subject, ReportRow.version.desc())
    return [_value(row) for row in session.scalars(wanted.where(ReportRow.kind == kind) if kind else wanted)]


def _found(row: ReportRow | None, report_id: str) -> ReportRow:
    if row is None:
        raise NotFoundError(f"there is no report {report_id}")
    return row


def _changing(report: Report) -> dict[str, Any]:
    return {
        "state": report.state,
        "run_id": report.run_id or None,
        "content": None if report.is_draft else pack_content(report.content)[0],
        "sha256": None if report.is_draft else report.sha256,
        "decisions": {key: {**asdict(d), "at": d.at.isoformat()} for key, d in report.decisions.items()},
        "approved_by": report.approved.by if report.approved else None,
        "approved_at": report.approved.at if report.approved else None,
        "frozen_by": report.frozen.by if report.frozen else None,
        "frozen_at": report.frozen.at if report.frozen else None,
    }


def _value(row: ReportRow) -> Report:
    return Report(
        id=row.id,
        key=ReportKey("review" if row.kind == "review" else "month", row.period, row.subject),
        version=row.version,
        state=ReportState(row.state),
        run_id=row.run_id or "",
        content=json.loads(row.content) if row.content else {},
        sha256=row.sha256 or "",
        decisions={key: Decided(d["decision"], d["owner"], d["by"], datetime.fromisoformat(d["at"])) for key, d in row.decisions.items()},
        opened=Stamp(row.opened_by, row.opened_at),
        approved=_stamp(row.approved_by, row.approved_at),
        frozen=_stamp(row.frozen_by, row.frozen_at),
        restates=row.restates,
        reason=row.reason,
    )


def _stamp(by: str | None, at: datetime | None) -> Stamp | None:
    return Stamp(by, at) if by is not None and at is not None else None
