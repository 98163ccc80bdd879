"""How many feedback items came from where: the ground that a report's method note gives, and what a page may filter by."""

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from voc.db.tables import FeedbackRow
from voc.domain.evidence import Window
from voc.domain.months import Month
from voc.domain.report import SourceCount


def count_items(session: Session, window: Window, month: Month) -> list[SourceCount]:
    """The window's items by source and kind, sorted."""
    in_month = case((FeedbackRow.occurred_at >= month.start, 1), else_=0)
    rows = session.execute(
        select(
            FeedbackRow.source,
            FeedbackRow.kind,
            func.count(),
            func.sum(in_month),
            func.sum(case((FeedbackRow.account.is_(None), 1), else_=0)),
        )
        .where(FeedbackRow.occurred_at > window.since, FeedbackRow.occurred_at <= window.as_of)
        .group_by(FeedbackRow.source, FeedbackRow.kind)
        .order_by(FeedbackRow.source, FeedbackRow.kind)
    )
    return [SourceCount(source, kind, items, int(month_items), int(unmatched)) for source, kind, items, month_items, unmatched in rows]


def list_origins(session: Session) -> list[tuple[str, str]]:
    """Every (source, kind) of the feedback there is, sorted."""
    return [
        (source, kind)
        for source, kind in session.execute(select(FeedbackRow.source, FeedbackRow.kind).distinct().order_by(FeedbackRow.source, FeedbackRow.kind))
    ]


def find_feedback_span(session: Session) -> tuple[datetime, datetime] | None:
    """When the oldest and the newest item occurred; None without any."""
    first, last = session.execute(select(func.min(FeedbackRow.occurred_at), func.max(FeedbackRow.occurred_at))).one()
    return (first, last) if first and last else None
