"""Notes, and who has read them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.orm import Session

from voc.db.people_tables import NoteReaderRow, NoteRow
from voc.domain.ids import new_id
from voc.domain.notes import Note
from voc.errors import NotFoundError


def add_note(
    session: Session,
    text: str,
    author: tuple[str, str],
    named: Sequence[str],
    now: datetime,
    *,
    snippet_id: str | None = None,
    theme_id: str | None = None,
) -> Note:
    """Keep a note; `author` is (id, name), `named` are user ids."""
    row = NoteRow(
        id=new_id("nte"), snippet_id=snippet_id, theme_id=theme_id, text=text, author_id=author[0], author_name=author[1], made_at=now, removed_at=None
    )
    session.add(row)
    session.flush()
    if named:
        session.execute(insert(NoteReaderRow), [{"note_id": row.id, "user_id": key, "read_at": None} for key in named])
    return _value(row, dict.fromkeys(named))


def get_note(session: Session, note_id: str) -> Note:
    """The note of this id, taken away or not. Raises NotFoundError."""
    row = session.get(NoteRow, note_id)
    if row is None:
        raise NotFoundError(f"there is no note {note_id}")
    return _value(row, _readers(session, [note_id]).get(note_id, {}))


def remove_note(session: Session, note_id: str, removed_at: datetime | None) -> bool:
    """Take a note away, with None bring it back; whether it was not so already."""
    was = NoteRow.removed_at.is_not(None) if removed_at is None else NoteRow.removed_at.is_(None)
    changed = update(NoteRow).where(NoteRow.id == note_id, was).values(removed_at=removed_at).returning(NoteRow.id)
    return session.scalar(changed) is not None


def mark_read(session: Session, note_id: str, user_id: str, read_at: datetime | None) -> bool:
    """Note that the user read it, with None that they did not; whether it names them."""
    named = update(NoteReaderRow).where(NoteReaderRow.note_id == note_id, NoteReaderRow.user_id == user_id)
    return session.scalar(named.values(read_at=read_at).returning(NoteReaderRow.note_id)) is not None


def list_notes(
    session: Session,
    limit: int,
    *,
    snippets: Sequence[str] | None = None,
    theme_id: str | None = None,
    names: str | None = None,
    unread: bool = False,
    after: tuple[datetime, str] | None = None,
) -> list[Note]:
    """The newest first: on these snippets, on this theme, naming this user (of those, with `unread`, what they have not read)."""
    wanted = select(NoteRow).where(NoteRow.removed_at.is_(None)).order_by(NoteRow.made_at.desc(), NoteRow.id).limit(limit)
    if snippets is not None:
        wanted = wanted.where(NoteRow.snippet_id.in_(snippets))
    if theme_id is not None:
        wanted = wanted.where(NoteRow.theme_id == theme_id)
    if names is not None:
        wanted = wanted.join(NoteReaderRow, and_(NoteReaderRow.note_id == NoteRow.id, NoteReaderRow.user_id == names))
        if unread:
            wanted = wanted.where(NoteReaderRow.read_at.is_(None))
    if after is not None:
        moment, key = after
        wanted = wanted.where((NoteRow.made_at < moment) | and_(NoteRow.made_at == moment, NoteRow.id > key))
    rows = list(session.scalars(wanted))
    readers = _readers(session, [row.id for row in rows])
    return [_value(row, readers.get(row.id, {})) for row in rows]


def count_unread(session: Session, user_id: str) -> int:
    """How many notes name the user that they have not read."""
    wanted = select(func.count()).select_from(NoteReaderRow).join(NoteRow, NoteRow.id == NoteReaderRow.note_id)
    return session.scalar(wanted.where(NoteReaderRow.user_id == user_id, NoteReaderRow.read_at.is_(None), NoteRow.removed_at.is_(None))) or 0


def _readers(session: Session, note_ids: Sequence[str]) -> dict[str, dict[str, datetime | None]]:
    found: dict[str, dict[str, datetime | None]] = {}
    rows = session.execute(select(NoteReaderRow.note_id, NoteReaderRow.user_id, NoteReaderRow.read_at).where(NoteReaderRow.note_id.in_(note_ids)))
    for note_id, user_id, read_at in rows:
        found.setdefault(note_id, {})[user_id] = read_at
    return found


def _value(row: NoteRow, readers: dict[str, datetime | None]) -> Note:
    return Note(row.id, row.snippet_id, row.theme_id, row.text, row.author_id, row.author_name, row.made_at, readers)
