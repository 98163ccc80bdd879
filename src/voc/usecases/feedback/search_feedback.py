"""Search feedback: by words and by meaning, in one list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.runs import Run
from voc.db.word_search import list_word_hits
from voc.domain.search import fuse

CANDIDATES = 200  # of each ranking

Ask = Callable[[int], Sequence[str] | None]  # the nearest by meaning, at most so many; None where nobody can tell


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`quotes` are the page's, `total` counts all that were found (at most `CANDIDATES` by words and as many by meaning); `by_meaning`: whether meaning was
    asked at all."""

    quotes: Sequence[Quote]
    total: int
    by_meaning: bool


def search_feedback(session: Session, run: Run, query: str, which: QuoteFilter, ask: Ask, limit: int, offset: int = 0) -> SearchResult:
    """What has the query's words and what means the same, the best first by both rankings together. A filter narrows both."""
    by_words = list_word_hits(session, run.id, query, which, CANDIDATES)
    return _page(session, run, by_words, ask(CANDIDATES), which, limit, offset)


def list_alike(session: Session, run: Run, which: QuoteFilter, ask: Ask, limit: int, offset: int = 0) -> SearchResult:
    """What means the same as other snippets, the nearest first."""
    return _page(session, run, (), ask(CANDIDATES), which, limit, offset)


def _page(session: Session, run: Run, by_words: Sequence[str], by_meaning: Sequence[str] | None, which: QuoteFilter, limit: int, offset: int) -> SearchResult:
    ranked = fuse([by_words, by_meaning or ()])
    passed = {quote.id: quote for quote in list_quotes(session, run.id, which.only(ranked), len(ranked))}
    found = [passed[key] for key in ranked if key in passed]
    return SearchResult(found[offset : offset + limit], len(found), by_meaning is not None)
