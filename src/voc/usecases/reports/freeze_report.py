"""Freeze an approved report: its content and its files are kept as they are, for ever, and it is sent to whoever gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.report_files import add_report_file
from voc.db.reports import get_report, hold_report, save_report
from voc.db.session import reading
from voc.domain.deliveries import Outlets
from voc.domain.report_standing import Report, ReportState, Stamp, require_approved
from voc.errors import ConflictError, UnavailableError
from voc.rendering.report_files import FORMS, render_file
from voc.usecases.reports.note_report import note_report
from voc.usecases.reports.read_report import stamp_content
from voc.usecases.reports.send_report import send_report


@dataclass(frozen=True, slots=True)
class ToFreeze:
    """A report as it will be frozen, with its files, and the hash of the approved content that it was made of."""

    report: Report
    files: Mapping[str, bytes]
    approved_sha256: str


def prepare_freeze(engine: Engine, report_id: str, by: str, now: datetime) -> ToFreeze:
    """Render the files, which takes seconds, before anybody waits for the row. Raises NotFoundError, ConflictError where nobody approved the report."""
    with reading(engine) as session:
        report = get_report(session, report_id)
    if report.is_frozen:
        return ToFreeze(report, {}, report.sha256)
    require_approved(report)
    frozen = stamp_content(replace(report, state=ReportState.FROZEN, frozen=Stamp(by, now)))
    return ToFreeze(frozen, _render(frozen), report.sha256)


def freeze_report(session: Session, prepared: ToFreeze, now: datetime, outlets: Outlets) -> tuple[Report, list[str]]:
    """The frozen report, and the jobs that send it: they are to be rung for. Freezing it again changes nothing.

    Raises ConflictError where it was changed while its files were rendered.
    """
    held, frozen = hold_report(session, prepared.report.id), prepared.report
    if held.is_frozen:
        return held, []
    if held.sha256 != prepared.approved_sha256:
        raise ConflictError("the report was changed while it was to be frozen: look again, then freeze")
    save_report(session, frozen)
    for form, body in prepared.files.items():
        add_report_file(session, frozen.id, form, body)
    note_report(session, held, get_report(session, frozen.id), now)
    # A review is for its account's team alone.
    return get_report(session, frozen.id), send_report(session, frozen, "report", outlets, now) if frozen.key.kind == "month" else []


def _render(report: Report) -> dict[str, bytes]:
    files = {}
    for form in FORMS:
        try:
            files[form] = render_file(report.content, form)
        except UnavailableError:  # no WeasyPrint here: whoever first asks for the PDF where there is one has it made, once
            continue
    return files
