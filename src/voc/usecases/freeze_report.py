"""Freeze an approved report: its content and its files are kept as they are, for ever, and it is sent to whoever gets it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from voc.db.report_files import add_report_file
from voc.db.reports import get_report, hold_report, save_report
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.domain.report_standing import Report, ReportState, Stamp
from voc.errors import ConflictError, UnavailableError
from voc.rendering.report_files import FORMS, render_file
from voc.usecases.read_report import stamp_content
from voc.usecases.send_report import send_report


def freeze_report(engine: Engine, report_id: str, by: str, now: datetime, outlets: Outlets) -> tuple[Report, list[str]]:
    """The frozen report, and the jobs that send it: they are to be rung for. Freezing it again changes nothing.

    Raises NotFoundError, ConflictError where nobody approved it or it changed meanwhile.
    """
    with reading(engine) as session:
        approved = get_report(session, report_id)
    if approved.is_frozen:
        return approved, []
    if approved.is_draft:
        raise ConflictError("approve the report first: what is frozen, somebody answers for")
    frozen = stamp_content(replace(approved, state=ReportState.FROZEN, frozen=Stamp(by, now)))
    files = _render(frozen)  # seconds for the PDF: not while others wait for the row
    with transaction(engine) as session:
        held = hold_report(session, report_id)
        if held.is_frozen:
            return held, []
        if held.sha256 != approved.sha256:
            raise ConflictError("the report was changed while it was to be frozen: look again, then freeze")
        save_report(session, frozen)
        for form, body in files.items():
            add_report_file(session, report_id, form, body)
        jobs = send_report(session, frozen, "report", outlets, now) if frozen.key.kind == "month" else []  # a review is for its account's team
        return get_report(session, report_id), jobs


def _render(report: Report) -> dict[str, bytes]:
    files = {}
    for form in FORMS:
        try:
            files[form] = render_file(report.content, form)
        except UnavailableError:  # no WeasyPrint here: its first reader elsewhere has the file made, once
            continue
    return files
