"""List what happened with an account, by time: its feedback, deals, ARR, the changes of its signals, and the alerts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from voc.db.feedback_reading import FeedbackFilter, list_feedback
from voc.db.health_alerts import list_alerts
from voc.db.timeline import get_account_id, list_arr_changes_of, list_opportunities_of, list_signals_of
from voc.domain.money import Money
from voc.domain.roles import Principal
from voc.rendering import shapes
from voc.usecases.feedback.read_feedback import read_texts

TYPES = ("feedback", "opportunity", "arr", "signal", "alert")
FEEDBACK_LIMIT = 5_000
ALERT_LIMIT = 1_000
EXCERPT_CHARS = 1_000
UNDATED = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. `at` is UNDATED where nobody said when; `key` tells entries of one moment apart."""

    at: datetime
    key: str
    type: str
    facts: Mapping[str, Any]

    @property
    def place(self) -> tuple[float, str]:
        """What entries are sorted by: the newest first."""
        return -(self.at - UNDATED).total_seconds(), self.key


def list_timeline(session: Session, account: str, reader: Principal, since: datetime | None = None, types: tuple[str, ...] = ()) -> list[TimelineEntry]:
    """The entries of an account (`acc_` id) as the reader may see them, the newest first, undated ones last. Raises NotFoundError."""
    account_id = get_account_id(session, account)
    readers = {"feedback": lambda: _feedback(session, account, reader, since), "opportunity": lambda: _opportunities(session, account_id),
               "arr": lambda: _arr(session, account_id), "signal": lambda: _signals(session, account_id),
               "alert": lambda: _alerts(session, account)}  # fmt: skip
    entries = (entry for name in types or TYPES for entry in readers[name]())
    return sorted((e for e in entries if since is None or e.at >= since), key=lambda e: e.place)


def _feedback(session: Session, account: str, reader: Principal, since: datetime | None) -> Iterator[TimelineEntry]:
    items = list_feedback(session, FeedbackFilter(account=account, since=since), FEEDBACK_LIMIT)
    for item, text in zip(items, read_texts(session, items, reader, EXCERPT_CHARS), strict=True):
        facts: dict[str, Any] = {"id": item.id, "kind": item.kind, "source": item.source, "text": text, "url": item.url}
        facts |= {"rating": None if item.rating is None else float(item.rating), "rating_scale": item.rating_scale}
        yield TimelineEntry(item.occurred_at, item.id, "feedback", facts)


def _opportunities(session: Session, account_id: str) -> Iterator[TimelineEntry]:
    for deal in list_opportunities_of(session, account_id):
        facts = {"opportunity_id": deal.opportunity_id, "stage": deal.stage, "amount": shapes.told_money(deal.amount, deal.currency), "reason": deal.reason}
        yield TimelineEntry(_midnight(deal.closes_on), f"opportunity {deal.opportunity_id}", "opportunity", facts)


def _arr(session: Session, account_id: str) -> Iterator[TimelineEntry]:
    for change in list_arr_changes_of(session, account_id):
        facts = {"arr": shapes.money(Money(change.arr, change.currency)), "reason": change.reason}
        yield TimelineEntry(_midnight(change.effective_on), f"arr {change.effective_on}", "arr", facts)


def _signals(session: Session, account_id: str) -> Iterator[TimelineEntry]:
    for before, now in pairwise([None, *list_signals_of(session, account_id)]):
        if now is None:
            continue
        former = before.value if before and before.signal == now.signal else None
        if now.value != former:
            facts = {"signal": now.signal, "value": now.value, "before": former}
            yield TimelineEntry(_midnight(now.observed_on), f"signal {now.signal} {now.observed_on}", "signal", facts)


def _alerts(session: Session, account: str) -> Iterator[TimelineEntry]:
    for raised in list_alerts(session, ALERT_LIMIT, account=account):
        shape = shapes.health_alert(raised)
        facts = {name: shape[name] for name in ("id", "kind", "began_on", "score", "band", "score_before", "band_before", "reasons", "raised_at")}
        yield TimelineEntry(raised.alert.as_of, raised.alert.id, "alert", facts)


def _midnight(day: date | None) -> datetime:
    return datetime.combine(day, time.min, UTC) if day else UNDATED
