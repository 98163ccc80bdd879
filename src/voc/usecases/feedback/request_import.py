"""Ask for files to be imported by a worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change, begin_act
from voc.db.jobs import add_job
from voc.domain.changes import ChangeKind
from voc.sources.layout import Layout
from voc.usecases.feedback.recognise_files import Delivery

IN_ORDER = timedelta(microseconds=1)  # between jobs that are to begin one after the other: workers take the oldest first


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
