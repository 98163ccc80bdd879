"""Who was heard at all, who was not, and how much each account's voice weighs once that is put right.

An account is heard where any feedback item of its own lies in the window. Shares are of the customers of a day, by number and by known ARR; an account of
unknown ARR is counted, and in no sum.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from statistics import median

from voc.domain.accounts import AccountFacts
from voc.domain.arr_history import status_on
from voc.domain.exposure import RENEWAL_DAYS, renews_within
from voc.domain.retention import NOTHING, ArrCourse

QUIET_DAYS = 90  # without a word, ahead of a renewal
MOST = 5.0  # times, that a voice counts at most: the few of a segment that spoke cannot stand for any number

Channel = tuple[str, str]  # source and kind


@dataclass(frozen=True, slots=True)
class Hearing:
    """One feedback item of an account."""

    account: str
    channel: Channel
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many customers how many were heard; and of what ARR, in the reporting currency, of those of which it is known."""

    accounts: int
    heard_accounts: int
    arr: Decimal
    heard_arr: Decimal
    unknown_arr: int

    @property
    def account_share(self) -> float | None:
        """0 to 1; None without customers."""
        return self.heard_accounts / self.accounts if self.accounts else None

    @property
    def arr_share(self) -> float | None:
        """0 to 1; None without a known ARR."""
        return float(self.heard_arr / self.arr) if self.arr else None


@dataclass(frozen=True, slots=True)
class QuietAccount:
    """A customer that renews soon and says nothing. `arr` None: unknown; `last_heard` None: never."""

    facts: AccountFacts
    last_heard: datetime | None


def list_customers(course: ArrCourse, day: date) -> dict[str, Decimal | None]:
    """The accounts that were customers at the end of a day, with their ARR then, at the rates of the course's last day; None: unknown."""
    found = {}
    for key, facts in course.accounts.items():
        came = facts.has_come(day)
        if came and status_on(course.book.changes(key), facts.status, day) != "churned":
            found[key] = course.paid(key, day)
    return found


def cover(customers: Mapping[str, Decimal | None], heard: Iterable[str]) -> Coverage:
    """The share of the customers that are among the heard; of those that are no customers nothing is counted."""
    spoke = set(heard) & customers.keys()
    return Coverage(
        len(customers),
        len(spoke),
        sum((arr for arr in customers.values() if arr is not None), NOTHING),
        sum((arr for key in spoke if (arr := customers[key]) is not None), NOTHING),
        sum(arr is None for arr in customers.values()),
    )


def cover_segments(customers: Mapping[str, Decimal | None], segments: Mapping[str, str | None], heard: Iterable[str]) -> dict[str | None, Coverage]:
    """The coverage of each segment, sorted; None, those without one, comes last. They add up to the whole."""
    names = sorted({segments[key] for key in customers}, key=lambda name: (name is None, name or ""))
    spoke = set(heard)
    return {name: cover({key: arr for key, arr in customers.items() if segments[key] == name}, spoke) for name in names}


def cover_channels(customers: Mapping[str, Decimal | None], heard: Iterable[Hearing]) -> dict[Channel, Coverage]:
    """The reach of each channel among all customers, sorted. They do not add up: an account may speak through several."""
    through: dict[Channel, set[str]] = {}
    for hearing in heard:
        through.setdefault(hearing.channel, set()).add(hearing.account)
    return {channel: cover(customers, through[channel]) for channel in sorted(through)}


def list_quiet(accounts: Mapping[str, AccountFacts], last_heard: Mapping[str, datetime], as_of: datetime) -> list[QuietAccount]:
    """The customers that renew within RENEWAL_DAYS, have said nothing for QUIET_DAYS, and pay at least what the median customer pays; the largest ARR first,
    and those of unknown ARR last."""
    day = as_of.date()
    customers = [a for a in accounts.values() if a.is_customer(day)]
    paid = [a.arr for a in customers if a.arr is not None and a.arr > 0]
    floor = median(paid) if paid else NOTHING
    quiet = [
        QuietAccount(a, last_heard.get(a.id))
        for a in customers
        if renews_within(a, day, RENEWAL_DAYS) and (a.arr is None or a.arr >= floor > 0) and not _spoke(last_heard.get(a.id), as_of)
    ]
    return sorted(quiet, key=lambda q: (q.facts.arr is None, -(q.facts.arr or NOTHING), q.facts.id))


def _spoke(last: datetime | None, as_of: datetime) -> bool:
    return last is not None and (as_of - last).days < QUIET_DAYS


def weigh_voices(segments: Mapping[str, str | None], heard: Iterable[str]) -> dict[str, float]:
    """How much the voice of each account that was heard weighs, by `acc_` id, so that the heard stand for all customers. `segments` by `acc_` id says who the
    customers are; of those heard who are no customers are left aside.

    Post-stratification (Holt and Smith 1979): a segment's voices together weigh as its share of the customers, not as its share of those heard; each counts at
    most MOST times. The mean is 1 where no segment is at its most. A segment of which nobody was heard cannot be stood for: see `cover_segments`.
    """
    spoke = sorted(set(heard) & segments.keys())
    members = Counter(segments[key] for key in spoke)
    customers = Counter(name for name in segments.values() if name in members)
    weights = {name: min(MOST, customers[name] / customers.total() * len(spoke) / count) for name, count in members.items()}
    return {key: weights[segments[key]] for key in spoke}
