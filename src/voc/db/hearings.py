"""Which accounts were heard, through which channels, and when."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voc.db.tables import FeedbackRow
from voc.domain.evidence import Window
from voc.domain.silence import Hearing


def list_hearings(session: Session, window: Window) -> list[Hearing]:
    """Every feedback item of an account in the window; what nobody's account said is left out."""
    rows = session.execute(
        select(FeedbackRow.account, FeedbackRow.source, FeedbackRow.kind, FeedbackRow.occurred_at)
        .where(FeedbackRow.account.is_not(None), FeedbackRow.occurred_at > window.since, FeedbackRow.occurred_at <= window.as_of)
        .order_by(FeedbackRow.occurred_at, FeedbackRow.id)
    )
    return [Hearing(account, (source, kind), occurred_at) for account, source, kind, occurred_at in rows if account is not None]


def list_last_heard(session: Session, as_of: datetime) -> dict[str, datetime]:
    """When each account (`acc_` id) was last heard up to a moment."""
    rows = session.execute(
        select(FeedbackRow.account, func.max(FeedbackRow.occurred_at))
        .where(FeedbackRow.account.is_not(None), FeedbackRow.occurred_at <= as_of)
        .group_by(FeedbackRow.account)
    )
    return {account: last for account, last in rows if account is not None and last is not None}
