"""Runs: each refresh, and which one's ranking stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import AssignmentRow, CurrentRunRow, RunRow
from voc.errors import NotFoundError

KEPT_RUNS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """One refresh. `counts` says what went in and what came out; `settings` how; `engine` what the next run needs to know of it."""

    id: str
    state: str
    as_of: datetime
    started_at: datetime
    published_at: datetime | None
    settings: Mapping[str, Any]
    counts: Mapping[str, Any]
    engine: Mapping[str, Any] = field(default_factory=dict)


def add_run(session: Session, run_id: str, as_of: datetime, started_at: datetime, settings: Mapping[str, Any]) -> None:
    """Note that a refresh began; a run that is noted already stays as it is."""
    if session.get(RunRow, run_id) is not None:
        return
    session.add(RunRow(id=run_id, state="running", as_of=as_of, started_at=started_at, published_at=None, settings=dict(settings), counts={}, engine={}))
    session.flush()


def lock_run(session: Session, run_id: str) -> None:
    """Let others that lock the same run wait until this transaction ends. On SQLite writers wait for each other anyway."""
    session.execute(select(RunRow.id).where(RunRow.id == run_id).with_for_update())


@read_once
def get_run(session: Session, run_id: str) -> Run:
    """The run of this id. Raises NotFoundError."""
    row = session.get(RunRow, run_id)
    if row is None:
        raise NotFoundError(f"there is no run {run_id}")
    return to_run(row)


@read_once
def find_current_run(session: Session) -> Run | None:
    """The run whose ranking stands; None before the first."""
    row = session.scalar(select(RunRow).join(CurrentRunRow, CurrentRunRow.run_id == RunRow.id))
    return to_run(row) if row else None


def find_lineage_run(session: Session) -> Run | None:
    """The run that themes go on from: of those that themed at least half as many snippets as any that is kept, the one as of the latest moment, and of
    several the last.

    A look back at a past day, or a ranking made with a setting that left nothing readable, stands like any other; but no theme's identity goes through it.
    """
    order = (RunRow.as_of.desc(), RunRow.published_at.desc(), RunRow.id)
    runs = [to_run(row) for row in session.scalars(select(RunRow).where(RunRow.state == "published").order_by(*order))]
    most = max((run.counts.get("themed", 0) for run in runs), default=0)
    return next((run for run in runs if 2 * run.counts.get("themed", 0) >= most), None)


def find_latest_as_of(session: Session) -> datetime | None:
    """The latest day and time that a published run, of those that are kept, stands for."""
    return session.scalar(select(RunRow.as_of).where(RunRow.state == "published").order_by(RunRow.as_of.desc()).limit(1))


def find_run_at(session: Session, moment: datetime) -> Run | None:
    """The run whose ranking stood at the moment; None where it is not kept."""
    wanted = select(RunRow).where(RunRow.state == "published", RunRow.published_at <= moment).order_by(RunRow.published_at.desc(), RunRow.id)
    row = session.scalar(wanted.limit(1))
    return to_run(row) if row else None


def list_run_snippets(session: Session, run_id: str) -> set[str]:
    """The snippets that the run knew."""
    return set(session.scalars(select(AssignmentRow.snippet_id).where(AssignmentRow.run_id == run_id)))


def list_runs(session: Session, limit: int, after: tuple[datetime, str] | None = None) -> list[Run]:
    """The newest runs first; `after` is the (started_at, id) of the last run of the page before."""
    wanted = select(RunRow).order_by(RunRow.started_at.desc(), RunRow.id).limit(limit)
    if after:
        moment, run_id = after
        wanted = wanted.where(or_(RunRow.started_at < moment, and_(RunRow.started_at == moment, RunRow.id > run_id)))
    return [to_run(row) for row in session.scalars(wanted)]


def publish_run(session: Session, run_id: str, published_at: datetime, counts: Mapping[str, Any], engine: Mapping[str, Any] | None = None) -> None:
    """Let this run's ranking stand from the end of this transaction on. Runs long past are dropped."""
    found = {"state": "published", "published_at": published_at, "counts": dict(counts), "engine": dict(engine or {})}
    session.execute(update(RunRow).where(RunRow.id == run_id).values(found))
    current = session.get(CurrentRunRow, 1)
    if current is None:
        session.add(CurrentRunRow(only=1, run_id=run_id))
    else:
        current.run_id = run_id
    session.flush()
    old = select(RunRow.id).where(RunRow.id != run_id).order_by(RunRow.started_at.desc(), RunRow.id).offset(KEPT_RUNS).limit(1_000)
    if gone := list(session.scalars(old)):
        session.execute(delete(RunRow).where(RunRow.id.in_(gone)))


def hold_run(session: Session, run_id: str, counts: Mapping[str, Any], engine: Mapping[str, Any]) -> None:
    """Note that the run was held back: the ranking before it stands on."""
    session.execute(update(RunRow).where(RunRow.id == run_id).values(state="held", counts=dict(counts), engine=dict(engine)))


def find_judged_run(session: Session) -> Run | None:
    """The latest run that was published or held back; None before the first."""
    wanted = select(RunRow).where(RunRow.state.in_(("published", "held"))).order_by(RunRow.started_at.desc(), RunRow.id)
    row = session.scalar(wanted.limit(1))
    return to_run(row) if row else None


def list_published_runs(session: Session, limit: int) -> list[Run]:
    """The runs that were published, the last first."""
    wanted = select(RunRow).where(RunRow.state == "published").order_by(RunRow.published_at.desc(), RunRow.id)
    return [to_run(row) for row in session.scalars(wanted.limit(limit))]


def fail_run(session: Session, run_id: str) -> None:
    """Note that the run will not be published."""
    session.execute(update(RunRow).where(RunRow.id == run_id, RunRow.state == "running").values(state="failed"))


def to_run(row: RunRow) -> Run:
    """The row's value."""
    return Run(row.id, row.state, row.as_of, row.started_at, row.published_at, row.settings, row.counts, row.engine)
