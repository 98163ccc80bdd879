"""Draft the last month's report once it is due, and tell whoever approves it."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.jobs import add_job
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.deliveries import Outlets
from voc.domain.months import Month
from voc.domain.report_standing import ReportKey, due_month
from voc.errors import InputError
from voc.usecases.reports.begin_report import begin_report
from voc.usecases.reports.compute_month import compute_month
from voc.usecases.reports.send_report import send_report

JOB = "report"
SCHEDULE = "the schedule"


def add_due_report(session: Session, now: datetime, day: int) -> str | None:
    """The job that drafts last month's report, from `day` of the month on and once the ranking covers it; None where none is due.

    However many schedulers ask, a month has one key and so one job.
    """
    month, run = due_month(now, day), find_current_run(session)
    if month is None or run is None or run.as_of < month.end.replace(microsecond=0):
        return None
    return add_job(session, JOB, {"month": str(month)}, now, key=f"report:{month}")


def can_report(engine: Engine, month: str, now: datetime, currency: str) -> bool:
    """Whether there is anything to report of the month."""
    with reading(engine) as session:
        try:
            compute_month(session, Month.parse(month), now, currency)
        except InputError:
            return False
    return True


def draft_report(session: Session, month: str, now: datetime, outlets: Outlets) -> tuple[str, list[str]]:
    """The draft's id and the jobs that tell of it. Somebody who began or approved it before is not told again."""
    report = begin_report(session, ReportKey.of_month(month), SCHEDULE, now)
    return report.id, send_report(session, report, "notice", outlets, now) if report.is_draft else []
