"""Everything known of one account, sorted once, to be read as of any moment: nothing later than it is seen."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median

from voc.domain.accounts import AccountFacts, ArrChange, Signal
from voc.domain.arr_history import status_on
from voc.domain.evidence import Mention

SHIPPED_STATUS = "shipped"
SURVEYS = ("nps", "csat")  # kinds of feedback whose words weigh by their rating alone


@dataclass(frozen=True, slots=True)
class RatedComment:
    """A rating that an account gave, brought to 0 to 10; `scale` as it was asked: nps, csat5, ces7, good_bad."""

    occurred_at: datetime
    score: float
    scale: str


class ThemeStatuses:
    """Which themes were shipped at any moment. `changes`: (theme id, since when, status) in any order; a theme without any was not shipped."""

    def __init__(self, changes: Iterable[tuple[str, datetime, str]] = ()) -> None:
        self._changes: dict[str, list[tuple[datetime, str]]] = {}
        for theme_id, moment, status in sorted(changes, key=lambda change: change[1]):
            self._changes.setdefault(theme_id, []).append((moment, status))

    def is_shipped(self, theme_id: str, moment: datetime) -> bool:
        """Whether people had said by that moment that the theme is shipped."""
        known = [status for changed, status in self._changes.get(theme_id, ()) if changed <= moment]
        return bool(known) and known[-1] == SHIPPED_STATUS


_NO_STATUSES = ThemeStatuses()


class Peers:
    """What is usual among a company's accounts: the median of `measure` at the beginning of each month, from what was known then. Accounts of which it is None
    are left out; without any, `usual` is `otherwise`."""

    def __init__(self, measure: Callable[["AccountView"], float | None], otherwise: float) -> None:
        self._measure, self._otherwise = measure, otherwise
        self._records: Sequence[AccountRecord] = ()
        self._medians: dict[date, float] = {}

    def join(self, records: Sequence["AccountRecord"]) -> None:
        """Let these be the company's accounts."""
        self._records, self._medians = records, {}

    def usual(self, as_of: datetime) -> float:
        """The median at the beginning of the moment's month."""
        first = as_of.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        if first.date() not in self._medians:
            known = [value for record in self._records if (value := self._measure(record.at(first))) is not None]
            self._medians[first.date()] = median(known) if known else self._otherwise
        return self._medians[first.date()]


class AccountRecord:
    """One account's facts and history, in any order. `told_until` is the last day that the company's ARR history tells of: before it, status and renewal
    are read from that history, because the account's own row says how things stand now. `needs`: how much is usually unmet among the company's accounts."""

    def __init__(
        self,
        facts: AccountFacts,
        mentions: Iterable[Mention] = (),
        ratings: Iterable[RatedComment] = (),
        signals: Iterable[Signal] = (),
        arr_changes: Iterable[ArrChange] = (),
        statuses: ThemeStatuses = _NO_STATUSES,
        told_until: date = date.min,
        needs: Peers | None = None,
    ) -> None:
        self.facts, self.statuses, self.told_until, self.needs = facts, statuses, told_until, needs
        self.mentions = sorted(mentions, key=lambda m: (m.occurred_at, m.snippet_id))
        self.ratings = sorted(ratings, key=lambda r: r.occurred_at)
        self.arr_changes = sorted(arr_changes, key=lambda c: c.effective_on)
        self.said_at = [m.occurred_at for m in self.mentions]
        self.rated_at = [r.occurred_at for r in self.ratings]
        self.signals: dict[str, list[Signal]] = {}
        for signal in sorted(signals, key=lambda s: s.observed_on):
            self.signals.setdefault(signal.signal, []).append(signal)
        self.observed_on = {name: [s.observed_on for s in found] for name, found in self.signals.items()}

    def at(self, as_of: datetime) -> "AccountView":
        """What was known of the account at that moment."""
        return AccountView(self, as_of)


class AccountView:
    """A record as of one moment. Days count back from it."""

    def __init__(self, record: AccountRecord, as_of: datetime) -> None:
        self._record, self.as_of, self.day = record, as_of, as_of.date()

    def said(self, days: int, until: int = 0) -> Sequence[Mention]:
        """The mentions of the last `days` days, without those of the last `until`; the oldest first."""
        return self._record.mentions[self._place(self._record.said_at, days) : self._place(self._record.said_at, until)]

    def rated(self, days: int, *, nps: bool) -> Sequence[RatedComment]:
        """The NPS answers of the last `days` days, or all other ratings; the oldest first."""
        found = self._record.ratings[self._place(self._record.rated_at, days) : self._place(self._record.rated_at, 0)]
        return [r for r in found if (r.scale == "nps") is nps]

    def values(self, name: str, days: int, until: int = 0) -> Sequence[Signal]:
        """A signal's values of the last `days` days, without those of the last `until`; the oldest first."""
        observed = self._record.observed_on.get(name)
        if observed is None:
            return ()
        since, end = self.day - timedelta(days=days), self.day - timedelta(days=until)
        return self._record.signals[name][bisect_left(observed, since) : bisect_right(observed, end)]

    def latest(self, name: str, before: date | None = None) -> Signal | None:
        """The newest value of a signal that was observed by `before` (by now)."""
        observed = self._record.observed_on.get(name, [])
        place = bisect_right(observed, min(before, self.day) if before else self.day)
        return self._record.signals[name][place - 1] if place else None

    def is_shipped(self, theme_id: str) -> bool:
        """Whether the theme was shipped by then."""
        return self._record.statuses.is_shipped(theme_id, self.as_of)

    def usual_need(self, otherwise: float) -> float:
        """How much is usually unmet among the company's accounts this month."""
        return self._record.needs.usual(self.as_of) if self._record.needs else otherwise

    def age(self, moment: datetime) -> float:
        """Days from the moment to this view's."""
        return (self.as_of - moment).total_seconds() / 86_400

    @cached_property
    def first_day(self) -> date:
        """The first day that anything is known of."""
        known = [found[0].date() for found in (self._record.said_at, self._record.rated_at) if found]
        return min([*known, *(found[0] for found in self._record.observed_on.values())], default=self.day)

    @cached_property
    def facts(self) -> AccountFacts:
        """The account's facts as they were on the day: its status and the renewal that it was heading for."""
        return facts_on(self._record.facts, self.day, self._record.arr_changes, self._record.told_until)

    def _place(self, moments: Sequence[datetime], days: int) -> int:
        return bisect_right(moments, self.as_of - timedelta(days=days) if days else self.as_of)


def facts_on(facts: AccountFacts, day: date, changes: Sequence[ArrChange], told_until: date) -> AccountFacts:
    """Status and renewal on a day. `changes` the earliest first.

    From `told_until` on the account's own row holds. Before it the status is what the history tells (`status_on`). The renewal is the stated day, else the
    start's, moved by whole years to the year after `day`: terms are taken for yearly. Of accounts that left the row no longer states the renewal, so the
    history's own renewals, which only those who stayed have, are left aside: they would tell who stays.
    """
    if day >= told_until:
        return facts
    anchor = facts.renews_on or facts.started_on or next((c.effective_on for c in changes if c.reason == "new"), None)
    return replace(facts, status=status_on(changes, facts.status, day), renews_on=next_anniversary(anchor, day) if anchor else None)


def next_anniversary(anchor: date, day: date) -> date:
    """The first day after `day` on which a whole number of years has passed since, or is left until, `anchor`."""
    for year in (day.year, day.year + 1):
        try:
            found = anchor.replace(year=year)
        except ValueError:  # the 29th of February
            found = date(year, 3, 1)
        if found > day:
            return found
    return found
