"""The sample company: a made-up year to try the pages with, brought in by a click and thrown away by another."""

from datetime import datetime
from importlib import resources
from pathlib import Path

from sqlalchemy.orm import Session

import voc
from voc.db.changes import begin_act, find_request, get_change
from voc.db.import_counts import count_kinds
from voc.db.import_journal import list_journaled
from voc.db.jobs import OPEN, Job, list_group
from voc.domain.roles import Principal
from voc.errors import ConflictError, NotFoundError
from voc.sources.layout import AS_IT_IS
from voc.usecases.feedback.request_import import IN_ORDER, request_import
from voc.usecases.undo_change import undo_change

FILES = (
    ("fx", "fx.csv"), ("accounts", "accounts.csv"), ("arr", "arr.csv"), ("opportunities", "opportunities.csv"), ("signals", "signals.csv"), ("catalogue",
    "catalogue.csv"),
    ("feedback", "feedback.jsonl"),
)  # fmt: skip
AS_OF = "2026-10-31"  # the last day of its year
_LAST_MOMENT = f"{AS_OF}T23:59:59.999999+00:00"
_GROUP = "sample"  # of its jobs


def find_sample() -> Path:
    """The folder of its files: in the package, in a checkout beside it. Raises NotFoundError."""
    packaged = Path(str(resources.files("voc") / "sample"))
    for folder in (packaged, Path(voc.__file__).parents[2] / "fixtures"):
        if (folder / FILES[-1][1]).is_file():
            return folder
    raise NotFoundError("the sample company is not installed here")


def is_empty(session: Session) -> bool:
    """Whether neither accounts nor feedback are there."""
    counts = count_kinds(session)
    return not counts["accounts"] and not counts["feedback"]


def request_sample(session: Session, now: datetime) -> list[str]:
    """The ids of the jobs that bring the sample company in; the last one's end asks for a ranking as of the end of its year.

    Raises ConflictError where there is something else, which it would be mixed with, or where it comes in already.
    """
    if not is_empty(session) or any(job.state in OPEN for job in list_group(session, _GROUP)):
        raise ConflictError("the sample company is for an empty database: it would be mixed with what is there")
    folder, found = find_sample(), []
    for place, (kind, name) in enumerate(FILES):
        begin_act(session)
        then = {"then_refresh": _LAST_MOMENT} if kind == FILES[-1][0] else {}
        found.append(request_import(session, kind, str(folder / name), now + place * IN_ORDER, layout=AS_IT_IS, keep=True, group=_GROUP, also=then))
    return found


def has_sample(session: Session) -> bool:
    """Whether the sample company is there, or on its way."""
    jobs = list_group(session, _GROUP)
    return any(job.state in OPEN for job in jobs) or bool(_list_acts(session, jobs))


def throw_sample_away(session: Session, asker: Principal, now: datetime) -> str | None:
    """Take back what was brought in of the sample company, the last first. The id of the job that makes the figures without it.

    Raises ConflictError where it is still coming in, or where people have built on it.
    """
    jobs = list_group(session, _GROUP)
    if any(job.state in OPEN for job in jobs):
        raise ConflictError("the sample company is still coming in: throw it away once it is there")
    job_id = None
    for act in _list_acts(session, jobs):
        begin_act(session)
        job_id = undo_change(session, act, asker, now) or job_id
    return job_id


def _list_acts(session: Session, jobs: list[Job]) -> list[str]:
    """The changes by which its jobs brought something in that nobody has taken back, the last first."""
    asked = [act for job in sorted(jobs, key=lambda job: job.created_at, reverse=True) if (act := find_request(session, job.id))]
    journaled = list_journaled(session, tuple(asked)) if asked else ()
    return [act for act in asked if act in journaled and get_change(session, act).undone_at is None]
