"""An account's record with as little said as a test needs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.factories import AS_OF, facts, mention
from voc.domain.accounts import ArrChange, Signal
from voc.domain.evidence import Mention
from voc.domain.health import AccountHealth, AccountRecord, RatedComment, ThemeStatuses, assess_health

TODAY = AS_OF.date()


def signal(name: str, value: float, days_ago: int = 1) -> Signal:
    return Signal("A-1", name, TODAY - timedelta(days=days_ago), value)


def rated(score: float, days_ago: float = 10, scale: str = "nps") -> RatedComment:
    return RatedComment(AS_OF - timedelta(days=days_ago), score, scale)


def said(sentiment: float, *days_ago: float, kind: str = "call_note", intent: str | None = None, theme: str | None = None) -> list[Mention]:
    """A mention on each of these days."""
    return [
        replace(mention(f"snp_{sentiment}_{kind}_{intent}_{theme}_{day}", "A-1", day, theme, sentiment, kind), intent=intent) for day in days_ago
    ]  # fmt: skip


def changed(arr: str, days_ago: int, reason: str | None = None) -> ArrChange:
    return ArrChange("A-1", TODAY - timedelta(days=days_ago), Decimal(arr), "USD", reason)


def record(
    mentions: Sequence[Mention] = (),
    ratings: Sequence[RatedComment] = (),
    signals: Sequence[Signal] = (),
    renews: int | None = None,
    status: str = "active",
    started: int | None = None,
    changes: Sequence[ArrChange] = (),
    statuses: ThemeStatuses | None = None,
    told_until: date = date.min,
) -> AccountRecord:
    """`renews` in so many days, `started` so many days ago."""
    on = None if renews is None else TODAY + timedelta(days=renews)
    row = replace(facts("A-1", renews_on=on, status=status), started_on=None if started is None else TODAY - timedelta(days=started))
    return AccountRecord(row, mentions, ratings, signals, changes, statuses or ThemeStatuses(), told_until)


def points(health: AccountHealth, name: str) -> float:
    return next(c.points for c in health.contributions if c.name == name)


def assess(*args: object, **more: object) -> AccountHealth:
    """The health now of the account that `record` makes."""
    return assess_health(record(*args, **more), AS_OF)  # type: ignore[arg-type]
