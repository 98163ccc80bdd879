"""What became of the accounts that raised a theme, beside matched accounts that had not raised it.

Estimand: of the accounts that raised the theme while they paid, the share that left or paid less within HORIZON_DAYS of the first time, less the share among
accounts that paid on the same day, had not raised it by then, and are like them in what Peers says (exact matching on coarse strata: Iacus, King and Porro
2012, https://doi.org/10.1093/pan/mpr013). That is an association. What makes an account both speak and leave, and is not matched on, is in it; so are silent
accounts that have the same trouble among those compared with, which makes a true effect look smaller.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist

from voc.domain.evidence import Mention
from voc.domain.health.record import next_anniversary
from voc.domain.measures import newcombe_interval
from voc.domain.months import Month
from voc.domain.retention import NOTHING, ArrCourse

HORIZON_DAYS = 180
LEVEL = 0.9  # of the lift's interval
LEAST_PEERS = 3  # matched accounts; where there are fewer, the last of the features is no longer asked for
FEWEST = 5  # accounts that raised it, below which nothing is said
TELLING = 0.05  # a lift within this of 0 is no difference
POWER = 0.8
NEW_CUSTOMER_DAYS = 365
FEATURES = 4  # that peers agree in, at best


class Verdict(StrEnum):
    """What the lift's interval says."""

    MORE = "lost_more_often"
    LESS = "lost_less_often"
    NO_DIFFERENCE = "no_difference"
    TOO_FEW = "too_few_to_say"


@dataclass(frozen=True, slots=True)
class RaisedCase:
    """An account that raised the theme, on the day of the first time, and what became of it within HORIZON_DAYS. `peers` are the matched accounts, with whether
    each was lost, and the mean share of its ARR that each kept; `features`: of how many features they agree in."""

    account: str
    day: date
    opening: Decimal
    kept: Decimal
    lost: bool
    peers: Mapping[str, bool]
    peers_kept: float
    features: int


@dataclass(frozen=True, slots=True)
class ThemeRetention:
    """Shares from 0 to 1, None without a case. `lift` is the share lost less the peers'; `needed`: so many accounts that raised it would be needed to tell such
    a lift, or one of TELLING where it is smaller, from none. `too_recent` raised it less than HORIZON_DAYS ago, `left_out` while they paid nothing or an
    unknown ARR, or without a peer."""

    cases: tuple[RaisedCase, ...]
    peers: int
    well_matched: int
    too_recent: int
    left_out: int
    lost: float | None
    peers_lost: float | None
    lift: float | None
    interval: tuple[float, float] | None
    retained: float | None
    peers_retained: float | None
    verdict: Verdict
    needed: int | None


class Peers:
    """The accounts by what matching asks for at each month's end: segment, renewal within HORIZON_DAYS, third of the ARR, and whether a customer for a year, in
    this order. `asked`: only so many of the features are asked for."""

    def __init__(self, course: ArrCourse, asked: int = FEATURES) -> None:
        self.course, self._asked = course, asked
        self._features: dict[Month, dict[str, tuple[object, ...]]] = {}
        self._groups: dict[Month, dict[tuple[object, ...], list[str]]] = {}

    def find(self, account: str, day: date, raised: Mapping[str, date]) -> tuple[list[str], int]:
        """The accounts to compare with one that raised the theme on a day, and of how many features they agree in. Each pays then and has not raised it."""
        month = Month(day.year, day.month).before
        own = self._of(month)[account]
        for features in range(len(own), -1, -1):
            found = [key for key in self._groups[month].get(own[:features], ()) if key != account and self._may_stand(key, day, raised)]
            if len(found) >= LEAST_PEERS or (found and not features):
                return found, features
        return [], 0

    def _may_stand(self, key: str, day: date, raised: Mapping[str, date]) -> bool:
        return raised.get(key, date.max) > day and (self.course.paid(key, day) or NOTHING) > 0

    def _of(self, month: Month) -> Mapping[str, tuple[object, ...]]:
        if month not in self._features:
            day, groups = month.last, dict[tuple[object, ...], list[str]]()
            amounts = {key: self.course.paid(key, day) for key in sorted(self.course.accounts)}
            known = sorted(a for a in amounts.values() if a is not None and a > 0)
            found = {key: self._read(key, day, amount, known) for key, amount in amounts.items()}
            for key, features in found.items():
                for n in range(len(features) + 1):
                    groups.setdefault(features[:n], []).append(key)
            self._features[month], self._groups[month] = found, groups
        return self._features[month]

    def _read(self, key: str, day: date, amount: Decimal | None, known: Sequence[Decimal]) -> tuple[object, ...]:
        facts = self.course.accounts[key]
        # As it stood then: of accounts that left the history tells no later renewal, so terms are taken for yearly.
        anchor = facts.renews_on or facts.started_on
        renews = anchor and next_anniversary(anchor, day) <= day + timedelta(days=HORIZON_DAYS)
        third = 3 * bisect_right(known, amount) // (len(known) + 1) if amount else None
        is_new = None if facts.started_on is None else day < facts.started_on + timedelta(days=NEW_CUSTOMER_DAYS)
        return (facts.segment, renews, third, is_new)[: self._asked]


def first_raised(mentions: Iterable[Mention]) -> dict[str, dict[str, datetime]]:
    """When each account first raised each theme: by theme, then by `acc_` id."""
    found: dict[str, dict[str, datetime]] = {}
    for m in mentions:
        if m.theme_id is not None and m.account is not None:
            theme = found.setdefault(m.theme_id, {})
            theme[m.account] = min(m.occurred_at, theme.get(m.account, m.occurred_at))
    return found


def compare_theme(raised: Mapping[str, datetime], peers: Peers) -> ThemeRetention:
    """The accounts that raised a theme, each from its first time on, against their peers. `raised` by `acc_` id; accounts that are not known are left aside."""
    course = peers.course
    days = {key: at.date() for key, at in sorted(raised.items()) if key in course.accounts and at.date() <= course.until}
    followed = {key: day for key, day in days.items() if day + timedelta(days=HORIZON_DAYS) <= course.until}
    cases = [case for key, day in followed.items() if (case := _case(key, day, days, peers)) is not None]
    return _judge(cases, len(days) - len(followed), len(followed) - len(cases))


def _case(account: str, day: date, raised: Mapping[str, date], peers: Peers) -> RaisedCase | None:
    course, end = peers.course, day + timedelta(days=HORIZON_DAYS)
    opening = course.paid(account, day)
    if not opening or not _is_known(course, account, day, end):
        return None
    found, features = peers.find(account, day, raised)
    found = [key for key in found if _is_known(course, key, day, end)]
    if not found:
        return None
    kept = sum(_kept(course, key, day, end) for key in found) / len(found)
    return RaisedCase(
        account,
        day,
        opening,
        min(opening, course.paid(account, end) or NOTHING),
        _is_lost(course, account, day, end),
        {key: _is_lost(course, key, day, end) for key in found},
        kept,
        features,
    )


def _is_known(course: ArrCourse, account: str, day: date, end: date) -> bool:
    """Whether what became of it can be told: an unknown ARR is no loss."""
    return course.paid(account, end) is not None and course.lowest(account, day, end) is not None


def _is_lost(course: ArrCourse, account: str, day: date, end: date) -> bool:
    return (course.lowest(account, day, end) or NOTHING) < (course.paid(account, day) or NOTHING)


def _kept(course: ArrCourse, account: str, day: date, end: date) -> float:
    opening = course.paid(account, day) or NOTHING
    return float(min(opening, course.paid(account, end) or NOTHING) / opening)


def _judge(cases: Sequence[RaisedCase], too_recent: int, left_out: int) -> ThemeRetention:
    if not cases:
        return ThemeRetention((), 0, 0, too_recent, left_out, None, None, None, None, None, None, Verdict.TOO_FEW, None)
    weights: dict[str, float] = {}
    for case in cases:
        for key in case.peers:
            weights[key] = weights.get(key, 0.0) + 1 / len(case.peers)
    count = len(cases)
    lost = sum(case.lost for case in cases) / count
    peers_lost = math.fsum(sum(case.peers.values()) / len(case.peers) for case in cases) / count
    # One account may be the peer of many: it counts once, by its weight (Kish's effective number).
    effective = count**2 / math.fsum(w * w for w in weights.values())
    interval = newcombe_interval(lost, count, peers_lost, effective, LEVEL)
    opening = float(sum((case.opening for case in cases), NOTHING))
    verdict = _say(count, interval)
    return ThemeRetention(
        cases=tuple(cases),
        peers=len(weights),
        well_matched=sum(case.features == FEATURES for case in cases),
        too_recent=too_recent,
        left_out=left_out,
        lost=lost,
        peers_lost=peers_lost,
        lift=lost - peers_lost,
        interval=interval,
        retained=float(sum((case.kept for case in cases), NOTHING)) / opening,
        peers_retained=math.fsum(float(case.opening) * case.peers_kept for case in cases) / opening,
        verdict=verdict,
        needed=_needed(lost, count, peers_lost, effective) if verdict is Verdict.TOO_FEW else None,
    )


def _say(count: int, interval: tuple[float, float]) -> Verdict:
    low, high = interval
    if count < FEWEST:
        return Verdict.TOO_FEW
    if low > 0:
        return Verdict.MORE
    if high < 0:
        return Verdict.LESS
    return Verdict.NO_DIFFERENCE if low >= -TELLING and high <= TELLING else Verdict.TOO_FEW


def _needed(lost: float, count: int, peers_lost: float, effective: float) -> int:
    """So many accounts, with peers in the same proportion, show such a lift with the chance POWER. Shares of 0 and 1 are taken a little less sure than seen."""
    first, second = (lost * count + 1) / (count + 2), (peers_lost * effective + 1) / (effective + 2)
    z = NormalDist().inv_cdf((1 + LEVEL) / 2) + NormalDist().inv_cdf(POWER)
    spread = first * (1 - first) + second * (1 - second) * count / effective
    return max(FEWEST, count + 1, math.ceil(z * z * spread / max(abs(lost - peers_lost), TELLING) ** 2))
