"""Approve a report: somebody answers for its figures, which are kept from then on; or withdraw that, as long as it is not frozen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.reports import get_report, hold_report, save_report
from voc.domain.report_standing import Report, ReportState, Stamp, require_complete, require_open
from voc.errors import ConflictError
from voc.usecases.reports.note_report import note_report
from voc.usecases.reports.read_report import stamp_content


def approve_report(session: Session, shown: Report, by: str, now: datetime, seen: str | None = None) -> Report:
    """The report with the figures of `shown`, which was read as `read_begun_report` does, kept. `seen` is the hash of the content that the approver looked at.

    Approving it again changes nothing. Raises NotFoundError, and ConflictError for a time that is not over, a frozen report, or figures that have changed since
    they were looked at.
    """
    held = hold_report(session, shown.id)
    require_open(held)
    if not held.is_draft:
        return held
    require_complete(shown)
    if (seen and seen != shown.sha256) or held.decisions != shown.decisions:
        raise ConflictError("the report has changed since you looked at it: look again, then approve")
    save_report(session, stamp_content(replace(held, state=ReportState.APPROVED, run_id=shown.run_id, content=shown.content, approved=Stamp(by, now))))
    return _noted(session, held, now)


def withdraw_approval(session: Session, report_id: str, now: datetime) -> Report:
    """A draft again: its figures follow what is imported, its decisions stay. Raises NotFoundError, ConflictError for a frozen report."""
    report = hold_report(session, report_id)
    require_open(report)
    save_report(session, replace(report, state=ReportState.DRAFT, run_id="", content={}, sha256="", approved=None))
    return _noted(session, report, now)


def _noted(session: Session, before: Report, now: datetime) -> Report:
    after = get_report(session, before.id)
    note_report(session, before, after, now)
    return after
