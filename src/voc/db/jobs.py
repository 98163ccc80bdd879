"""Jobs: the truth about background work. The broker only rings; whoever claims a job's row may do it, and only the holder of the lease may finish it.

`state`: waiting -> running -> done or failed. A job whose work goes on in others is parked until the last of them finishes it.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from voc.db.service_tables import JobRow
from voc.domain.ids import derive_id, new_id
from voc.errors import ConflictError, NotFoundError

OPEN = ("waiting", "running", "parked")


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands."""

    id: str
    kind: str
    state: str
    payload: Mapping[str, Any]
    group_id: str | None
    attempts: int
    lease_token: str | None
    progress: Mapping[str, Any]
    result: Mapping[str, Any]
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class LostLeaseError(ConflictError):
    """Another worker has this job by now: what this one did must not count."""


def add_job(session: Session, kind: str, payload: Mapping[str, Any], now: datetime, *, key: str | None = None, group_id: str | None = None) -> str:
    """Note work to be done, in the transaction of what caused it; the job's id. A second job under the same `key` is the first one."""
    job_id = derive_id("job", key) if key else new_id("job")
    row = {
        "id": job_id, "kind": kind, "state": "waiting", "payload": dict(payload), "key": key, "group_id": group_id, "attempts": 0, "lease_until": None,
        "lease_token": None, "progress": {}, "result": {}, "error": None, "created_at": now, "finished_at": None,
    }  # fmt: skip
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    # Two that add the same at once: the database decides, and neither fails.
    session.execute(insert(JobRow).values(row).on_conflict_do_nothing())
    return job_id


def claim_job(session: Session, job_id: str, now: datetime, lease_seconds: int) -> Job | None:
    """Take the job, with a lease; None where it is done, taken or unknown."""
    free = or_(JobRow.state == "waiting", and_(JobRow.state == "running", JobRow.lease_until < now))
    row = session.scalar(select(JobRow).where(JobRow.id == job_id, free).with_for_update(skip_locked=True))
    if row is None:
        return None
    row.state, row.attempts, row.error = "running", row.attempts + 1, None
    row.lease_token, row.lease_until = secrets.token_hex(16), now + timedelta(seconds=lease_seconds)
    session.flush()
    return _value(row)


def renew_lease(session: Session, job: Job, until: datetime, progress: Mapping[str, Any]) -> bool:
    """Keep the job a while longer and say how far it is; False: it is no longer ours."""
    renewed = session.execute(_ours(job).values(lease_until=until, progress=dict(progress)).returning(JobRow.id)).first()
    return renewed is not None


def finish_job(session: Session, job: Job, now: datetime, result: Mapping[str, Any]) -> None:
    """Done, in the transaction that holds the result. Raises LostLeaseError, which undoes that transaction."""
    _settle(session, job, state="done", result=dict(result), finished_at=now, lease_until=None)


def park_job(session: Session, job: Job) -> None:
    """The work goes on in the jobs of this job's group. Raises LostLeaseError."""
    _settle(session, job, state="parked", lease_until=None)


def retry_job(session: Session, job: Job, now: datetime, error: str, *, final: bool) -> None:
    """It went wrong: to be tried again, or for good where `final`. A job that is no longer ours is left alone."""
    state = {"state": "failed", "finished_at": now} if final else {"state": "waiting"}
    session.execute(_ours(job).values(**state, error=error, lease_until=None))


def finish_parked(session: Session, job_id: str, now: datetime, *, result: Mapping[str, Any] | None = None, error: str | None = None) -> None:
    """End a parked job: done with its group's result, or failed with the error of one of them."""
    ended = {"state": "failed" if error else "done", "error": error, "result": dict(result or {}), "finished_at": now}
    session.execute(update(JobRow).where(JobRow.id == job_id, JobRow.state == "parked").values(**ended))


def give_up_jobs(session: Session, now: datetime, attempts: int) -> list[Job]:
    """Fail the jobs whose workers died as often as a job is tried; which those were."""
    lost = session.scalars(
        select(JobRow).where(JobRow.state == "running", JobRow.lease_until < now, JobRow.attempts >= attempts).with_for_update(skip_locked=True)
    ).all()
    for row in lost:
        row.state, row.error, row.finished_at = "failed", f"its worker died {row.attempts} times", now
    session.flush()
    return [_value(row) for row in lost]


def list_ringable(session: Session, now: datetime, limit: int = 100) -> list[str]:
    """The jobs that nobody works on: waiting, or with a lease that ran out; the oldest first."""
    nobody = or_(JobRow.state == "waiting", and_(JobRow.state == "running", JobRow.lease_until < now))
    return list(session.scalars(select(JobRow.id).where(nobody).order_by(JobRow.created_at, JobRow.id).limit(limit)))


def get_job(session: Session, job_id: str) -> Job:
    """The job of this id. Raises NotFoundError."""
    row = session.get(JobRow, job_id)
    if row is None:
        raise NotFoundError(f"there is no job {job_id}")
    return _value(row)


def find_job(session: Session, job_id: str) -> Job | None:
    """The job of this id, where there is one."""
    row = session.get(JobRow, job_id)
    return _value(row) if row else None


def list_open_jobs(session: Session, kind: str) -> list[Job]:
    """The jobs of a kind that have not ended, the oldest first."""
    return [_value(row) for row in session.scalars(select(JobRow).where(JobRow.kind == kind, JobRow.state.in_(OPEN)).order_by(JobRow.created_at))]


def list_jobs(session: Session, kinds: Sequence[str], limit: int, after: tuple[datetime, str] | None = None) -> list[Job]:
    """The newest jobs of these kinds first (none: of all); `after` is the (created_at, id) of the last job of the page before."""
    wanted = select(JobRow).order_by(JobRow.created_at.desc(), JobRow.id).limit(limit)
    if kinds:
        wanted = wanted.where(JobRow.kind.in_(kinds))
    if after:
        moment, job_id = after
        wanted = wanted.where(or_(JobRow.created_at < moment, and_(JobRow.created_at == moment, JobRow.id > job_id)))
    return [_value(row) for row in session.scalars(wanted)]


def find_open_job(session: Session, kinds: Sequence[str]) -> Job | None:
    """The latest job of these kinds that has not ended."""
    wanted = select(JobRow).where(JobRow.kind.in_(kinds), JobRow.state.in_(OPEN)).order_by(JobRow.created_at.desc(), JobRow.id).limit(1)
    row = session.scalars(wanted).first()
    return _value(row) if row else None


def hold_waiting(session: Session, job_id: str) -> bool:
    """Whether the job still waits; no worker takes it before this transaction ends, so that it will read what this transaction writes."""
    return session.scalar(select(JobRow.id).where(JobRow.id == job_id, JobRow.state == "waiting").with_for_update()) is not None


def list_group(session: Session, group_id: str) -> list[Job]:
    """The jobs of a group."""
    return [_value(row) for row in session.scalars(select(JobRow).where(JobRow.group_id == group_id))]


def count_group(session: Session, group_id: str) -> dict[str, int]:
    """How many jobs of a group are in each state."""
    return dict(session.execute(select(JobRow.state, func.count()).where(JobRow.group_id == group_id).group_by(JobRow.state)).all())


def find_oldest_waiting(session: Session) -> datetime | None:
    """Since when the oldest job has waited; None: none waits."""
    return session.scalar(select(func.min(JobRow.created_at)).where(JobRow.state == "waiting"))


def count_jobs(session: Session) -> dict[str, int]:
    """How many jobs are in each state."""
    return dict(session.execute(select(JobRow.state, func.count()).group_by(JobRow.state)).all())


def _ours(job: Job) -> Update:
    return update(JobRow).where(JobRow.id == job.id, JobRow.state == "running", JobRow.lease_token == job.lease_token)


def _settle(session: Session, job: Job, **values: Any) -> None:
    settled = session.execute(_ours(job).values(**values).returning(JobRow.id)).first()
    if settled is None:
        raise LostLeaseError(f"job {job.id} was given to another worker")


def _value(row: JobRow) -> Job:
    return Job(
        row.id,
        row.kind,
        row.state,
        row.payload,
        row.group_id,
        row.attempts,
        row.lease_token,
        row.progress,
        row.result,
        row.error,
        row.created_at,
        row.finished_at,
    )
