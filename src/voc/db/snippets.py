"""Snippets: what waits to be split, and what a refresh reads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.domain.feedback import Snippet


@dataclass(frozen=True, slots=True)
class UnsplitItem:
    """A feedback item that is to be split."""

    id: str
    kind: str
    text: str
    author_role: str
    author_name: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snippet with what a refresh needs of its item."""

    id: str
    feedback_id: str
    position: int
    passage: int
    text: str
    text_hash: str
    language: str
    kind: str
    source: str
    account: str | None
    occurred_at: datetime


def count_unsplit(session: Session, splitter: str) -> int:
    """How many items have not been split by this splitter."""
    return session.scalar(select(func.count()).select_from(FeedbackRow).where(_unsplit(splitter))) or 0


def list_unsplit(session: Session, splitter: str, limit: int) -> list[UnsplitItem]:
    """The next items to split, in the order of their ids."""
    columns = (FeedbackRow.id, FeedbackRow.kind, FeedbackRow.text, FeedbackRow.author_role, FeedbackRow.author_name, FeedbackRow.language)
    return [UnsplitItem(*row) for row in session.execute(select(*columns).where(_unsplit(splitter)).order_by(FeedbackRow.id).limit(limit))]


def _unsplit(splitter: str) -> ColumnElement[bool]:
    return or_(FeedbackRow.split_by.is_(None), FeedbackRow.split_by != splitter)


def forget_splits(session: Session) -> None:
    """Have every item split again by the next refresh."""
    session.execute(update(FeedbackRow).values(split_by=None))


def list_agent_names(session: Session) -> frozenset[str]:
    """Lower-case names of the company's own people, as the accounts' owners' e-mail addresses tell them: `ana.lima@...` gives `ana lima` and `ana`."""
    names: set[str] = set()
    for email in session.scalars(select(AccountRow.csm_email).where(AccountRow.csm_email.is_not(None)).distinct()):
        parts = [p for p in (email or "").split("@")[0].lower().replace("_", ".").replace("-", ".").split(".") if p]
        if parts:
            names |= {" ".join(parts), parts[0]}
    return frozenset(names)


def save_snippets(session: Session, feedback_ids: Sequence[str], snippets: Iterable[Snippet], splitter: str) -> None:
    """Replace these items' snippets. Snippets that stay the same keep their rows, and with them what runs said of them."""
    wanted = {s.id: s for s in snippets}
    existing = set(session.scalars(select(SnippetRow.id).where(SnippetRow.feedback_id.in_(feedback_ids))))
    if gone := existing - wanted.keys():
        session.execute(delete(SnippetRow).where(SnippetRow.id.in_(gone)))
    kept = ("id", "feedback_id", "position", "passage", "start", "end", "text", "text_hash", "language")
    if new := [{name: getattr(s, name) for name in kept} for key, s in wanted.items() if key not in existing]:
        session.execute(insert(SnippetRow), new)
    session.execute(update(FeedbackRow).where(FeedbackRow.id.in_(feedback_ids)).values(split_by=splitter))


def list_snapshot(session: Session, as_of: datetime) -> list[SnapshotRow]:
    """All snippets of items up to `as_of`, sorted by id: the same rows in the same order, whatever order they came in."""
    columns = (
        SnippetRow.id, SnippetRow.feedback_id, SnippetRow.position, SnippetRow.passage, SnippetRow.text, SnippetRow.text_hash, SnippetRow.language,
        FeedbackRow.kind, FeedbackRow.source, FeedbackRow.account, FeedbackRow.occurred_at,
    )  # fmt: skip
    rows = session.execute(
        select(*columns).join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id).where(FeedbackRow.occurred_at <= as_of).order_by(SnippetRow.id)
    )
    return [SnapshotRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class ExportedSnippet:
    """A row of `voc export snippets`."""

    source: str
    external_id: str
    position: int
    text: str
    kind: str
    account_id: str | None
    occurred_at: datetime
    theme_id: str | None
    strength: float | None
    sentiment: float | None
    ask_id: str | None


def iterate_export(session: Session, run_id: str | None) -> Iterator[ExportedSnippet]:
    """Every snippet with its place in the run, ordered by source, external_id and position; streamed."""
    placed = (AssignmentRow.snippet_id == SnippetRow.id) & (AssignmentRow.run_id == run_id)
    rows = session.execute(
        select(
            FeedbackRow.source, FeedbackRow.external_id, SnippetRow.position, SnippetRow.text, FeedbackRow.kind, AccountRow.account_id, FeedbackRow.occurred_at,
            AssignmentRow.theme_id, AssignmentRow.strength, AssignmentRow.sentiment, AssignmentRow.ask_id,
        )
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)
        .outerjoin(AssignmentRow, placed)
        .order_by(FeedbackRow.source, FeedbackRow.external_id, SnippetRow.position)
        .execution_options(yield_per=1_000)
    )  # fmt: skip
    for row in rows:
        yield ExportedSnippet(*row)
