"""Evidence for scoring and for people: mentions of themes, and the quotes behind a number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVarTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from voc.db.snippets import said_by
from voc.db.source_names import is_of_sources
from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.db.tags import has_tag
from voc.domain.evidence import Mention
from voc.domain.feedback import RATING_RANGES
from voc.domain.health import RatedComment

Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True)
class Quote:
    """A snippet as a person reads it, with where it was said and by whom. `start` and `end` are offsets into the item's raw text."""

    id: str
    feedback_id: str
    position: int
    text: str
    kind: str
    source: str
    url: str | None
    occurred_at: datetime
    account: str | None
    account_name: str | None
    theme_id: str | None
    ask_id: str | None
    strength: float
    sentiment: float
    intent: str | None
    language: str
    start: int
    end: int
    context: str | None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes: every field that is given narrows. `items`: of these feedback items; `tag`: of items that have it, imported or given; `counted`: those that
    count where the run put them, or those that do not."""

    theme_id: str | None = None
    account: str | None = None
    feedback_id: str | None = None
    ask_id: str | None = None
    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    segments: Sequence[str] = ()
    since: datetime | None = None
    as_of: datetime | None = None
    unthemed: bool = False
    snippets: Sequence[str] | None = None
    items: Sequence[str] | None = None
    tag: str = ""
    counted: bool | None = None

    def only(self, snippets: Sequence[str]) -> "QuoteFilter":
        """The same of these snippets alone."""
        return replace(self, snippets=snippets)


def list_mentions(
    session: Session, run_id: str, as_of: datetime, sources: Sequence[str] = (), kinds: Sequence[str] = (), *, themes: Sequence[str] = ()
) -> list[Mention]:
    """Every snippet of the run up to `as_of`, as evidence; narrowed to sources, kinds and themes (in which they count, or may) where any are given. Ordered by
    snippet id."""
    counts, possible = (case((which, AssignmentRow.theme_id), else_=None) for which in (AssignmentRow.counted, ~AssignmentRow.counted))
    columns = (
        SnippetRow.id, SnippetRow.feedback_id, counts, FeedbackRow.account, FeedbackRow.occurred_at, FeedbackRow.kind, FeedbackRow.source,
        AssignmentRow.sentiment, AssignmentRow.strength, AssignmentRow.intent, said_by(), possible, SnippetRow.text_hash,
    )  # fmt: skip
    wanted = _placed(select(*columns), run_id).where(FeedbackRow.occurred_at <= as_of).order_by(SnippetRow.id)
    if sources:
        wanted = wanted.where(is_of_sources(session, sources))
    if kinds:
        wanted = wanted.where(FeedbackRow.kind.in_(kinds))
    if themes:
        wanted = wanted.where(AssignmentRow.theme_id.in_(themes))
    return [Mention(*row) for row in session.execute(wanted)]


def list_quotes(session: Session, run_id: str, which: QuoteFilter, limit: int, offset: int = 0) -> list[Quote]:
    """The quotes behind a figure, the strongest first, then the newest."""
    columns = (
        SnippetRow.id, SnippetRow.feedback_id, SnippetRow.position, SnippetRow.text, FeedbackRow.kind, FeedbackRow.source, FeedbackRow.url,
        FeedbackRow.occurred_at,
        FeedbackRow.account, AccountRow.name, AssignmentRow.theme_id, AssignmentRow.ask_id, AssignmentRow.strength, AssignmentRow.sentiment,
        AssignmentRow.intent, SnippetRow.language, SnippetRow.start, SnippetRow.end, SnippetRow.context, AssignmentRow.counted,
    )  # fmt: skip
    wanted = narrow_quotes(session, _placed(select(*columns), run_id).outerjoin(AccountRow, AccountRow.id == FeedbackRow.account), which)
    order = (SnippetRow.position,) if which.feedback_id else (AssignmentRow.strength.desc(), FeedbackRow.occurred_at.desc())
    return [Quote(*row) for row in session.execute(wanted.order_by(*order, SnippetRow.id).limit(limit).offset(offset))]


def list_text_hashes(session: Session, run_id: str) -> dict[str, str]:
    """Each snippet of the run with the hash of its text, by id."""
    placed = select(SnippetRow.id, SnippetRow.text_hash).join(AssignmentRow, AssignmentRow.snippet_id == SnippetRow.id)
    return dict(session.execute(placed.where(AssignmentRow.run_id == run_id).order_by(SnippetRow.id)).all())


def count_quotes(session: Session, run_id: str, which: QuoteFilter, most: int | None = None) -> int:
    """How many quotes `list_quotes` lists, all pages together; counted no further than one more than `most`."""
    listed = narrow_quotes(session, _placed(select(SnippetRow.id), run_id).outerjoin(AccountRow, AccountRow.id == FeedbackRow.account), which)
    return session.scalar(select(func.count()).select_from((listed.limit(most + 1) if most is not None else listed).subquery())) or 0


def count_by_account(session: Session, run_id: str, which: QuoteFilter) -> dict[str, tuple[int, datetime]]:
    """How many of the quotes that `list_quotes` lists each account (`acc_` id) made, and when the latest; what nobody's account said is left out."""
    latest = func.max(FeedbackRow.occurred_at)
    counted = _placed(select(FeedbackRow.account, func.count(), latest), run_id).outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)
    rows = session.execute(narrow_quotes(session, counted, which).where(FeedbackRow.account.is_not(None)).group_by(FeedbackRow.account))
    return {account: (count, said) for account, count, said in rows}


def list_first_raised(session: Session, run_id: str, theme_id: str, as_of: datetime) -> dict[str, datetime]:
    """When each account (`acc_` id) first raised the theme, of all up to a moment."""
    rows = session.execute(
        _placed(select(FeedbackRow.account, func.min(FeedbackRow.occurred_at)), run_id)
        .where(AssignmentRow.theme_id == theme_id, AssignmentRow.counted, FeedbackRow.account.is_not(None), FeedbackRow.occurred_at <= as_of)
        .group_by(FeedbackRow.account)
    )
    return {account: first for account, first in rows if account is not None and first is not None}


def _placed(wanted: Select[*tuple[Any, ...]], run_id: str) -> Select[*tuple[Any, ...]]:
    return (
        wanted.select_from(AssignmentRow)
        .join(SnippetRow, SnippetRow.id == AssignmentRow.snippet_id)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .where(AssignmentRow.run_id == run_id)
    )


def narrow_quotes(session: Session, wanted: Select[*Ts], which: QuoteFilter) -> Select[*Ts]:
    """The filter on a query that joins assignment, snippet, feedback and account."""
    for column, value in (
        (AssignmentRow.theme_id, which.theme_id),
        (FeedbackRow.account, which.account),
        (FeedbackRow.id, which.feedback_id),
        (AssignmentRow.ask_id, which.ask_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if which.counted is not None:
        wanted = wanted.where(AssignmentRow.counted == which.counted)
    if which.snippets is not None:
        wanted = wanted.where(SnippetRow.id.in_(which.snippets))
    if which.items is not None:
        wanted = wanted.where(FeedbackRow.id.in_(which.items))
    if which.tag:
        wanted = wanted.where(has_tag(which.tag))
    if which.sources:
        wanted = wanted.where(is_of_sources(session, which.sources))
    if which.kinds:
        wanted = wanted.where(FeedbackRow.kind.in_(which.kinds))
    if which.segments:
        wanted = wanted.where(AccountRow.segment.in_(which.segments))
    # Over a long time most quotes pass: the walk in the order of the list ends after a page of them, where one by the times would read and sort all.
    is_long = which.since is None or which.as_of is None or which.as_of - which.since > timedelta(days=90)
    when = func.coalesce(FeedbackRow.occurred_at, FeedbackRow.occurred_at) if is_long else FeedbackRow.occurred_at
    if which.since:
        wanted = wanted.where(when > which.since)
    if which.as_of:
        wanted = wanted.where(when <= which.as_of)
    return wanted.where(AssignmentRow.theme_id.is_(None)) if which.unthemed else wanted


def list_ratings(session: Session, as_of: datetime) -> dict[str, list[RatedComment]]:
    """Each account's ratings up to `as_of` on a scale that is known, brought to 0 to 10."""
    found: dict[str, list[RatedComment]] = {}
    rows = session.execute(
        select(FeedbackRow.account, FeedbackRow.occurred_at, FeedbackRow.rating, FeedbackRow.rating_scale)
        .where(FeedbackRow.account.is_not(None), FeedbackRow.rating.is_not(None), FeedbackRow.rating_scale.in_(RATING_RANGES), FeedbackRow.occurred_at <= as_of)
        .order_by(FeedbackRow.occurred_at, FeedbackRow.id)
    )
    for account, occurred_at, rating, scale in rows:
        if account is not None and rating is not None and scale is not None:
            found.setdefault(account, []).append(RatedComment(occurred_at, _to_ten(rating, scale), scale))
    return found


def _to_ten(rating: Decimal, scale: str) -> float:
    low, high = RATING_RANGES[scale]
    return float((rating - low) / (high - low) * 10)
