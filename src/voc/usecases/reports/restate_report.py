"""Restate a frozen report: begin the next version of it, which says what changed and why. The old one stays as it is."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.reports import add_report, hold_report, list_versions
from voc.domain.report_standing import TEXT_LIMIT, Report, ReportState, Stamp, check_words
from voc.errors import ConflictError
from voc.usecases.reports.note_report import note_report


def restate_report(session: Session, report_id: str, reason: str, by: str, now: datetime) -> Report:
    """The draft of the restatement. Raises NotFoundError, InputError without a reason, ConflictError where the report is not the latest, or not frozen."""
    said, report = check_words("reason", reason, TEXT_LIMIT), hold_report(session, report_id)
    if not report.is_frozen:
        raise ConflictError("only a frozen report is restated: this one may still be changed")
    latest = list_versions(session, report.key)[0]
    if latest.id != report.id:
        raise ConflictError(f"version {latest.version} restates it already: {'restate that one' if latest.is_frozen else 'approve and freeze that one first'}")
    version = report.version + 1
    draft = Report(
        report.key.report_id(version), report.key, version, ReportState.DRAFT, "", {}, "", report.decisions, Stamp(by, now), restates=report.id, reason=said
    )
    begun = add_report(session, draft)
    note_report(session, None, begun, now)
    return begun
