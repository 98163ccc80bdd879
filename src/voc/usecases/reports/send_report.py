"""Send a report, or word that one waits for approval: a delivery and a job for each recipient, once however often it is asked for."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.deliveries import add_delivery, list_deliveries, renew_delivery
from voc.db.jobs import add_job
from voc.db.reports import hold_report
from voc.domain.changes import ChangeKind
from voc.domain.deliveries import Delivery, Matter, Outlets, delivery_id
from voc.domain.report_standing import Report
from voc.errors import ConflictError

JOB = "deliver"


def send_again(session: Session, report_id: str, outlets: Outlets, now: datetime) -> list[str]:
    """The jobs that send a frozen report to whoever has not got it yet. Raises NotFoundError, ConflictError for what is not sent."""
    report = hold_report(session, report_id)
    if not report.is_frozen or report.key.kind != "month":
        raise ConflictError("only a month's frozen report is sent")
    jobs = send_report(session, report, "report", outlets, now)
    if jobs:
        add_change(session, ChangeKind.REPORT_CHANGED, report.id, now, after={"period": report.key.period, "version": report.version, "sent_again": len(jobs)})
    return jobs


def send_report(session: Session, report: Report, matter: Matter, outlets: Outlets, now: datetime) -> list[str]:
    """The jobs that are to be rung for. What was sent is not sent again; what failed for good gets another job."""
    before = {state.delivery.id: state for state in list_deliveries(session, report.id)}
    jobs: list[str] = []
    for channel, recipient in outlets.recipients(matter):
        key = delivery_id(report.id, matter, channel, recipient)
        known = before.get(key)
        if known is None:
            job_id = add_job(session, JOB, {"delivery_id": key}, now, key=f"deliver:{key}")
            if add_delivery(session, Delivery(key, report.id, matter, channel, recipient, job_id, None)):
                jobs.append(job_id)
        elif known.delivery.sent_at is None and known.job_state == "failed":
            job_id = add_job(session, JOB, {"delivery_id": key}, now)
            renew_delivery(session, key, job_id)
            jobs.append(job_id)
    return jobs
