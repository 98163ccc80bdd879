"""How many feedback items came from where: the ground that a report's method note gives, and what a page may filter by."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from voc.db.tables import FeedbackRow
from voc.domain.evidence import Window
from voc.domain.months import Month
from voc.domain.nps import PASSIVE, PROMOTER, Nps
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


def count_nps(session: Session, since: datetime, until: datetime, account: str | None = None) -> Nps:
    """The answers on the scale of 0 to 10 given after `since`, up to and with `until`; of one account (`acc_` id) where it is given."""
    promoter, passive = FeedbackRow.rating >= Decimal(PROMOTER), FeedbackRow.rating >= Decimal(PASSIVE)
    wanted = select(func.sum(case((promoter, 1), else_=0)), func.sum(case((promoter, 0), (passive, 1), else_=0)), func.count()).where(
        FeedbackRow.rating.is_not(None), FeedbackRow.rating_scale == "nps", FeedbackRow.occurred_at > since, FeedbackRow.occurred_at <= until
    )
    promoters, passives, answers = session.execute(wanted.where(FeedbackRow.account == account) if account else wanted).one()
    return Nps(int(promoters or 0), int(passives or 0), answers - int(promoters or 0) - int(passives or 0))


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
