"""Which quotes stand behind a number, and how many."""

from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import Quote, QuoteFilter, count_quotes
from voc.db.runs import Run
from voc.domain.report import ReportQuote
from voc.usecases.shared.score_themes import EvidenceFilter, window_for

MOST = 10_000  # quotes that are counted; beyond it a page says that there are more


def quotes_within(run: Run, which: EvidenceFilter, **more: Any) -> QuoteFilter:
    """The quotes of the run that the evidence filter lets through, in its window."""
    window = window_for(run, which)
    return QuoteFilter(sources=which.sources, kinds=which.kinds, segments=which.segments, since=window.since, as_of=window.as_of, **more)


def as_reported(quote: Quote) -> ReportQuote:
    """A quote of an account as reports show it."""
    q = quote
    return ReportQuote(q.id, q.feedback_id, q.text, str(q.account), q.account_name or "", q.kind, q.source, q.url, q.occurred_at, q.sentiment)


def count_unthemed(session: Session, run: Run, which: EvidenceFilter) -> int:
    """How many snippets are in no theme; counted to one more than MOST."""
    return count_quotes(session, run.id, quotes_within(run, which, unthemed=True), MOST)
