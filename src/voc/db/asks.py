"""Asks: the finer points inside a theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voc.db.tables import AssignmentRow, FeedbackRow, SnippetRow


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask of a theme: how many snippets and accounts made it, and the snippet that says it best."""

    id: str
    size: int
    accounts: int
    exemplar_id: str
    exemplar: str


def list_ask_members(session: Session, run_id: str, theme_id: str, ask_ids: Sequence[str]) -> dict[str, list[str]]:
    """The snippets of each of these asks of the theme; an ask that the theme has not is left out."""
    wanted = select(AssignmentRow.ask_id, AssignmentRow.snippet_id).where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id == theme_id)
    found: dict[str, list[str]] = {}
    for ask, snippet in session.execute(wanted.where(AssignmentRow.ask_id.in_(ask_ids)).order_by(AssignmentRow.snippet_id)) if ask_ids else ():
        found.setdefault(str(ask), []).append(snippet)
    return found


def list_asks(session: Session, run_id: str, theme_id: str, since: datetime, as_of: datetime) -> list[Ask]:
    """The theme's asks that were made after `since` and up to `as_of`, the largest first."""
    best = (AssignmentRow.strength.desc(), FeedbackRow.occurred_at.desc(), SnippetRow.id)
    placed = (
        select(
            AssignmentRow.ask_id,
            SnippetRow.id.label("snippet"),
            SnippetRow.text,
            FeedbackRow.account,
            func.row_number().over(partition_by=AssignmentRow.ask_id, order_by=best).label("place"),
        )
        .join(SnippetRow, SnippetRow.id == AssignmentRow.snippet_id)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id == theme_id, AssignmentRow.ask_id.is_not(None), AssignmentRow.counted)
        .where(FeedbackRow.occurred_at > since, FeedbackRow.occurred_at <= as_of)
        .subquery()
    )
    counted = (
        select(placed.c.ask_id, func.count().label("size"), func.count(placed.c.account.distinct()).label("accounts")).group_by(placed.c.ask_id).subquery()
    )
    rows = session.execute(
        select(placed.c.ask_id, counted.c.size, counted.c.accounts, placed.c.snippet, placed.c.text)
        .join(counted, counted.c.ask_id == placed.c.ask_id)
        .where(placed.c.place == 1)
        .order_by(counted.c.size.desc(), placed.c.ask_id)
    )
    return [Ask(*row) for row in rows]
