"""Ask for a refresh to be done by a worker."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.jobs import add_job, hold_waiting, list_open_jobs
from voc.domain.changes import ChangeKind


def refresh_payload(as_of: datetime, *, full: bool = False, anyway: bool = False) -> dict[str, Any]:
    """What a refresh job carries."""
    return {"as_of": as_of.isoformat(), "full": full, **({"anyway": True} if anyway else {})}


def request_refresh(session: Session, as_of: datetime, now: datetime, *, full: bool = False, to_read: bool = False, anyway: bool = False) -> str:
    """The id of the job that will refresh. One that waits, or that is under way for the same as_of, is that job: asking again and again queues nothing.

    An `as_of` of now asks for whatever is there when the job begins, so a job that still waits serves it too. With `to_read` the job is to read what this
    transaction writes, so one that is under way does not serve. `anyway` publishes a run that its quality card would hold back.
    """
    payload = refresh_payload(as_of, full=full, anyway=anyway)
    for job in list_open_jobs(session, "refresh"):
        same_moment = job.payload == payload
        both_now = as_of == now and job.state == "waiting" and not full and not anyway and job.payload["as_of"] == job.created_at.isoformat()
        if (same_moment or both_now) and (not to_read or hold_waiting(session, job.id)):
            return job.id
    job_id = add_job(session, "refresh", payload, now)
    if not to_read:  # else it follows from a change that stands in the log itself
        add_change(session, ChangeKind.REFRESH_REQUESTED, job_id, now, after=payload)
    return job_id
