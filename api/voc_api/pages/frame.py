"""What stands around every page: what was just done, with its undo, and the work that is under way."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from voc.db.changes import get_change
from voc.db.jobs import Job, find_open_job, get_job
from voc.db.session import reading
from voc.domain.changes import UNDOING
from voc.domain.roles import Action
from voc.domain.words import count
from voc.errors import NotFoundError, VocError
from voc.rendering.change_words import tell_change
from voc.usecases.follow_job import STEPS, follow_job
from voc.usecases.shared.name_nouns import name_nouns
from voc_api.access import is_open_to
from voc_api.deps import Caller, Services
from voc_api.pages.links import DONE

WATCHED = ("refresh", "import")  # the kinds of jobs that people wait for
STAGES = {"split": "splitting", "embed": "reading", "theme": "grouping", "score": "weighing", "publish": "publishing"}


# The address, what it is called, and the letter that leads to it after g.
PAGES = (
    ("/themes", "Themes", "t"), ("/inbox", "Inbox", "i"), ("/accounts", "Accounts", "a"), ("/leads", "Leads", "l"), ("/retention", "Retention", "n"),
    ("/silence", "Silence", "s"), ("/quotes", "Quotes", "q"), ("/search", "Search", "f"), ("/reports", "Reports", "r"),
    ("/imports", "Imports", "m"), ("/settings", "Settings", "e"),
)  # fmt: skip


def find_frame(request: Request, reader: Caller | None) -> dict[str, Any]:
    """`pages` that the reader may open, `toast` and `job`, each None where there is none. A database that fails costs a page its frame alone."""
    if reader is None:
        return {"pages": (), "toast": None, "job": None, "may_tag": False}
    pages = [(address, words) for address, words, _ in PAGES if is_open_to(reader.principal, address)]
    frame = {
        "pages": pages,
        "may_tag": reader.principal.may(Action.TAG),
        "letters": {address: letter for address, _, letter in PAGES},
        "toast": None,
        "job": None,
    }
    try:
        with _session_of(request) as session:
            job = find_open_job(session, WATCHED)
            return {**frame, "toast": _find_toast(session, request.query_params.get(DONE), reader), "job": job and shape_progress(session, job)}
    except VocError:
        return frame


def _session_of(request: Request) -> AbstractContextManager[Session]:
    """The session that the page was read with; a new one for a page that was read without."""
    session: Session | None = getattr(request.state, "session", None)
    services: Services = request.app.state.services
    return nullcontext(session) if session else reading(services.engine)


def find_progress(session: Session, job_id: str) -> Mapping[str, Any]:
    """How far a job is, ended or not. Raises NotFoundError."""
    return shape_progress(session, get_job(session, job_id))


def shape_progress(session: Session, job: Job) -> Mapping[str, Any]:
    """A job as the frame shows it: `share` of its stage from 0 to 1, and the `left` time of that in words, each None where it is not known."""
    found = follow_job(session, job, datetime.now(UTC))
    stage = STAGES.get(found.stage, found.stage or "starting")
    words = {"done": "done", "failed": "failed", "waiting": "waiting for a worker"}.get(job.state, stage)
    if job.kind == "refresh" and words == stage and found.step:
        words = f"step {found.step} of {len(STEPS)}, {stage}"
    left = None if found.minutes is None else "less than a minute left" if found.minutes < 1 else f"about {count(found.minutes, 'minute')} left"
    return {"id": job.id, "kind": job.kind, "state": job.state, "words": words, "share": found.share, "left": left, "error": job.error}


def _find_toast(session: Session, change_id: str | None, reader: Caller) -> Mapping[str, Any] | None:
    if not change_id:
        return None
    try:
        change = get_change(session, change_id[:40])
    except NotFoundError:
        return None
    can_undo = change.can_undo and reader.principal.may(UNDOING[change.kind])
    return {"id": change.id, "words": tell_change(change, name_nouns(session)), "can_undo": can_undo, "undone": change.undone_at is not None}
