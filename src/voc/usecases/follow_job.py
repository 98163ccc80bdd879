"""How far a job is: which step of how many, which part of the step, and how long the step will take."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.jobs import Job, find_job, list_group
from voc.domain.ids import derive_id

STEPS = ("split", "embed", "theme", "score", "publish")  # of a refresh
_SOONEST = 3.0  # seconds into a step, before which nobody can tell how long it takes


@dataclass(frozen=True, slots=True)
class Progress:
    """`stage` is "" before the first; `share` is of the stage, from 0 to 1, None where that is not known; `minutes`: that the stage will take on, 0 for less
    than one."""

    stage: str = ""
    share: float | None = None
    minutes: int | None = None

    @property
    def step(self) -> int | None:
        """Which of a refresh's steps it is in, from 1."""
        return STEPS.index(self.stage) + 1 if self.stage in STEPS else None


def follow_job(session: Session, job: Job, now: datetime) -> Progress:
    """How far the job is, which for a parked one the jobs tell that its work goes on in."""
    if job.state != "parked":
        return _read(job, now)
    run_id = derive_id("run", job.id)
    last = find_job(session, derive_id("job", f"publish:{run_id}"))
    if last is not None:
        return _read(last, now) if last.progress.get("stage") else Progress(STEPS[2])
    parts = list_group(session, run_id)
    if not parts:
        return Progress(STEPS[1])
    begun, ended = min(part.created_at for part in parts), [part.finished_at for part in parts if part.finished_at]
    share = sum(1.0 if part.finished_at else _read(part, now).share or 0.0 for part in parts) / len(parts)
    if not ended:
        return Progress(STEPS[1], share)
    pace = (max(ended) - begun) / len(ended)  # of a part: one that is under way may tell nothing before its end
    left = (begun + pace * len(parts) - now).total_seconds()
    return Progress(STEPS[1], share, max(0, round(left / 60)))


def _read(job: Job, now: datetime) -> Progress:
    said = job.progress
    since = datetime.fromisoformat(said["since"]) if said.get("since") else None
    return _tell(said.get("stage") or "", said.get("done") or 0, said.get("total") or 0, since, now)


def _tell(stage: str, done: float, total: float, since: datetime | None, now: datetime) -> Progress:
    if not total:
        return Progress(stage)
    passed = (now - since).total_seconds() if since else 0.0
    left = passed * (total - done) / done if done and passed >= _SOONEST else None
    return Progress(stage, done / total, None if left is None else round(left / 60))
