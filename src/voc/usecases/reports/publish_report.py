"""Publish a month's report: approve it and freeze it in one step. From then on these figures stand, whatever is imported or refreshed later."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from voc.db.reports import hold_report
from voc.db.session import reading, transaction
from voc.domain.changes import COMMAND_LINE
from voc.domain.deliveries import Outlets
from voc.domain.report_standing import Report, ReportKey
from voc.errors import InputError
from voc.rendering.report import render_markdown
from voc.rendering.report_files import write_file
from voc.usecases.reports.approve_report import approve_report
from voc.usecases.reports.begin_report import begin_report
from voc.usecases.reports.freeze_report import freeze_report, prepare_freeze
from voc.usecases.reports.read_report import read_report
from voc.usecases.reports.read_report_file import file_of

FILES = (".html", ".md", ".pdf", ".json")


def publish_report(engine: Engine, month: str, now: datetime, currency: str, outlets: Outlets | None = None) -> Report:
    """The month's frozen report, frozen now where the month is over and the ranking covers it; else a draft.

    Of two that publish at once one's report stands and both get it. Raises InputError as `read_report` does.
    """
    key = ReportKey.of_month(month)
    with reading(engine) as session:
        found = read_report(session, key, now, currency)
    if found.is_frozen or not found.is_complete:
        return found
    by = COMMAND_LINE.name
    with transaction(engine, COMMAND_LINE) as session:
        begin_report(session, key, by, now)
        if hold_report(session, found.id).is_draft:
            approve_report(session, found, by, now)
    prepared = prepare_freeze(engine, found.id, by, now)
    with transaction(engine, COMMAND_LINE) as session:
        return freeze_report(session, prepared, now, outlets or Outlets())[0]


def write_report(engine: Engine, month: str, out: Path | None, now: datetime, currency: str, outlets: Outlets | None = None) -> tuple[Report, str]:
    """Publish and write the month's report to a .html, .md, .pdf or .json file; the report and its Markdown text.

    Raises InputError for another ending, UnavailableError.
    """
    if out is not None and out.suffix not in FILES:
        raise InputError(f"{out.name}: write to a file that ends in {', '.join(FILES[:-1])} or {FILES[-1]}")
    report = publish_report(engine, month, now, currency, outlets=outlets)
    if out is not None:
        write_file(out, file_of(engine, report, out.suffix[1:]))
    return report, render_markdown(report.content)
