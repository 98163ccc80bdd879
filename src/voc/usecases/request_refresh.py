"""Ask for a refresh or an import to be done by a worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change, begin_act
from voc.db.jobs import add_job, hold_waiting, list_open_jobs
from voc.domain.changes import ChangeKind
from voc.sources.layout import Layout
from voc.usecases.recognise_files import Delivery

IN_ORDER = timedelta(microseconds=1)  # between jobs that are to begin one after the other: workers take the oldest first


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


def request_import(
    session: Session,
    kind: str,
    path: str,
    now: datetime,
    *,
    layout: Layout,
    dry_run: bool = False,
    keep: bool = False,
    yes: bool = False,
    group: str | None = None,
    also: Mapping[str, Any] | None = None,
) -> str:
    """The id of the job that will import the file at `path`, which the job deletes when it is done, unless it is to `keep` it. A dry run changes nothing and
    so stands in no log. `yes`: also where the file looks wrong as a whole (`import_file`); `also`: what else the job's payload says."""
    said = {"kind": kind, "path": path, **layout.to_json(), "dry_run": dry_run, "keep": keep, "yes": yes, **(also or {})}
    job_id = add_job(session, "import", said, now, group_id=group)
    if dry_run:
        return job_id
    add_change(session, ChangeKind.IMPORT_REQUESTED, job_id, now, after={"kind": kind, **layout.to_json()})
    return job_id


def request_imports(session: Session, deliveries: Sequence[Delivery], now: datetime, *, dry_run: bool = False, yes: bool = False) -> list[str]:
    """The ids of the jobs that will import these, begun in their order; each is undone by itself."""
    found = []
    for place, one in enumerate(deliveries):
        begin_act(session)
        found.append(request_import(session, one.kind, str(one.path), now + place * IN_ORDER, layout=one.layout, dry_run=dry_run, yes=yes or one.yes))
    return found
