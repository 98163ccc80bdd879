"""Write a note on a snippet or a theme, naming colleagues; take it away; read it."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db import notes
from voc.db.changes import add_change
from voc.db.session import actor_of
from voc.db.snippets import find_missing
from voc.db.themes import find_theme
from voc.db.users import list_users
from voc.domain.changes import ChangeKind
from voc.domain.notes import Colleague, Note, find_named, name_handles, read_note
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, ForbiddenError, InputError, NotFoundError


def write_note(session: Session, noun_id: str, text: str, now: datetime) -> Note:
    """A note on the snippet or theme of this id; it comes to the inbox of each colleague that it names. Raises InputError for an id, a text or a name that is
    none."""
    read, actor = read_note(text), actor_of(session)
    snippet_id = noun_id if noun_id.startswith("snp_") else None
    theme_id = None if snippet_id else noun_id
    is_known = not find_missing(session, [snippet_id]) if snippet_id else find_theme(session, noun_id) is not None
    if not is_known:
        raise InputError(f"on: there is no snippet or theme {noun_id}")
    named = [colleague.id for colleague in find_named(read, list_colleagues(session))]
    note = notes.add_note(session, read, (actor.id, actor.name), named, now, snippet_id=snippet_id, theme_id=theme_id)
    add_change(session, ChangeKind.NOTE_CHANGED, note.id, now, after={"on": noun_id, "names": named})
    return note


def remove_note(session: Session, note_id: str, asker: Principal, now: datetime) -> None:
    """Take a note away. Raises NotFoundError, ForbiddenError for somebody else's."""
    note = _get_own_note(session, note_id, asker)
    if not notes.remove_note(session, note_id, now):
        raise NotFoundError(f"the note {note_id} was taken away already")
    add_change(session, ChangeKind.NOTE_CHANGED, note_id, now, before={"on": note.snippet_id or note.theme_id}, after={})


def restore_note(session: Session, note_id: str, asker: Principal, now: datetime) -> None:
    """Bring back a note that was taken away. Raises NotFoundError, ForbiddenError for somebody else's, ConflictError for one that is there."""
    note = _get_own_note(session, note_id, asker)
    if not notes.remove_note(session, note_id, None):
        raise ConflictError(f"the note {note_id} is there already")
    add_change(session, ChangeKind.NOTE_CHANGED, note_id, now, after={"on": note.snippet_id or note.theme_id})


def _get_own_note(session: Session, note_id: str, asker: Principal) -> Note:
    note = notes.get_note(session, note_id)
    if note.author_id != asker.id and asker.role != Role.ADMIN:
        raise ForbiddenError(f"this note is {note.author_name}'s: they or an admin may take it away and bring it back")
    return note


def read_note_named(session: Session, note_id: str, asker: Principal, now: datetime | None) -> Note:
    """The note counts as read by the asker; with None as not read. Raises NotFoundError for a note that does not name them."""
    note = notes.get_note(session, note_id)
    if not notes.mark_read(session, note_id, asker.id, now):
        raise NotFoundError(f"the note {note_id} does not name you")
    return notes.get_note(session, note.id)


def list_colleagues(session: Session) -> list[Colleague]:
    """Who may be named in a note or given a snippet: the users who may sign in, by name."""
    return name_handles((user.id, user.name, user.email) for user in list_users(session) if user.is_active)
