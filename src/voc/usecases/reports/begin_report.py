"""Begin a report: its draft has an id from then on, and people may note decisions on it. Beginning it again begins nothing."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.reports import add_report, find_report
from voc.domain.report_standing import Report, ReportKey, ReportState, Stamp
from voc.usecases.reports.note_report import note_report


def begin_report(session: Session, key: ReportKey, by: str, now: datetime) -> Report:
    """The report that stands; a new draft where there was none. The content of a draft is left out."""
    draft = Report(key.report_id(), key, 1, ReportState.DRAFT, "", {}, "", {}, Stamp(by, now))
    if found := find_report(session, key):
        return found
    begun = add_report(session, draft)
    if begun.opened == draft.opened:  # else somebody else began it just now
        note_report(session, None, begun, now)
    return begun
