"""Read a report as a file: a frozen one's as it is kept, the same bytes for ever; any other's as it would be now."""

from datetime import datetime

from sqlalchemy import Engine

from voc.db.report_files import add_report_file, find_report_file
from voc.db.session import reading, transaction
from voc.domain.report_standing import Report
from voc.rendering.report_files import render_file
from voc.usecases.reports.read_report import read_begun_report


def read_report_file(engine: Engine, report_id: str, form: str, now: datetime, currency: str) -> tuple[Report, bytes]:
    """The report and its html, md, pdf or json. Raises NotFoundError, InputError as `read_report` does, UnavailableError for a PDF without WeasyPrint."""
    with reading(engine) as session:
        report = read_begun_report(session, report_id, now, currency)
    return report, file_of(engine, report, form)


def file_of(engine: Engine, report: Report, form: str) -> bytes:
    """The report's file. One that an older version froze, or that was frozen without WeasyPrint, gets its file now, and it is kept."""
    if not report.is_frozen:
        return render_file(report.content, form)
    with reading(engine) as session:
        kept = find_report_file(session, report.id, form)
    if kept is not None:
        return kept
    body = render_file(report.content, form)
    with transaction(engine) as session:
        return add_report_file(session, report.id, form, body)
