"""How sources are spelled: `zendesk` and `Zendesk` are one source, whose items are known under the spelling that came first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import FeedbackRow
from voc.domain.feedback import FeedbackItem, list_spellings, spell_sources

MOST = 1_000  # sources that are compared: more is a file whose `source` is something else


@read_once
def list_source_names(session: Session) -> Sequence[str]:
    """The sources that there is feedback of, sorted, at most 1,000. It steps through the index from one to the next, however many items each has."""
    names = select(func.min(FeedbackRow.source).label("source")).cte("names", recursive=True)
    following = select(func.min(FeedbackRow.source)).where(FeedbackRow.source > names.c.source).scalar_subquery()
    names = names.union_all(select(following).where(names.c.source.is_not(None)))
    return sorted(session.scalars(select(names.c.source).where(names.c.source.is_not(None)).limit(MOST)))


def spell_alike(session: Session, items: Sequence[FeedbackItem], spoken: Iterable[str] = ()) -> list[FeedbackItem]:
    """The items, each source spelled as the database spells it, else as `spoken` does (what earlier batches brought), else as the first of the items does."""
    spelled = spell_sources((item.source for item in items), [*list_source_names(session), *spoken])
    return [item if spelled[item.source] == item.source else replace(item, source=spelled[item.source]) for item in items]


def is_of_sources(session: Session, sources: Iterable[str]) -> ColumnElement[bool]:
    """Whether an item is of one of the sources, however they are spelled."""
    known = list_source_names(session)
    return FeedbackRow.source.in_([name for source in sources for name in list_spellings(source, known)])
