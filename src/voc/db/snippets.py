"""Snippets: what waits to be split, and what a refresh reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.db.upsert import chunked, list_absent
from voc.domain.feedback import RATING_RANGES, Snippet
from voc.domain.snapshot import SnapshotRow


@dataclass(frozen=True, slots=True)
class UnsplitItem:
    """A feedback item that is to be split. `subject` is what its source calls it, where that stands beside the text."""

    id: str
    kind: str
    text: str
    author_role: str
    author_name: str | None
    language: str | None
    subject: str | None = None


def count_unsplit(session: Session, splitter: str) -> int:
    """How many items have not been split by this splitter."""
    return session.scalar(select(func.count()).select_from(FeedbackRow).where(_unsplit(splitter))) or 0


def list_unsplit(session: Session, splitter: str, limit: int) -> list[UnsplitItem]:
    """The next items to split, in the order of their ids."""
    columns = (
        FeedbackRow.id, FeedbackRow.kind, FeedbackRow.text, FeedbackRow.author_role, FeedbackRow.author_name, FeedbackRow.language, FeedbackRow.attributes,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(_unsplit(splitter)).order_by(FeedbackRow.id).limit(limit))
    return [UnsplitItem(r.id, r.kind, r.text, r.author_role, r.author_name, r.language, _subject(r.attributes)) for r in rows]


def _subject(attributes: Mapping[str, Any]) -> str | None:
    """What a source calls the item, in a column of its own."""
    named = {name.lower(): value for name, value in attributes.items()}
    return next((str(named[name]) for name in ("subject", "title") if named.get(name)), None)


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
    """Replace these items' snippets. Snippets that say the same at the same place keep their rows, and with them what runs said of them."""
    wanted = {s.id: s for s in snippets}
    existing = set(session.scalars(select(SnippetRow.id).where(SnippetRow.feedback_id.in_(feedback_ids))))
    if gone := existing - wanted.keys():
        session.execute(delete(SnippetRow).where(SnippetRow.id.in_(gone)))
    kept = ("id", "feedback_id", "position", "passage", "start", "end", "text", "text_hash", "language", "context")
    rows = [{name: getattr(s, name) for name in kept} for s in wanted.values()]
    if new := [row for row in rows if row["id"] not in existing]:
        session.execute(insert(SnippetRow), new, execution_options={"render_nulls": True})
    if old := [row for row in rows if row["id"] in existing]:
        session.execute(update(SnippetRow), old)  # by primary key: where it stands may have moved
    session.execute(update(FeedbackRow).where(FeedbackRow.id.in_(feedback_ids)).values(split_by=splitter))


def list_snapshot(session: Session, as_of: datetime) -> list[SnapshotRow]:
    """All snippets of items up to `as_of`, sorted by id: the same rows in the same order, whatever order they came in."""
    columns = (
        SnippetRow.id, SnippetRow.feedback_id, SnippetRow.position, SnippetRow.passage, SnippetRow.text, SnippetRow.text_hash, SnippetRow.language,
        FeedbackRow.kind, FeedbackRow.source, FeedbackRow.account, FeedbackRow.occurred_at, said_by(),
    )  # fmt: skip
    rows = session.execute(
        select(*columns).join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id).where(FeedbackRow.occurred_at <= as_of).order_by(SnippetRow.id)
    )
    return [SnapshotRow(*row) for row in rows]


def said_by() -> ColumnElement[str | None]:
    """Who wrote an item: the e-mail address, else the name; null where nobody is named."""
    return func.lower(func.coalesce(FeedbackRow.author_email, FeedbackRow.author_name))


def find_text_hashes(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The hash of the text of each of these snippets that there is, by id."""
    return {key: found for some in chunked(ids) for key, found in session.execute(select(SnippetRow.id, SnippetRow.text_hash).where(SnippetRow.id.in_(some)))}


def list_points(session: Session, feedback_ids: Sequence[str]) -> dict[str, list[str]]:
    """The texts of each of these items' snippets, in their order in the item, by item; an item without any is left out."""
    found: dict[str, list[str]] = {}
    for some in chunked(feedback_ids):
        rows = select(SnippetRow.feedback_id, SnippetRow.text).where(SnippetRow.feedback_id.in_(some)).order_by(SnippetRow.position, SnippetRow.id)
        for feedback_id, said in session.execute(rows):
            found.setdefault(feedback_id, []).append(said)
    return found


def find_missing(session: Session, ids: Sequence[str]) -> list[str]:
    """Those of these ids that name no snippet, in their order."""
    return list_absent(session, SnippetRow.id, ids)


def list_rated(session: Session, as_of: datetime) -> dict[str, tuple[Decimal, str]]:
    """The rating and its scale by snippet, of the items up to `as_of` that are rated on a scale that is known and make one point: what was rated is then what
    was said."""
    alone = select(SnippetRow.feedback_id).group_by(SnippetRow.feedback_id).having(func.count() == 1)
    rows = session.execute(
        select(SnippetRow.id, FeedbackRow.rating, FeedbackRow.rating_scale)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .where(
            FeedbackRow.rating.is_not(None), FeedbackRow.rating_scale.in_(RATING_RANGES), FeedbackRow.occurred_at <= as_of, SnippetRow.feedback_id.in_(alone)
        )
        .order_by(SnippetRow.id)
    )
    return {snippet: (rating, scale) for snippet, rating, scale in rows if rating is not None and scale is not None}


@dataclass(frozen=True, slots=True)
class ExportedSnippet:
    """A row of `voc export snippets`. `counted`: whether it counts in its theme's figures, None where it has no theme."""

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
    counted: bool | None


def iterate_export(session: Session, run_id: str | None) -> Iterator[ExportedSnippet]:
    """Every snippet with its place in the run, ordered by source, external_id and position; streamed."""
    placed = (AssignmentRow.snippet_id == SnippetRow.id) & (AssignmentRow.run_id == run_id)
    columns = (
        FeedbackRow.source, FeedbackRow.external_id, SnippetRow.position, SnippetRow.text, FeedbackRow.kind, AccountRow.account_id, FeedbackRow.occurred_at,
        AssignmentRow.theme_id, AssignmentRow.strength, AssignmentRow.sentiment, AssignmentRow.ask_id,
        case((AssignmentRow.theme_id.is_not(None), AssignmentRow.counted), else_=None),
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)
        .outerjoin(AssignmentRow, placed)
        .order_by(FeedbackRow.source, FeedbackRow.external_id, SnippetRow.position)
        .execution_options(yield_per=1_000)
    )
    for row in rows:
        yield ExportedSnippet(*row)
