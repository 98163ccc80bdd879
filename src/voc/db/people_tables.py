"""The tables of what people do with feedback beside deciding: what is put before them, what they have seen, tags, notes, owners."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Float, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from voc.db.service_tables import UserRow
from voc.db.tables import Base, Id
from voc.db.types import Amount


class SuggestionRow(Base):
    """Where a snippet may belong, by the run that was published last: `themes` is [[theme_id, probability], ...], the best first. `doubt`: the probability that
    it belongs elsewhere than where that run put it; `came_at`: when the first run that knew it began; `stake`: the ARR that a person's word on it may add
    to its theme, in the reporting currency."""

    __tablename__ = "suggestion"
    snippet_id: Mapped[str] = mapped_column(Id, ForeignKey("snippet.id", ondelete="CASCADE"), primary_key=True)
    themes: Mapped[list[Any]]
    doubt: Mapped[float] = mapped_column(Float, index=True)
    came_at: Mapped[datetime] = mapped_column(index=True)
    stake: Mapped[Decimal] = mapped_column(Amount, index=True, server_default="0")


class ProposalRow(Base):
    """A merge (`themes`: both) or a split (`snippets` would leave the theme) that the machine proposes. `state`: open, accepted, refused; each run replaces the
    open ones."""

    __tablename__ = "proposal"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    themes: Mapped[list[Any]]
    snippets: Mapped[list[Any]]
    sureness: Mapped[float] = mapped_column(Float)
    state: Mapped[str] = mapped_column(index=True)
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class SnippetMarkRow(Base):
    """That a snippet wants nobody any more (`owner_id` ""), or not this person for now (`owner_id` theirs, up to `until`)."""

    __tablename__ = "snippet_mark"
    snippet_id: Mapped[str] = mapped_column(Id, ForeignKey("snippet.id", ondelete="CASCADE"), primary_key=True)
    owner_id: Mapped[str] = mapped_column(Id, primary_key=True)
    until: Mapped[datetime | None]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class SnippetOwnerRow(Base):
    """Who is to look after a snippet."""

    __tablename__ = "snippet_owner"
    snippet_id: Mapped[str] = mapped_column(Id, ForeignKey("snippet.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey(UserRow.id), index=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class TagRow(Base):
    """A free word that people put on feedback. `folded`: its name as names are told apart, whatever their case and spaces."""

    __tablename__ = "tag"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class FeedbackTagRow(Base):
    """A tag on a feedback item."""

    __tablename__ = "feedback_tag"
    tag_id: Mapped[str] = mapped_column(Id, ForeignKey("tag.id"), primary_key=True)
    feedback_id: Mapped[str] = mapped_column(Id, ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True, index=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class NoteRow(Base):
    """What somebody wrote beside a snippet, or a theme. One of the two is named."""

    __tablename__ = "note"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    snippet_id: Mapped[str | None] = mapped_column(Id, ForeignKey("snippet.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[str | None] = mapped_column(Id, ForeignKey("theme.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(Id)
    author_name: Mapped[str]
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class NoteReaderRow(Base):
    """That a note names a colleague, and when they read it."""

    __tablename__ = "note_reader"
    note_id: Mapped[str] = mapped_column(Id, ForeignKey("note.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(Id, ForeignKey(UserRow.id), primary_key=True, index=True)
    read_at: Mapped[datetime | None]


class BoilerplateRow(Base):
    """A sentence that the run that was published last recognised as boilerplate, with an item that has it: erasing that item erases the words."""

    __tablename__ = "boilerplate"
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    items: Mapped[int]
    accounts: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    feedback_id: Mapped[str] = mapped_column(Id, ForeignKey("feedback.id", ondelete="CASCADE"), index=True)
    first_seen: Mapped[datetime]


class BoilerplateRulingRow(Base):
    """A person's word on whether a recurring sentence is boilerplate. It holds whatever later runs find."""

    __tablename__ = "boilerplate_ruling"
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    is_boilerplate: Mapped[bool]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
