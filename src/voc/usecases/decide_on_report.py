"""Decide on a report's themes: what is done and who sees to it, as long as the report is not frozen."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from voc.db.reports import get_report, hold_report, save_report
from voc.db.session import reading, transaction
from voc.domain.report_standing import NAME_LIMIT, TEXT_LIMIT, Decided, Report, check_words, require_open
from voc.errors import NotFoundError
from voc.usecases.read_report import read_begun_report, stamp_content


def decide_on_report(engine: Engine, report_id: str, theme_id: str, decision: str, owner: str, by: str, now: datetime, currency: str) -> Report:
    """Note what was decided on one of the themes to decide on. Raises NotFoundError, InputError for an empty or too long text, ConflictError once frozen."""
    said = Decided(check_words("decision", decision, TEXT_LIMIT), check_words("owner", owner, NAME_LIMIT), by, now)
    return _change(engine, report_id, theme_id, said, now, currency)


def withdraw_decision(engine: Engine, report_id: str, theme_id: str, now: datetime, currency: str) -> Report:
    """Nothing is decided on the theme. Raises NotFoundError, ConflictError once frozen."""
    return _change(engine, report_id, theme_id, None, now, currency)


def _change(engine: Engine, report_id: str, theme_id: str, said: Decided | None, now: datetime, currency: str) -> Report:
    with reading(engine) as session:
        shown = read_begun_report(session, report_id, now, currency)
    require_open(shown)
    if theme_id not in [theme["id"] for theme in shown.content.get("decide", [])] and (said or theme_id not in shown.decisions):
        raise NotFoundError(f"the report has no theme {theme_id} to decide on")
    with transaction(engine) as session:
        report = hold_report(session, report_id)
        require_open(report)
        decisions = {key: decided for key, decided in report.decisions.items() if key != theme_id} | ({theme_id: said} if said else {})
        changed = replace(report, decisions=decisions)
        save_report(session, changed if report.is_draft else stamp_content(changed))
        return get_report(session, report_id)
