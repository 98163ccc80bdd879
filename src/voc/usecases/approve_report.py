"""Approve a report: somebody answers for its figures, which are kept from then on; or withdraw that, as long as it is not frozen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.reports import get_report, hold_report, save_report
from voc.db.session import reading, transaction
from voc.domain.report_standing import Report, ReportState, Stamp, require_complete, require_open
from voc.errors import ConflictError
from voc.usecases.read_report import read_begun_report, stamp_content


def approve_report(engine: Engine, report_id: str, by: str, now: datetime, currency: str, seen: str | None = None) -> Report:
    """The report with its figures of now, kept. `seen` is the hash of the content that the approver looked at.

    Raises NotFoundError, InputError as `read_report` does, and ConflictError for a time that is not over, a frozen report, or figures that have changed since
    they were looked at.
    """
    with reading(engine) as session:
        report = read_begun_report(session, report_id, now, currency)
    require_open(report)
    if not report.is_draft:
        return report
    require_complete(report)
    if seen and seen != report.sha256:
        raise ConflictError("the figures have changed since you looked at them: look again, then approve")
    with transaction(engine) as session:
        held = hold_report(session, report_id)
        require_open(held)
        if held.is_draft:
            approved = replace(held, state=ReportState.APPROVED, run_id=report.run_id, content=report.content, approved=Stamp(by, now))
            save_report(session, stamp_content(approved))
        return get_report(session, report_id)


def withdraw_approval(session: Session, report_id: str) -> Report:
    """A draft again: its figures follow what is imported, its decisions stay. Raises NotFoundError, ConflictError for a frozen report."""
    report = hold_report(session, report_id)
    require_open(report)
    save_report(session, replace(report, state=ReportState.DRAFT, run_id="", content={}, sha256="", approved=None))
    return get_report(session, report_id)
