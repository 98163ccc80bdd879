"""Words in snippets: SQLite's FTS5, PostgreSQL's full text search. The index follows the snippets by itself: see migration 0007."""

from collections.abc import Sequence

from sqlalchemy import ColumnClause, Select, column, desc, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from voc.db.mentions import QuoteFilter, narrow_quotes
from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.domain.search import words_of

_SQLITE = table("snippet_search", column("snippet_id"), column("rank"))
_ENGLISH: ColumnClause[str] = literal_column("'english'::regconfig")


def list_word_hits(session: Session, run_id: str, query: str, which: QuoteFilter, limit: int) -> list[str]:
    """Snippets of the run that have all of the query's words, in any form, the best first; the last word may be the beginning of one."""
    words = words_of(query)
    if not words:
        return []
    wanted = _sqlite(words) if session.get_bind().dialect.name == "sqlite" else _postgresql(words)
    placed = (
        wanted.join(AssignmentRow, AssignmentRow.snippet_id == SnippetRow.id)
        .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
        .outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)
        .where(AssignmentRow.run_id == run_id)
    )
    return list(session.scalars(narrow_quotes(placed, which).limit(limit)))


def _sqlite(words: Sequence[str]) -> Select[str]:
    asked = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    found = text("snippet_search MATCH :asked").bindparams(asked=f"text : ({asked})")
    wanted = select(SnippetRow.id).select_from(_SQLITE).join(SnippetRow, SnippetRow.id == _SQLITE.c.snippet_id)
    return wanted.where(found).order_by(_SQLITE.c.rank, SnippetRow.id)


def _postgresql(words: Sequence[str]) -> Select[str]:
    asked = func.to_tsquery(_ENGLISH, " & ".join([*words[:-1], f"{words[-1]}:*"]))  # words alone: no operator gets in
    vector = func.to_tsvector(_ENGLISH, SnippetRow.text)
    return select(SnippetRow.id).where(vector.op("@@")(asked)).order_by(desc(func.ts_rank(vector, asked)), SnippetRow.id)
