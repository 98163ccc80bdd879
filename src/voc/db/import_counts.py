"""How much there is of each kind of file, and of feedback by source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from voc.db.imported import read_imported
from voc.db.tables import AccountRow, ArrChangeRow, Base, FeatureRow, FeedbackRow, FxRateRow, OpportunityRow, SignalRow

_TABLES: Mapping[str, type[Base]] = {
    "accounts": AccountRow,
    "feedback": FeedbackRow,
    "arr": ArrChangeRow,
    "opportunities": OpportunityRow,
    "signals": SignalRow,
    "catalogue": FeatureRow,
    "fx": FxRateRow,
}


@dataclass(frozen=True, slots=True)
class SourceOfFeedback:
    """Feedback of one source: items, how many of them have no account, and when the last one occurred."""

    source: str
    items: int
    unmatched: int
    last_at: datetime


def count_kinds(session: Session) -> Mapping[str, int]:
    """Rows of each kind of file."""
    return read_imported(session, "kinds", lambda: {kind: session.scalar(select(func.count()).select_from(table)) or 0 for kind, table in _TABLES.items()})


def list_sources(session: Session) -> Sequence[SourceOfFeedback]:
    """Feedback by source, the most first."""
    return read_imported(session, "sources", lambda: _read_sources(session))


def _read_sources(session: Session) -> Sequence[SourceOfFeedback]:
    items = func.count().label("items")
    unmatched = func.sum(case((FeedbackRow.account.is_(None), 1), else_=0))
    wanted = select(FeedbackRow.source, items, unmatched, func.max(FeedbackRow.occurred_at)).group_by(FeedbackRow.source)
    return [SourceOfFeedback(row[0], row[1], int(row[2]), row[3]) for row in session.execute(wanted.order_by(items.desc(), FeedbackRow.source))]
