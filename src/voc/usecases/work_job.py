"""Work a job: claim it, keep its lease while working, and write its result and `done` in one transaction.

Each kind of job has one function below. It gets the claimed job, does the work so that doing it twice is doing it once, and ends by settling the job in the
transaction that holds the result. What a function adds as further jobs is rung for after the commit.
"""

import csv
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import find_request
from voc.db.deliveries import mark_sent
from voc.db.embeddings import list_missing
from voc.db.jobs import Job, LostLeaseError, add_job, claim_job, count_group, finish_job, finish_parked, park_job, renew_lease, retry_job
from voc.db.runs import fail_run, lock_run
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.domain.ids import derive_id
from voc.domain.runs import RefreshSettings
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import list_single
from voc.engine.encoders.spending import count_spending
from voc.engine.endpoint import Endpoint
from voc.errors import InputError, VocError
from voc.pipeline.describe_themes import Namer
from voc.sources.layout import Layout
from voc.usecases.feedback.erase_feedback import erase_old
from voc.usecases.feedback.import_file import import_file
from voc.usecases.feedback.uploaded import drop_files_of
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.refresh_themes import begin_run, complete_run
from voc.usecases.refresh.split_feedback import split_feedback
from voc.usecases.reports.deliver_report import deliver_report
from voc.usecases.reports.draft_report import can_report, draft_report
from voc.usecases.shared.request_refresh import request_refresh

log = logging.getLogger(__name__)

SHOWN_REJECTS = 100


@dataclass(frozen=True)
class Tools:
    """What jobs need beside the database. `ring` tells the workers of a job."""

    embedder: Embedder
    refresh: RefreshSettings
    shard: int
    lease_seconds: int
    attempts: int
    unpacked_limit: int
    ring: Callable[[str], object]
    endpoint: Endpoint | None = None
    outlets: Outlets = field(default_factory=Outlets)


@dataclass
class _Work:
    engine: Engine
    job: Job
    tools: Tools
    progress: dict[str, Any] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)

    def tell(self, stage: str, done: int, total: int) -> None:
        since = self.progress["since"] if self.progress.get("stage") == stage else datetime.now(UTC).isoformat()
        self.progress = {"stage": stage, "done": done, "total": total, "since": since}

    def add(self, session: Session, kind: str, payload: Mapping[str, Any], key: str, group_id: str | None = None) -> None:
        self.added.append(add_job(session, kind, payload, datetime.now(UTC), key=key, group_id=group_id))

    def add_publish(self, session: Session, run_id: str, parent: str) -> None:
        self.add(session, "publish", {"run_id": run_id, "parent": parent}, f"publish:{run_id}")

    def finish(self, session: Session, result: Mapping[str, Any]) -> None:
        finish_job(session, self.job, datetime.now(UTC), result)


def work_job(engine: Engine, job_id: str, tools: Tools) -> bool:
    """Do the job if it is free; whether it was. Raises nothing that the job itself caused: that is in the job's row."""
    with transaction(engine) as session:
        job = claim_job(session, job_id, datetime.now(UTC), tools.lease_seconds)
    if job is None:
        return False
    work = _Work(engine, job, tools)
    try:
        with _leased(work):
            _KINDS[job.kind](work)
    except LostLeaseError as error:
        log.warning("%s", error)
    except Exception as error:
        # Whatever went wrong is the job's: it is written down and tried again, and the worker goes on with others.
        log.error("job %s (%s) failed, attempt %d", job.id, job.kind, job.attempts, exc_info=None if isinstance(error, VocError) else error)
        _note_failure(work, error)
    for added in work.added:
        tools.ring(added)
    return True


@contextmanager
def _leased(work: _Work) -> Iterator[None]:
    """Renews the lease from a thread while the work goes on; the progress goes with it."""
    over = threading.Event()
    lease = work.tools.lease_seconds

    def renew() -> None:
        while not over.wait(min(lease / 3, 2)):
            try:
                with transaction(work.engine) as session:
                    if not renew_lease(session, work.job, datetime.now(UTC) + timedelta(seconds=lease), work.progress):
                        return
            except VocError as error:
                log.warning("the lease of %s was not renewed: %s", work.job.id, error)

    thread = threading.Thread(target=renew, name=f"lease-{work.job.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=10)


def _note_failure(work: _Work, error: Exception) -> None:
    line = str(error).splitlines()[0] if isinstance(error, VocError) and str(error) else f"{type(error).__name__}: {error}".splitlines()[0]
    line = line.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    final = isinstance(error, InputError) or work.job.attempts >= work.tools.attempts
    with transaction(work.engine) as session:
        retry_job(session, work.job, datetime.now(UTC), line, final=final)
        if final:
            fail_group(session, work.job, line)


def fail_group(session: Session, job: Job, error: str) -> None:
    """A part that failed for good fails the whole: its run, and the job that is parked for it. An import's upload goes with it."""
    if job.kind == "import" and not job.payload.get("keep"):
        drop_files_of(session, job.payload, with_rejects=True)
    if run_id := job.payload.get("run_id"):
        fail_run(session, run_id)
    if parent := job.payload.get("parent"):
        finish_parked(session, parent, datetime.now(UTC), error=error)


def _import(work: _Work) -> None:
    payload = work.job.payload
    path = Path(payload["path"])
    with reading(work.engine) as session:
        act = find_request(session, work.job.id)
    result = import_file(
        work.engine,
        payload["kind"],
        path,
        reporting_currency=work.tools.refresh.reporting_currency,
        layout=Layout.from_json(payload),
        dry_run=payload.get("dry_run", False),
        yes=payload.get("yes", False),
        progress=lambda done, total: work.tell("import", done, total),
        unpacked_limit=work.tools.unpacked_limit,
        act=act,
    )
    with transaction(work.engine) as session:
        counts = {name: getattr(result, name) for name in ("read", "added", "updated", "unchanged", "rejected", "unmatched")}
        left_out = [str(problem) for problem in result.left_out[:SHOWN_REJECTS]]
        work.finish(session, {**counts, "rejects": _first_rejects(result.rejects_path), "left_out": left_out, "notes": list(result.notes)})
        if as_of := payload.get("then_refresh"):
            work.added.append(request_refresh(session, datetime.fromisoformat(as_of), datetime.now(UTC)))
    if not payload.get("keep"):
        with reading(work.engine) as session:
            drop_files_of(session, payload, with_rejects=False)  # rejected rows stay a while: see drop_uploads


def _first_rejects(rejects: Path | None) -> list[dict[str, str]]:
    """The first rejected rows with their reasons, for whoever asked for the import from afar."""
    if rejects is None:
        return []
    with rejects.open(newline="", encoding="utf-8") as file:
        return list(islice(csv.DictReader(file), SHOWN_REJECTS))


def _refresh(work: _Work) -> None:
    """Split, then a job for each shard of texts to embed; the last shard to be done publishes."""
    run_id = derive_id("run", work.job.id)
    full = bool(work.job.payload.get("full")) and work.job.attempts == 1
    as_of = datetime.fromisoformat(work.job.payload["as_of"])
    begin_run(work.engine, work.tools.refresh, as_of, run_id, full=full, anyway=bool(work.job.payload.get("anyway")))
    hidden = work.tools.refresh
    split_feedback(work.engine, lambda done, total: work.tell("split", done, total), hidden.personal_patterns, hide_names=hidden.hide_names)
    with reading(work.engine) as session:
        missing = sorted({text_hash for single in list_single(work.tools.embedder) for text_hash in list_missing(session, single.name)})
    bounds = ["", *missing[work.tools.shard - 1 : -1 : work.tools.shard], *missing[-1:]]
    payload = {"run_id": run_id, "parent": work.job.id}
    with transaction(work.engine) as session:
        park_job(session, work.job)
        for after, until in pairwise(bounds):
            work.add(session, "embed", {**payload, "after": after, "until": until}, f"embed:{run_id}:{until}", run_id)
        if not missing:
            work.add_publish(session, run_id, work.job.id)


def _embed(work: _Work) -> None:
    payload = work.job.payload
    before = count_spending(work.tools.embedder)
    embedded = embed_snippets(work.engine, work.tools.embedder, lambda done, total: work.tell("embed", done, total), payload["after"], payload["until"])
    if spent := str(count_spending(work.tools.embedder) - before):
        log.info("%s", spent)
    with transaction(work.engine) as session:
        # Two last shards at once must not each see the other unfinished.
        lock_run(session, payload["run_id"])
        work.finish(session, {"embedded": embedded, **({"cost": spent} if spent else {})})
        if set(count_group(session, payload["run_id"])) == {"done"}:
            work.add_publish(session, payload["run_id"], payload["parent"])


def _publish(work: _Work) -> None:
    payload = work.job.payload

    def settle(session: Session, counts: Mapping[str, int]) -> None:
        result = {"run_id": payload["run_id"], **counts}
        work.finish(session, result)
        finish_parked(session, payload["parent"], datetime.now(UTC), result=result)

    complete_run(work.engine, payload["run_id"], Namer(work.tools.embedder, work.tools.endpoint), work.tell, settle)


def _report(work: _Work) -> None:
    month, now, tools = work.job.payload["month"], datetime.now(UTC), work.tools
    if not can_report(work.engine, month, now, tools.refresh.reporting_currency):
        with transaction(work.engine) as session:
            work.finish(session, {"report_id": None})
        return
    with transaction(work.engine) as session:
        report_id, jobs = draft_report(session, month, now, tools.outlets)
        work.added.extend(jobs)
        work.finish(session, {"report_id": report_id})


def _deliver(work: _Work) -> None:
    delivery_id, now = work.job.payload["delivery_id"], datetime.now(UTC)
    sent = deliver_report(work.engine, delivery_id, work.tools.outlets, now, work.tools.refresh.reporting_currency)
    with transaction(work.engine) as session:
        if sent:
            mark_sent(session, delivery_id, now)
        work.finish(session, {"sent": sent})


def _erase_old(work: _Work) -> None:
    erased = erase_old(work.engine, work.job.payload["months"], datetime.now(UTC))
    with transaction(work.engine) as session:
        work.finish(session, {"items": erased})


_KINDS: Mapping[str, Callable[[_Work], None]] = {
    "import": _import, "refresh": _refresh, "embed": _embed, "publish": _publish, "report": _report, "deliver": _deliver,
    "erase_old": _erase_old,
}  # fmt: skip
