"""The inbox: snippets of a run that no person has decided of, and that nobody marked as done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from voc.db.decisions import decided_snippets
from voc.db.people_tables import SnippetMarkRow, SnippetOwnerRow, SuggestionRow
from voc.db.source_names import is_of_sources
from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.domain.inbox import InboxFilter, Order, Waiting

EVERYBODY = ""  # whose a mark is that holds for all
_ORDERS = {
    "doubt": (SuggestionRow.doubt.desc(),),
    "stake": (SuggestionRow.stake.desc(), SuggestionRow.doubt.desc()),
    "newest": (FeedbackRow.occurred_at.desc(),),
}


def list_waiting(session: Session, run_id: str, which: InboxFilter, now: datetime, limit: int, offset: int = 0, order: Order = "doubt") -> list[Waiting]:
    """The most doubtful first, those with the most ARR at stake, or the newest."""
    columns = (SuggestionRow.snippet_id, SnippetRow.feedback_id, SuggestionRow.themes, SuggestionRow.doubt, SuggestionRow.came_at)
    wanted = _narrowed(session, select(*columns), run_id, which, now).order_by(*_ORDERS[order], SuggestionRow.snippet_id).limit(limit).offset(offset)
    return [
        Waiting(snippet, item, tuple((theme, float(share)) for theme, share in themes), doubt, came_at)
        for snippet, item, themes, doubt, came_at in session.execute(wanted)
    ]


def count_waiting(session: Session, run_id: str, which: InboxFilter, now: datetime, most: int) -> int:
    """How many there are, `most` at most: nobody reads on, and counting all of a hundred thousand takes time."""
    some = _narrowed(session, select(SuggestionRow.snippet_id), run_id, which, now).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def find_waiting(session: Session, run_id: str, snippet_id: str) -> Waiting | None:
    """One snippet of the run, whether it waits or not."""
    row = session.execute(
        select(SuggestionRow.themes, SnippetRow.feedback_id, SuggestionRow.doubt, SuggestionRow.came_at)
        .join(SnippetRow, SnippetRow.id == SuggestionRow.snippet_id)
        .join(AssignmentRow, (AssignmentRow.snippet_id == SnippetRow.id) & (AssignmentRow.run_id == run_id))
        .where(SnippetRow.id == snippet_id)
    ).first()
    return Waiting(snippet_id, row.feedback_id, tuple((t, float(p)) for t, p in row.themes), row.doubt, row.came_at) if row else None


def save_mark(session: Session, snippet_id: str, owner_id: str, until: datetime | None, made_by: str, now: datetime) -> None:
    """Mark a snippet as done, for everybody or for one person up to a moment."""
    session.merge(SnippetMarkRow(snippet_id=snippet_id, owner_id=owner_id, until=until, made_by=made_by, made_at=now))
    session.flush()


def delete_mark(session: Session, snippet_id: str, owner_id: str) -> bool:
    """Take a mark off; whether there was one."""
    gone = delete(SnippetMarkRow).where(SnippetMarkRow.snippet_id == snippet_id, SnippetMarkRow.owner_id == owner_id).returning(SnippetMarkRow.snippet_id)
    return session.scalar(gone) is not None


def has_mark(session: Session, snippet_id: str, owner_id: str) -> bool:
    """Whether the snippet is marked so."""
    return session.get(SnippetMarkRow, (snippet_id, owner_id)) is not None


def list_owners(session: Session, snippet_ids: Sequence[str]) -> dict[str, str]:
    """Who is to look after each of these snippets, by user id."""
    rows = session.execute(select(SnippetOwnerRow.snippet_id, SnippetOwnerRow.user_id).where(SnippetOwnerRow.snippet_id.in_(snippet_ids)))
    return dict(rows.all())


def save_owner(session: Session, snippet_id: str, user_id: str | None, made_by: str, now: datetime) -> None:
    """Give the snippet to somebody to look after; None: to nobody."""
    if user_id is None:
        session.execute(delete(SnippetOwnerRow).where(SnippetOwnerRow.snippet_id == snippet_id))
    else:
        session.merge(SnippetOwnerRow(snippet_id=snippet_id, user_id=user_id, made_by=made_by, made_at=now))
    session.flush()


def _narrowed(session: Session, wanted: Select[Any], run_id: str, which: InboxFilter, now: datetime) -> Select[Any]:
    wanted = (
        wanted.select_from(SuggestionRow)  # which are the last run's: where it put them is looked up only where that is asked
        .join(SnippetRow, SnippetRow.id == SuggestionRow.snippet_id)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .where(SuggestionRow.snippet_id.not_in(decided_snippets()), SuggestionRow.snippet_id.not_in(_marked(which.user_id, now)))
    )
    if which.theme_id or which.unthemed:
        wanted = wanted.join(AssignmentRow, and_(AssignmentRow.snippet_id == SuggestionRow.snippet_id, AssignmentRow.run_id == run_id))
    for condition in (*_of_tab(which), *_of_filters(session, which)):
        wanted = wanted.where(condition)
    return wanted


def _marked(user_id: str, now: datetime) -> Select[str]:
    done, later = SnippetMarkRow.owner_id == EVERYBODY, and_(SnippetMarkRow.owner_id == user_id, SnippetMarkRow.until > now)
    return select(SnippetMarkRow.snippet_id).where(or_(done, later))


def _of_tab(which: InboxFilter) -> list[ColumnElement[bool]]:
    if which.tab == "mine":
        return [_account_has(func.lower(AccountRow.csm_email) == (which.owner or "").lower())]
    if which.tab == "unassigned":
        return [or_(FeedbackRow.account.is_(None), _account_has(AccountRow.csm_email.is_(None)))]
    if which.tab == "assigned":
        return [SuggestionRow.snippet_id.in_(select(SnippetOwnerRow.snippet_id).where(SnippetOwnerRow.user_id == which.user_id))]
    return []


def _account_has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return FeedbackRow.account.in_(select(AccountRow.id).where(condition))


def _of_filters(session: Session, which: InboxFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.sources:
        found.append(is_of_sources(session, which.sources))
    if which.kinds:
        found.append(FeedbackRow.kind.in_(which.kinds))
    if which.segments:
        found.append(_account_has(AccountRow.segment.in_(which.segments)))
    if which.account:
        found.append(FeedbackRow.account == which.account)
    if which.theme_id:
        found.append(AssignmentRow.theme_id == which.theme_id)
    if which.unthemed:
        found.append(AssignmentRow.theme_id.is_(None))
    if which.since:
        found.append(SuggestionRow.came_at > which.since)
    if which.besides:
        found.append(SuggestionRow.snippet_id.not_in(which.besides))
    return found
