"""Notes beside a theme or a snippet, and the end of a tag."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.db.notes import list_notes
from voc.db.themes import find_theme
from voc.domain.roles import Role
from voc.errors import NotFoundError
from voc.usecases.feedback.tag_feedback import untag_feedback
from voc.usecases.inbox.write_note import list_colleagues, remove_note, write_note
from voc_api.deps import Asker, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, tell_done
from voc_api.pages.answers import render_page

router = APIRouter(route_class=PageRoute)

SHOWN = 100


@router.get("/themes/{theme_id}/notes")
def show_notes(theme_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """The notes on a theme, with a form for another. The theme's page shows them in place."""
    theme = find_theme(session, theme_id)
    if theme is None:
        raise NotFoundError(f"there is no theme {theme_id}")
    return render_page(
        request,
        "notes.html",
        reader=reader,
        theme=theme,
        notes=list_notes(session, SHOWN, theme_id=theme_id),
        colleagues=list_colleagues(session),
        is_admin=reader.principal.role == Role.ADMIN,
    )


@router.post("/notes")
def keep_note(
    asker: Asker, session: Writing, on: Annotated[str, Form(max_length=100)], text: Annotated[str, Form(max_length=5_000)], back: Back = "/inbox"
) -> Response:
    """Write a note, and go back to the page."""
    write_note(session, on, text, datetime.now(UTC))
    return tell_done(session, back)


@router.post("/notes/{note_id}/removal")
def take_away(note_id: str, asker: Asker, session: Writing, back: Back = "/inbox") -> Response:
    """Take a note away, and go back to the page."""
    remove_note(session, note_id, asker, datetime.now(UTC))
    return tell_done(session, back)


@router.post("/tags/{tag_id}/removal")
def end_tag(tag_id: str, asker: Asker, session: Writing, back: Back = "/quotes") -> Response:
    """Take a tag off everything, and go back to the page."""
    untag_feedback(session, tag_id, None, datetime.now(UTC))
    return tell_done(session, back)
