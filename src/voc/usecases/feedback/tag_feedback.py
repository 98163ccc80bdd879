"""Tag feedback: put a free word on items, take it off, or take it off everything."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.feedback_reading import find_unknown
from voc.db.session import actor_of
from voc.db.tags import add_to_feedback, get_tag, list_tagged, save_tag, take_off_feedback
from voc.domain.changes import ChangeKind
from voc.domain.tags import Tag, read_tag
from voc.errors import InputError, NotFoundError


def tag_feedback(session: Session, name: str, feedback_ids: Sequence[str], now: datetime) -> Tag:
    """The tag, on these items too now. Raises InputError for a name or an item that is none."""
    read = read_tag(name)
    if missing := find_unknown(session, feedback_ids):
        raise InputError(f"feedback_ids: there is no feedback item {missing[0]}")
    tag_id = save_tag(session, read, actor_of(session).name, now)
    added = add_to_feedback(session, tag_id, feedback_ids, actor_of(session).name, now)
    if added:
        add_change(session, ChangeKind.TAGGED, tag_id, now, after={"name": get_tag(session, tag_id), "feedback_ids": added})
    return Tag(tag_id, get_tag(session, tag_id), len(list_tagged(session, tag_id)))


def untag_feedback(session: Session, tag_id: str, feedback_ids: Sequence[str] | None, now: datetime) -> None:
    """Take the tag off these items, None: off all. Raises NotFoundError for a tag that is none or on none of them."""
    name = get_tag(session, tag_id)
    had = list_tagged(session, tag_id, feedback_ids)
    if not had:
        raise NotFoundError(f"the tag {name} is on {'nothing' if feedback_ids is None else 'none of these items'}")
    take_off_feedback(session, tag_id, had)
    add_change(session, ChangeKind.TAGGED, tag_id, now, before={"name": name, "feedback_ids": had}, after={})
