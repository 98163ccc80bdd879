"""What a reader does in the inbox: one act on one snippet, or on many."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.changes import find_act, get_change
from voc.db.inbox import find_waiting
from voc.db.mentions import QuoteFilter, list_quotes
from voc.db.themes import list_labels, list_run_labels
from voc.domain.roles import Principal
from voc.errors import InputError, NotFoundError
from voc.rendering.change_words import tell_change
from voc.usecases.curating.decide import Decided
from voc.usecases.curating.found_theme import found_theme
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippets
from voc.usecases.feedback.tag_feedback import tag_feedback, untag_feedback
from voc.usecases.inbox.assign_snippet import assign_snippets
from voc.usecases.inbox.mark_snippet import mark_done, put_off
from voc.usecases.inbox.write_note import read_note_named, write_note
from voc.usecases.shared.find_run import get_standing_run
from voc_api.deps import Asker, Bell, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done

router = APIRouter(route_class=PageRoute, prefix="/inbox")


class Asked(BaseModel):
    """What a form of the inbox sends. `theme` is an id, `wanted` an id or a label as somebody typed it."""

    snippet: list[str] = Field(default=[], max_length=200)
    theme: str = Field("", max_length=100)
    wanted: str = Field("", max_length=500)
    label: str = Field("", max_length=500)
    tag: str = Field("", max_length=500)
    note: str = Field("", max_length=5_000)
    user: str = Field("", max_length=100)
    back: str = Field("/inbox", max_length=4_000)
    csrf: str = ""


@router.post("/{act}")
def act_in_inbox(act: str, request: Request, asker: Asker, session: Writing, bell: Bell, asked: Annotated[Asked, Form()]) -> Response:
    """Do it. A script that asks for JSON is told what was done and how to undo it; a form goes back to its page."""
    if act not in ACTS:
        raise NotFoundError("there is nothing at this address")
    if not asked.snippet and act != "read":
        raise InputError("choose one at least")
    if job_id := ACTS[act](session, asker, asked, datetime.now(UTC)):
        bell.ring(job_id)
    done = find_act(session)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"act": done, "text": tell_change(get_change(session, done), list_labels(session)) if done else ""})
    return tell_done(session, asked.back)


def _accept(session: Session, asker: Principal, asked: Asked, now: datetime) -> str | None:
    run = get_standing_run(session)
    waiting = {key: find_waiting(session, run.id, key) for key in asked.snippet}
    places: dict[str, str | None] = {key: found.themes[0][0] for key, found in waiting.items() if found and found.themes}
    if without := [key for key in asked.snippet if key not in places]:
        raise InputError(f"there is no suggestion for {len(without)} of these: place them by hand")
    return _job(place_snippets(session, places, asker.name, now))


def _place(session: Session, asker: Principal, asked: Asked, now: datetime) -> str | None:
    theme_id = asked.theme or _find_wanted(session, asked.wanted)
    return _job(place_snippets(session, dict.fromkeys(asked.snippet, theme_id), asker.name, now))


def _place_nowhere(session: Session, asker: Principal, asked: Asked, now: datetime) -> str | None:
    return _job(place_snippets(session, dict.fromkeys(asked.snippet), asker.name, now))


def _ignore(session: Session, asker: Principal, asked: Asked, now: datetime) -> str | None:
    return _job([ignore_snippet(session, key, asker.name, now) for key in asked.snippet])


def _found(session: Session, asker: Principal, asked: Asked, now: datetime) -> str | None:
    return found_theme(session, asked.snippet, asked.label, asker.name, now)[0][0].job_id


def _done(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    mark_done(session, asked.snippet, now)


def _later(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    put_off(session, asked.snippet, now)


def _assign(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    assign_snippets(session, asked.snippet, asked.user or None, now)


def _tag(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    run = get_standing_run(session)
    quotes = list_quotes(session, run.id, QuoteFilter(snippets=asked.snippet), len(asked.snippet))
    tag_feedback(session, asked.tag, sorted({q.feedback_id for q in quotes}), now)


def _untag(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    run = get_standing_run(session)
    quotes = list_quotes(session, run.id, QuoteFilter(snippets=asked.snippet), len(asked.snippet))
    untag_feedback(session, asked.tag, sorted({q.feedback_id for q in quotes}), now)


def _note(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    write_note(session, asked.snippet[0], asked.note, now)


def _read(session: Session, asker: Principal, asked: Asked, now: datetime) -> None:
    read_note_named(session, asked.note, asker, now)


ACTS: Mapping[str, Callable[[Session, Principal, Asked, datetime], Any]] = {
    "accept": _accept,
    "place": _place,
    "one-off": _place_nowhere,
    "ignore": _ignore,
    "theme": _found,
    "done": _done,
    "later": _later,
    "assign": _assign,
    "tag": _tag,
    "untag": _untag,
    "note": _note,
    "read": _read,
}


def _find_wanted(session: Session, wanted: str) -> str:
    """The theme of this id or label, whatever its case. Raises InputError where there is none, or several."""
    folded = " ".join(wanted.split()).lower()
    themes = list_run_labels(session, get_standing_run(session).id)
    found = [key for key, _ in themes if key == wanted] or [key for key, label in themes if label.lower() == folded]
    if len(found) != 1:
        raise InputError(f"{len(found)} themes are called '{wanted}': name one by its id" if found else f"there is no theme '{wanted}': choose one of the list")
    return found[0]


def _job(decided: list[Decided]) -> str | None:
    return next((one.job_id for one in decided if one.job_id), None)
