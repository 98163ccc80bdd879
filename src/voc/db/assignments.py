"""Which theme each snippet is in, run by run."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from voc.db.tables import AssignmentRow, FeedbackRow, SnippetRow
from voc.domain.themes import Assignment


def add_assignments(session: Session, run_id: str, assignments: Sequence[Assignment], sentiment: Sequence[float], possible: Collection[str] = ()) -> None:
    """Keep where a run put each snippet; `sentiment` in the same order. `possible` are the ids of those that do not count where they were put."""
    rows = [
        {
            "run_id": run_id,
            "snippet_id": a.snippet_id,
            "theme_id": a.theme_id,
            "ask_id": a.ask_id,
            "strength": a.strength,
            "sentiment": s,
            "intent": a.intent,
            "pinned": a.pinned,
            "counted": a.snippet_id not in possible,
        }
        for a, s in zip(assignments, sentiment, strict=True)
    ]
    if rows:
        session.execute(insert(AssignmentRow.__table__), rows)  # type: ignore[arg-type]  # the table, not the class: nothing is to be tracked


def list_memberships(session: Session, run_id: str) -> dict[str, str]:
    """The theme of each snippet that the run put in one."""
    rows = session.execute(select(AssignmentRow.snippet_id, AssignmentRow.theme_id).where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id.is_not(None)))
    return {snippet: theme for snippet, theme in rows if theme is not None}


def list_members(session: Session, run_id: str, theme_id: str) -> list[str]:
    """The snippets that the run put in the theme, by id."""
    wanted = select(AssignmentRow.snippet_id).where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id == theme_id)
    return list(session.scalars(wanted.order_by(AssignmentRow.snippet_id)))


def find_place(session: Session, run_id: str, snippet_id: str) -> str | None:
    """The theme that the run put the snippet in; None: none, or the run does not know the snippet."""
    return session.scalar(select(AssignmentRow.theme_id).where(AssignmentRow.run_id == run_id, AssignmentRow.snippet_id == snippet_id))


def list_recent_mentions(session: Session, run_id: str, since: datetime, as_of: datetime) -> dict[str, int]:
    """How many snippets that count in each theme of the run were said after `since` and up to `as_of`."""
    rows = session.execute(
        select(AssignmentRow.theme_id, func.count())
        .join(SnippetRow, SnippetRow.id == AssignmentRow.snippet_id)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id.is_not(None), AssignmentRow.counted)
        .where(FeedbackRow.occurred_at > since, FeedbackRow.occurred_at <= as_of)
        .group_by(AssignmentRow.theme_id)
    )
    return {theme: count for theme, count in rows if theme is not None}
