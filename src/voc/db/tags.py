"""Tags on feedback: those that people give, and those that came with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, insert, or_, select, true
from sqlalchemy.orm import Session

from voc.db.people_tables import FeedbackTagRow, TagRow
from voc.db.tables import FeedbackRow
from voc.db.types import json_texts
from voc.db.upsert import chunked
from voc.domain.ids import derive_id
from voc.domain.tags import Tag, fold_tag
from voc.errors import NotFoundError


def has_tag(name: str) -> ColumnElement[bool]:
    """Whether a feedback item has the tag, given by people or imported: a condition on `FeedbackRow`."""
    folded = fold_tag(name)
    given = select(FeedbackTagRow.feedback_id).join(TagRow, TagRow.id == FeedbackTagRow.tag_id).where(TagRow.folded == folded)
    imported = json_texts(FeedbackRow.tags).table_valued("value")
    return or_(FeedbackRow.id.in_(given), exists(select(1).select_from(imported).where(func.lower(imported.c.value) == folded)))


def save_tag(session: Session, name: str, made_by: str, now: datetime) -> str:
    """The `tag_` id of the name; it is the same for names that differ in case alone. A new one is kept as it is written."""
    folded = fold_tag(name)
    tag_id = derive_id("tag", folded)
    if session.get(TagRow, tag_id) is None:
        session.add(TagRow(id=tag_id, name=name, folded=folded, made_by=made_by, made_at=now))
        session.flush()
    return tag_id


def get_tag(session: Session, tag_id: str) -> str:
    """A tag's name. Raises NotFoundError."""
    row = session.get(TagRow, tag_id)
    if row is None:
        raise NotFoundError(f"there is no tag {tag_id}")
    return row.name


def add_to_feedback(session: Session, tag_id: str, feedback_ids: Iterable[str], made_by: str, now: datetime) -> list[str]:
    """Put the tag on these items; those that did not have it."""
    wanted = list(dict.fromkeys(feedback_ids))
    had = set(list_tagged(session, tag_id, wanted))
    if new := [key for key in wanted if key not in had]:
        session.execute(insert(FeedbackTagRow), [{"tag_id": tag_id, "feedback_id": key, "made_by": made_by, "made_at": now} for key in new])
    return new


def take_off_feedback(session: Session, tag_id: str, feedback_ids: Sequence[str]) -> None:
    """Take the tag off these items."""
    for some in chunked(feedback_ids):
        session.execute(delete(FeedbackTagRow).where(FeedbackTagRow.tag_id == tag_id, FeedbackTagRow.feedback_id.in_(some)))


def list_tagged(session: Session, tag_id: str, among: Sequence[str] | None = None) -> list[str]:
    """The items that have the tag, by id; of some alone where they are named."""
    wanted = select(FeedbackTagRow.feedback_id).where(FeedbackTagRow.tag_id == tag_id).order_by(FeedbackTagRow.feedback_id)
    if among is None:
        return list(session.scalars(wanted))
    return [key for some in chunked(among) for key in session.scalars(wanted.where(FeedbackTagRow.feedback_id.in_(some)))]


def list_tags_of(session: Session, feedback_ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """(tag id, name) of the tags that people gave each of these items, by name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for some in chunked(feedback_ids):
        rows = session.execute(
            select(FeedbackTagRow.feedback_id, TagRow.id, TagRow.name)
            .join(TagRow, TagRow.id == FeedbackTagRow.tag_id)
            .where(FeedbackTagRow.feedback_id.in_(some))
            .order_by(TagRow.folded)
        )
        for item, tag_id, name in rows:
            found.setdefault(item, []).append((tag_id, name))
    return found


def list_tags(session: Session) -> list[Tag]:
    """Every tag that people gave and that is on something, the most used first."""
    count = func.count(FeedbackTagRow.feedback_id)
    rows = session.execute(select(TagRow.id, TagRow.name, count).join(FeedbackTagRow, FeedbackTagRow.tag_id == TagRow.id).group_by(TagRow.id, TagRow.name))
    return sorted((Tag(tag_id, name, items) for tag_id, name, items in rows), key=lambda tag: (-tag.items, tag.name))


def list_imported_tags(session: Session) -> list[Tag]:
    """Every tag that came with feedback, the most used first."""
    value = json_texts(FeedbackRow.tags).table_valued("value")
    rows = session.execute(select(value.c.value, func.count()).select_from(FeedbackRow).join(value, true()).group_by(value.c.value))
    return sorted((Tag(None, name, items) for name, items in rows), key=lambda tag: (-tag.items, tag.name))
