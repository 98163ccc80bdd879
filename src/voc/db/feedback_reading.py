"""Feedback items as people read them: listed, narrowed, one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.source_names import is_of_sources
from voc.db.tables import AccountRow, FeedbackRow, SnippetRow
from voc.db.tags import has_tag
from voc.db.upsert import list_absent
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """An item with its account. `text` is the raw text: it is to be made readable before anybody sees it."""

    id: str
    source: str
    external_id: str
    kind: str
    occurred_at: datetime
    revised_at: datetime
    text: str
    account: str | None
    account_id: str | None
    account_name: str | None
    author_name: str | None
    author_email: str | None
    author_role: str
    rating: Decimal | None
    rating_scale: str | None
    url: str | None
    tags: Sequence[str]
    language: str | None
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """Which items: every field that is given narrows. `since` is included; `words` stand in one snippet of the item; `tag` is a name, imported or given."""

    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    account: str | None = None
    since: datetime | None = None
    words: str = ""
    tag: str = ""
    ids: Sequence[str] | None = None


def has_feedback(session: Session) -> bool:
    """Whether any item is stored."""
    return bool(session.scalar(select(exists().where(FeedbackRow.id.is_not(None)))))


def list_feedback(session: Session, which: FeedbackFilter, limit: int, after: tuple[datetime, str] | None = None) -> list[StoredFeedback]:
    """The newest items first; `after` is the (occurred_at, id) of the last item of the page before."""
    wanted = _narrowed(session, _stored(), which).order_by(FeedbackRow.occurred_at.desc(), FeedbackRow.id).limit(limit)
    if after:
        moment, item_id = after
        wanted = wanted.where(or_(FeedbackRow.occurred_at < moment, and_(FeedbackRow.occurred_at == moment, FeedbackRow.id > item_id)))
    return [StoredFeedback(*row) for row in session.execute(wanted)]


@read_once
def get_feedback(session: Session, item_id: str) -> StoredFeedback:
    """The item of this id. Raises NotFoundError."""
    row = session.execute(_stored().where(FeedbackRow.id == item_id)).first()
    if row is None:
        raise NotFoundError(f"there is no feedback item {item_id}")
    return StoredFeedback(*row)


def find_unknown(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of these ids that name no item, in their order."""
    return list_absent(session, FeedbackRow.id, ids)


def _stored() -> Select[*tuple[Any, ...]]:
    return select(
        FeedbackRow.id, FeedbackRow.source, FeedbackRow.external_id, FeedbackRow.kind, FeedbackRow.occurred_at, FeedbackRow.revised_at, FeedbackRow.text,
        FeedbackRow.account, AccountRow.account_id, AccountRow.name, FeedbackRow.author_name, FeedbackRow.author_email, FeedbackRow.author_role,
        FeedbackRow.rating, FeedbackRow.rating_scale, FeedbackRow.url, FeedbackRow.tags, FeedbackRow.language, FeedbackRow.attributes,
    ).outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)  # fmt: skip


def _narrowed(session: Session, wanted: Select[*tuple[Any, ...]], which: FeedbackFilter) -> Select[*tuple[Any, ...]]:
    if which.sources:
        wanted = wanted.where(is_of_sources(session, which.sources))
    if which.kinds:
        wanted = wanted.where(FeedbackRow.kind.in_(which.kinds))
    if which.account:
        wanted = wanted.where(FeedbackRow.account == which.account)
    if which.since:
        wanted = wanted.where(FeedbackRow.occurred_at >= which.since)
    if which.ids is not None:
        wanted = wanted.where(FeedbackRow.id.in_(which.ids))
    if which.tag:
        wanted = wanted.where(has_tag(which.tag))
    if words := which.words.split():
        # Snippets have no personal data in them: a search must not be a way to ask for it.
        said = [SnippetRow.text.icontains(word, autoescape=True) for word in words]
        wanted = wanted.where(exists().where(SnippetRow.feedback_id == FeedbackRow.id, *said))
    return wanted
