"""Read a report as it stands: a frozen or approved one as it was kept, a draft with the figures of now."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.reports import find_report, get_report
from voc.domain.months import Month
from voc.domain.quarters import Quarter
from voc.domain.report_standing import Report, ReportKey, ReportState, pack_content
from voc.errors import NotFoundError
from voc.rendering.report_changes import list_figures_changed
from voc.rendering.report_standing import with_standing
from voc.usecases.reports.compare_report import list_themes_changed
from voc.usecases.reports.compute_month import compute_month
from voc.usecases.reports.compute_review import compute_review


def read_report(session: Session, key: ReportKey, now: datetime, currency: str, version: int | None = None) -> Report:
    """The report of a time: its frozen version, the latest one there is, or one that nobody has begun yet.

    Raises InputError for a time that is none, lies ahead or has no feedback, NotFoundError for a version or an account that is not there.
    """
    found = find_report(session, key, version)
    if found is None and version not in (None, 1):
        raise NotFoundError(f"the report of {key.period} has no version {version}")
    return complete_report(session, found or Report(key.report_id(), key, 1, ReportState.DRAFT, "", {}, "", {}), now, currency)


def read_begun_report(session: Session, report_id: str, now: datetime, currency: str) -> Report:
    """A report that somebody began, by its id. Raises NotFoundError, and InputError as `read_report` does."""
    return complete_report(session, get_report(session, report_id), now, currency)


def complete_report(session: Session, report: Report, now: datetime, currency: str) -> Report:
    """The report with its content, which for a draft is that of now."""
    if not report.is_draft:
        return report
    key = report.key
    if key.kind == "month":
        figures = compute_month(session, Month.parse(key.period), now, currency)
    else:
        figures = compute_review(session, key.subject, Quarter.parse(key.period), now, currency)
    if report.restates:
        before = get_report(session, report.restates)
        themes = list_themes_changed(session, before) if key.kind == "month" else []
        figures["changes"] = {"figures": list_figures_changed(before.content, figures), "themes": themes}
    return stamp_content(replace(report, run_id=str(figures["run_id"]), content=figures))


def stamp_content(report: Report) -> Report:
    """The report with its standing and decisions as part of its content, and the hash over all of it."""
    content = with_standing(report.content, report)
    return replace(report, content=content, sha256=pack_content(content)[1])
