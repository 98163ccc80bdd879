"""Words in snippets: SQLite's FTS5, PostgreSQL's full text search. The index follows the snippets by itself: see migration 0007."""

from collections.abc import Sequence

from sqlalchemy import ColumnClause, Select, column, desc, func, literal_column, select, table, text
from sqlalchemy.orm import Session

from voc.db.mentions import QuoteFilter, narrow_quotes
from voc.db.tables import AccountRow, AssignmentRow, FeedbackRow, SnippetRow
from voc.domain.search import telling_words, words_of

ENOUGH = 25  # hits that have all words: then nobody looks for those that have some

_SQLITE = table("snippet_search", column("snippet_id"), column("rank"))
_ENGLISH: ColumnClause[str] = literal_column("'english'::regconfig")


def list_word_hits(session: Session, run_id: str, query: str, which: QuoteFilter, limit: int) -> list[str]:
    """Snippets of the run with the query's words, in any form, the best first: those that have all of them, then those that have some. The last word may be
    the beginning of one."""
    words = words_of(query)
    if not words:
        return []
    match = _match_in_sqlite if session.get_bind().dialect.name == "sqlite" else _match_in_postgresql
    found: dict[str, None] = {}
    for is_all, asked in ((True, words), (False, telling_words(words))):
        if len(found) >= ENOUGH or (not is_all and not words[1:]):
            break
        placed = (
            match(asked, is_all)
            .join(AssignmentRow, AssignmentRow.snippet_id == SnippetRow.id)
            .join(FeedbackRow, FeedbackRow.id == SnippetRow.feedback_id)
            .outerjoin(AccountRow, AccountRow.id == FeedbackRow.account)
            .where(AssignmentRow.run_id == run_id)
        )
        found |= dict.fromkeys(session.scalars(narrow_quotes(session, placed, which).limit(limit)))
    return list(found)[:limit]


def _match_in_sqlite(words: Sequence[str], is_all: bool) -> Select[str]:
    asked = (" AND " if is_all else " OR ").join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
    found = text("snippet_search MATCH :asked").bindparams(asked=f"text : ({asked})")
    wanted = select(SnippetRow.id).select_from(_SQLITE).join(SnippetRow, SnippetRow.id == _SQLITE.c.snippet_id)
    return wanted.where(found).order_by(_SQLITE.c.rank, SnippetRow.id)


def _match_in_postgresql(words: Sequence[str], is_all: bool) -> Select[str]:
    # Words alone: no operator gets in.
    asked = func.to_tsquery(_ENGLISH, (" & " if is_all else " | ").join([*words[:-1], f"{words[-1]}:*"]))
    vector = func.to_tsvector(_ENGLISH, SnippetRow.text)
    return select(SnippetRow.id).where(vector.op("@@")(asked)).order_by(desc(func.ts_rank(vector, asked)), SnippetRow.id)
