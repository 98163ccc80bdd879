"""Keep jobs going: ring again for what waits, give up what kills its workers, start what is due.

Safe to run anywhere, as often as one likes, by any number at once.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from voc.db.feedback_reading import has_feedback
from voc.db.jobs import add_job, give_up_jobs, list_open_jobs, list_ringable
from voc.db.runs import find_current_run
from voc.db.session import transaction
from voc.usecases.reports.draft_report import add_due_report
from voc.usecases.shared.request_refresh import refresh_payload
from voc.usecases.work_job import fail_group


def keep_jobs(
    engine: Engine,
    ring: Callable[[str], object],
    *,
    attempts: int,
    refresh_every_hours: int,
    report_day: int = 0,
    keep_feedback_months: int = 0,
    now: datetime | None = None,
) -> int:
    """One tick; how many jobs it rang for."""
    now = now or datetime.now(UTC)
    with transaction(engine) as session:
        for job in give_up_jobs(session, now, attempts):
            fail_group(session, job, "a worker died again and again over it")
        if refresh_every_hours and has_feedback(session) and not list_open_jobs(session, "refresh"):
            current = find_current_run(session)
            period = timedelta(hours=refresh_every_hours)
            if current is None or now - current.started_at >= period:
                # However many schedulers tick, a period has one key and so one refresh.
                add_job(session, "refresh", refresh_payload(now), now, key=f"refresh:{refresh_every_hours}h:{int(now.timestamp() // period.total_seconds())}")
        add_due_report(session, now, report_day)
        if keep_feedback_months:
            add_job(session, "erase_old", {"months": keep_feedback_months}, now, key=f"erase_old:{keep_feedback_months}:{now:%Y-%m-%d}")
        waiting = list_ringable(session, now)
    for job_id in waiting:
        ring(job_id)
    return len(waiting)
