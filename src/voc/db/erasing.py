"""Feedback that goes for good: which items, what hangs on them, and their deletion. SQLite overwrites what is deleted (secure_delete)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, delete, exists, func, or_, select, text, tuple_, update
from sqlalchemy.orm import Session

from voc.db.import_journal import Row, forget_feedback, forget_states
from voc.db.report_tables import ReportRow
from voc.db.service_tables import JobRow
from voc.db.source_names import list_source_names
from voc.db.tables import (
    AccountRow,
    AssignmentRow,
    EmbeddingRow,
    FeedbackRevisionRow,
    FeedbackRow,
    RunThemeRow,
    SnippetRow,
    ThemeRow,
)
from voc.db.upsert import chunked, hold_import_lock, mark_import
from voc.domain.erasing import Erasable, QuotingReport, is_made_of, quoted_snippets
from voc.domain.feedback import feedback_id, list_spellings


@dataclass(frozen=True, slots=True)
class Doomed:
    """What hangs on the items: ids of snippets, hashes of texts that nothing else says, and what was said in each theme."""

    items: Sequence[str]
    revisions: int
    snippets: frozenset[str]
    hashes: frozenset[str]
    said: Mapping[str, frozenset[str]]


def list_erasable(session: Session, which: Erasable, limit: int | None = None) -> list[str]:
    """The `fbk_` ids of the feedback that is meant, the oldest first."""
    wanted = select(FeedbackRow.id).where(_meant(session, which)).order_by(FeedbackRow.occurred_at, FeedbackRow.id)
    return list(session.scalars(wanted.limit(limit)))


def _meant(session: Session, which: Erasable) -> Any:
    if which.author_email is not None:
        return func.lower(FeedbackRow.author_email) == which.author_email.strip().lower()
    if which.account_id is not None:
        matched = select(AccountRow.id).where(AccountRow.account_id == which.account_id.strip())
        return or_(FeedbackRow.account_ref == which.account_id.strip(), FeedbackRow.account.in_(matched))
    if which.item is not None:
        return FeedbackRow.id.in_(_spelled_alike(session, *which.item))
    return FeedbackRow.occurred_at < which.before


def _spelled_alike(session: Session, source: str, external_id: str) -> list[str]:
    """The item's id, or where there is none of exactly this source, its ids under the source's other spellings."""
    exact = feedback_id(source, external_id)
    if session.get(FeedbackRow, exact):
        return [exact]
    return [feedback_id(name, external_id) for name in list_spellings(source, list_source_names(session))]


def erase_former(session: Session, which: Erasable) -> None:
    """Erase what feedback said formerly, where that is meant, from the journal of imports and from the revisions. Whoever the item is of now keeps it."""
    matched = select(AccountRow.id).where(AccountRow.account_id == (which.account_id or "").strip())
    gone = forget_states(session, partial(_was_meant, which, frozenset(session.scalars(matched))))
    contents = tuple_(FeedbackRevisionRow.feedback_id, FeedbackRevisionRow.content_hash)
    for some in chunked(gone):
        session.execute(delete(FeedbackRevisionRow).where(contents.in_(some)))


def _was_meant(which: Erasable, accounts: Collection[str], state: Row) -> bool:
    """As `_meant`, of a former state. `accounts`: the `acc_` ids of the account that is meant."""
    if which.author_email is not None:
        return (state["author_email"] or "").lower() == which.author_email.strip().lower()
    if which.account_id is not None:
        return state["account_ref"] == which.account_id.strip() or state["account"] in accounts
    return which.before is not None and state["occurred_at"] < which.before


def find_doomed(session: Session, items: Sequence[str]) -> Doomed:
    """What goes with the items."""
    revisions = 0
    snippets: set[str] = set()
    hashes: set[str] = set()
    said: dict[str, set[str]] = {}
    for some in chunked(items):
        revisions += session.scalar(select(func.count()).select_from(FeedbackRevisionRow).where(FeedbackRevisionRow.feedback_id.in_(some))) or 0
        for row in session.execute(select(SnippetRow.id, SnippetRow.text_hash).where(SnippetRow.feedback_id.in_(some))):
            snippets.add(row.id)
            hashes.add(row.text_hash)
        placed = select(AssignmentRow.theme_id, SnippetRow.text).join(SnippetRow, SnippetRow.id == AssignmentRow.snippet_id)
        for theme_id, words in session.execute(placed.where(SnippetRow.feedback_id.in_(some), AssignmentRow.theme_id.is_not(None)).distinct()):
            said.setdefault(str(theme_id), set()).add(words)
    shared: set[str] = set()
    gone = set(items)
    for some in chunked(sorted(hashes)):
        others = select(SnippetRow.text_hash, SnippetRow.feedback_id).where(SnippetRow.text_hash.in_(some))
        shared |= {row.text_hash for row in session.execute(others) if row.feedback_id not in gone}
    return Doomed(items, revisions, frozenset(snippets), frozenset(hashes - shared), {theme: frozenset(texts) for theme, texts in said.items()})


def count_vectors(session: Session, hashes: Collection[str]) -> int:
    """How many vectors there are of these texts."""
    wanted = select(func.count()).select_from(EmbeddingRow)
    return sum(session.scalar(wanted.where(EmbeddingRow.text_hash.in_(some))) or 0 for some in chunked(sorted(hashes)))


def list_made_summaries(session: Session, said: Mapping[str, Collection[str]]) -> list[str]:
    """The themes whose summary, as it stands, the machine made of what was said; a person's own words are theirs."""
    return [row.id for some in chunked(sorted(said)) for row in session.scalars(_of_machine(some)) if is_made_of(row.summary, said[row.id])]


def _of_machine(themes: Sequence[str]) -> Select[ThemeRow]:
    return select(ThemeRow).where(ThemeRow.id.in_(themes), ThemeRow.label_source == "auto", ThemeRow.summary != "")


def list_quoting_reports(session: Session, snippets: Collection[str]) -> list[QuotingReport]:
    """The approved and frozen reports that quote one of the snippets."""
    order = (ReportRow.period, ReportRow.kind, ReportRow.subject, ReportRow.version)
    rows = session.scalars(select(ReportRow).where(ReportRow.content.is_not(None)).order_by(*order))
    return [QuotingReport(r.id, r.kind, r.period, r.subject, r.version) for r in rows if not quoted_snippets(str(r.content)).isdisjoint(snippets)]


def delete_doomed(session: Session, doomed: Doomed) -> None:
    """Delete the items and all that was made of them. Reports stay as they are."""
    hold_import_lock(session)
    mark_import(session)
    _clear_summaries(session, doomed.said)
    for some in chunked(doomed.items):
        forget_feedback(session, some)
        session.execute(delete(FeedbackRow).where(FeedbackRow.id.in_(some)))  # revisions, snippets and what hangs on those go with it
    for some in chunked(sorted(doomed.hashes)):
        session.execute(delete(EmbeddingRow).where(EmbeddingRow.text_hash.in_(some), ~exists().where(SnippetRow.text_hash == EmbeddingRow.text_hash)))
    if session.get_bind().dialect.name == "sqlite":
        # Words that were deleted stay in the index's older parts until those are put together.
        session.execute(text("INSERT INTO snippet_search (snippet_search) VALUES ('optimize')"))


def _clear_summaries(session: Session, said: Mapping[str, Collection[str]]) -> None:
    for some in chunked(sorted(said)):
        for theme in session.scalars(_of_machine(some)):
            if is_made_of(theme.summary, said[theme.id]):
                theme.summary = ""
        for row in session.scalars(select(RunThemeRow).where(RunThemeRow.theme_id.in_(some))):
            if row.figures.get("label_source") == "auto" and is_made_of(str(row.figures.get("summary", "")), said[row.theme_id]):
                row.figures = {**row.figures, "summary": ""}
    session.flush()


def forget_rejects(session: Session, words: str) -> None:
    """Take the rejected rows that hold the words out of what imports told."""
    for row in session.scalars(select(JobRow).where(JobRow.kind == "import", JobRow.state == "done")):
        rejects = row.result.get("rejects") or []
        kept = [reject for reject in rejects if words.lower() not in str(reject).lower()]
        if len(kept) < len(rejects):
            session.execute(update(JobRow).where(JobRow.id == row.id).values(result={**row.result, "rejects": kept}))
