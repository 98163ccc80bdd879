"""Erase feedback for good: the text, its revisions, its snippets, and the vectors of texts that nothing else says. It cannot be undone.

Reports that people approved or froze stay as they are, quotes included; they are named, so that somebody can decide about each. A file that is imported
again brings its items back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.erasing import count_vectors, delete_doomed, erase_former, find_doomed, forget_rejects, list_erasable, list_made_summaries, list_quoting_reports
from voc.db.feedback_reading import StoredFeedback, get_feedback
from voc.db.jobs import list_jobs
from voc.db.runs import find_current_run
from voc.db.session import transaction
from voc.domain.changes import ChangeKind
from voc.domain.erasing import Erasable, Erasure
from voc.sources.rejects import rejects_path_of
from voc.usecases.curating.decide import request_effect

BATCH = 5_000  # items of one transaction, of those that are too old
JOBS = 1_000  # the last imports, whose rejected rows may still lie in files
MONTH = timedelta(days=30.4375)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went, and the job of the refresh that makes the figures without it; None where nothing went or there is no ranking."""

    erasure: Erasure
    job_id: str | None


def preview_erasure(session: Session, which: Erasable) -> Erasure:
    """What would go. Raises InputError where not one thing says which."""
    _ = which.by
    doomed = find_doomed(session, list_erasable(session, which))
    return Erasure(
        items=len(doomed.items),
        revisions=doomed.revisions,
        snippets=len(doomed.snippets),
        embeddings=count_vectors(session, doomed.hashes),
        summaries=len(list_made_summaries(session, doomed.said)),
        reports=tuple(list_quoting_reports(session, doomed.snippets)),
    )


def list_examples(session: Session, which: Erasable, limit: int) -> list[StoredFeedback]:
    """The first items that would go, the oldest first."""
    return [get_feedback(session, item) for item in list_erasable(session, which, limit)]


def erase_feedback(session: Session, which: Erasable, now: datetime) -> Erased:
    """Erase it. The audit log says how many items went and by what they were chosen, never whose they were. Raises InputError as the preview does."""
    erasure = preview_erasure(session, which)
    if which.author_email:
        _forget_rejects(session, which.author_email.strip())
    erase_former(session, which)
    if not erasure.items:
        return Erased(erasure, None)
    delete_doomed(session, find_doomed(session, list_erasable(session, which)))
    add_change(session, ChangeKind.FEEDBACK_ERASED, "feedback", now, after={"by": which.by, "items": erasure.items, "snippets": erasure.snippets})
    run = find_current_run(session)
    return Erased(erasure, request_effect(session, run, now) if run else None)


def _forget_rejects(session: Session, email: str) -> None:
    """Rows that imports rejected and that hold the address, in what the jobs tell and in the files beside."""
    forget_rejects(session, email)
    for job in list_jobs(session, ["import"], JOBS):
        path = rejects_path_of(Path(job.payload.get("path", "none")))
        if path.is_file() and email.lower().encode() in path.read_bytes().lower():
            path.unlink(missing_ok=True)


def erase_old(engine: Engine, months: int, now: datetime) -> int:
    """Erase what was said more than so many months ago, in transactions of their own; how many items."""
    which, count = Erasable(before=now - months * MONTH), 0
    with transaction(engine) as session:
        erase_former(session, which)
    while True:
        with transaction(engine) as session:
            items = list_erasable(session, which, BATCH)
            if not items:
                return count
            doomed = find_doomed(session, items)
            delete_doomed(session, doomed)
            after = {"by": which.by, "months": months, "items": len(items), "snippets": len(doomed.snippets)}
            add_change(session, ChangeKind.FEEDBACK_ERASED, "feedback", now, after=after)
            count += len(items)
