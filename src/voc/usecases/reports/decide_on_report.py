"""Decide on a report's themes: what is done and who sees to it, as long as the report is not frozen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.reports import get_report, hold_report, save_report
from voc.domain.report_standing import NAME_LIMIT, TEXT_LIMIT, Decided, Report, check_words, require_open
from voc.errors import NotFoundError
from voc.usecases.reports.note_report import note_report
from voc.usecases.reports.read_report import stamp_content


def decide_on_report(session: Session, shown: Report, theme_id: str, decision: str, owner: str, by: str, now: datetime) -> Report:
    """Note what was decided on one of the themes to decide on of `shown`, which was read as `read_begun_report` does.

    Raises NotFoundError, InputError for an empty or too long text, ConflictError once frozen.
    """
    said = Decided(check_words("decision", decision, TEXT_LIMIT), check_words("owner", owner, NAME_LIMIT), by, now)
    if theme_id not in [theme["id"] for theme in shown.content.get("decide", [])]:
        raise NotFoundError(f"the report has no theme {theme_id} to decide on")
    return _change(session, shown.id, theme_id, said, now)


def withdraw_decision(session: Session, report_id: str, theme_id: str, now: datetime) -> Report:
    """Nothing is decided on the theme. Raises NotFoundError, ConflictError once frozen."""
    return _change(session, report_id, theme_id, None, now)


def _change(session: Session, report_id: str, theme_id: str, said: Decided | None, now: datetime) -> Report:
    report = hold_report(session, report_id)
    require_open(report)
    if said is None and theme_id not in report.decisions:
        raise NotFoundError(f"nothing is decided on {theme_id}")
    decisions = {key: decided for key, decided in report.decisions.items() if key != theme_id} | ({theme_id: said} if said else {})
    changed = replace(report, decisions=decisions)
    save_report(session, changed if report.is_draft else stamp_content(changed))
    after = get_report(session, report_id)
    note_report(session, report, after, now)
    return after
