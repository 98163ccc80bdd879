"""What each account adds to a theme's score, and the shares that the sums of these come to.

The shares are the score's formulas. They are written with operators alone, so that a sum may be a number or, where ranks are resampled, an array of them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any

from voc.domain.accounts import AccountFacts, total_arr
from voc.domain.evidence import TREND_WEEKS, Mention, ThemeEvidence
from voc.domain.exposure import RENEWAL_TERMS, Books, renews_within

RECENT_WEEKS = 4
URGENCY = dict(zip(RENEWAL_TERMS, (1.0, 0.6, 0.3), strict=True))  # of an account that renews within so many days
SEVERE_INTENTS = {"churn_threat": 0.8, "problem": 0.4}  # how bad a mention is at least
QUIET = 0.01  # of the customers may raise anything by chance, in a week: two mentions are no surge
LEAST_QUIET = 0.25  # voices, in a small company
FEW = 0.02  # of the customers raise it: too few to be called broad
LEAST_FEW = 2.0  # accounts, in a small company
_TINY = 1e-12  # keeps 0 / 0 at 0

Sum = Any  # a float, or an array of floats with one for each resample


@dataclass(frozen=True, slots=True)
class Voice:
    """One account in a theme. Without an account: all that nobody's account said, together one voice, which has no size and no reach.

    `size` is its ARR in typical accounts, logarithmic (see `account_size`); `urgent` the part of that whose renewal is near; `severity` its mentions' mean,
    0 to 1; `recent` and `before` count the weeks, of the last 4 and the 8 before, in which it spoke; `weight` is how many voices it stands for.
    """

    account: str | None
    segment: str | None
    size: float
    urgent: float
    severity: float
    recent: int
    before: int
    weight: float = 1.0


@dataclass(frozen=True)
class Portfolio:
    """The whole company on the same day, as the measure of one theme. `arr` is the sum over its customers, `typical` their median ARR, None where none is
    known; `sizes` and `urgent` as in a voice, by `acc_` id; `segments` says which customers each has."""

    arr: Decimal
    currency: str
    typical: Decimal | None
    sizes: Mapping[str, float]
    urgent: Mapping[str, float]
    segments: Mapping[str, Sequence[str]]

    @property
    def accounts(self) -> int:
        """How many customers there are."""
        return len(self.sizes)

    @property
    def quiet(self) -> float:
        """Voices a week that any theme may have by chance."""
        return max(LEAST_QUIET, QUIET * len(self.sizes))

    @property
    def few(self) -> float:
        """Accounts that are too few for breadth."""
        return max(LEAST_FEW, FEW * len(self.sizes))

    @cached_property
    def sums(self) -> "Sums":
        """The company's sums as it is."""
        return Sums(
            accounts=float(self.accounts),
            size=math.fsum(self.sizes.values()),
            urgent=math.fsum(self.urgent.values()),
            segments=[float(len(keys)) for keys in self.segments.values()],
            squares=float(sum(len(keys) for keys in self.segments.values())),
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over a theme's voices, or over the company's customers. `accounts` leaves the voice without an account out, `voices` does not; `segments` counts
    accounts, in the company's order of segments, and `squares` sums the squares of how often each of those counts: 1, but where
    voices are weighed or ranks resampled."""

    accounts: Sum
    size: Sum
    urgent: Sum
    segments: Sequence[Sum]
    squares: Sum
    voices: Sum = 0.0
    severity: Sum = 0.0
    recent: Sum = 0.0
    before: Sum = 0.0


def portfolio_of(books: Books) -> Portfolio:
    """The company as a whole: its customers on the books' day."""
    customers = books.customers
    known = [a.arr for a in customers.values() if a.arr is not None and a.arr > 0]
    typical = median(known) if known else None
    sizes = {key: account_size(a, typical) for key, a in sorted(customers.items())}
    urgent = {key: sizes[key] * _urgency(customers[key], books) for key in sizes}
    segments: dict[str, list[str]] = {}
    for key in sizes:
        if segment := customers[key].segment:
            segments.setdefault(segment, []).append(key)
    return Portfolio(total_arr(customers.values()), books.currency, typical, sizes, urgent, dict(sorted(segments.items())))


def account_size(account: AccountFacts, typical: Decimal | None) -> float:
    """How much an account weighs in the score, in typical accounts: log2(1 + ARR / typical ARR).

    A typical account weighs 1, one of a hundred times its ARR 6.7, and none of less than a thousand times it as much as ten. Two accounts weigh at least as
    much as one with the ARR of both. An unknown ARR weighs as a typical one; no ARR weighs nothing.
    """
    if account.arr is None:
        return 0.0 if account.status == "churned" else 1.0
    return math.log2(1 + float(account.arr / typical)) if typical and account.arr > 0 else 0.0


def gather_voices(evidence: ThemeEvidence, books: Books, portfolio: Portfolio) -> tuple[Voice, ...]:
    """The voices of a theme, by account; what has no known account comes last."""
    said: dict[str | None, list[Mention]] = {}
    for mention in evidence.mentions:
        said.setdefault(mention.account if mention.account in evidence.accounts else None, []).append(mention)
    return tuple(_voice(key, said[key], evidence, books, portfolio) for key in (*evidence.accounts, None) if key in said)


def _voice(key: str | None, said: Sequence[Mention], evidence: ThemeEvidence, books: Books, portfolio: Portfolio) -> Voice:
    # What nobody's account said may come from many: every item of theirs counts in its week.
    weeks = {(evidence.weeks_ago(m), m.feedback_id if key is None else key) for m in said}
    recent, before = sum(w < RECENT_WEEKS for w, _ in weeks), sum(RECENT_WEEKS <= w < TREND_WEEKS for w, _ in weeks)
    severity = math.fsum(mention_severity(m) for m in said) / len(said)
    if key is None:
        return Voice(None, None, 0.0, 0.0, severity, recent, before)
    account = evidence.accounts[key]
    size = account_size(account, portfolio.typical)
    return Voice(key, account.segment, size, size * _urgency(account, books), severity, recent, before, books.voice_weights.get(key, 1.0))


def mention_severity(mention: Mention) -> float:
    """How bad a mention is, 0 to 1: at least what its intent says, and the rest by how negative it sounds."""
    least = SEVERE_INTENTS.get(mention.intent or "", 0.0)
    sounds = (1 - mention.sentiment) / 2 if mention.sentiment < 0 else 0.0
    return least + (1 - least) * min(1.0, sounds)


def _urgency(account: AccountFacts, books: Books) -> float:
    return next((share for days, share in URGENCY.items() if renews_within(account, books.day, days)), 0.0)


def sum_voices(voices: Sequence[Voice], portfolio: Portfolio) -> Sums:
    """The sums of a theme as it is."""
    known = [v for v in voices if v.account is not None]
    return Sums(
        accounts=math.fsum(v.weight for v in known),
        size=math.fsum(v.weight * v.size for v in known),
        urgent=math.fsum(v.weight * v.urgent for v in known),
        segments=[math.fsum(v.weight for v in known if v.segment == segment) for segment in portfolio.segments],
        squares=math.fsum(v.weight**2 for v in known if v.segment in portfolio.segments),
        voices=math.fsum(v.weight for v in voices),
        severity=math.fsum(v.weight * v.severity for v in voices),
        recent=math.fsum(v.weight * v.recent for v in voices),
        before=math.fsum(v.weight * v.before for v in voices),
    )


def shares_of(theme: Sums, company: Sums, quiet: float, few: float) -> dict[str, Sum]:
    """What a theme has of each part's most, 0 to 1 but for chance; all but the strategic fit.

    Square roots: the tenth account adds less than the first. Breadth is how often two accounts that raised it are of different segments (Simpson 1949, without
    the pairs of an account with itself), beside how often two customers are; where they are few, less. Momentum is the recent voices' share of the recent, the
    usual and the quiet ones, a week. Each is the same for a company and for one ten times its size whose customers say the same.
    """
    recent, before = theme.recent / RECENT_WEEKS, theme.before / (TREND_WEEKS - RECENT_WEEKS)
    return {
        "affected_arr": (theme.size / (company.size + _TINY)) ** 0.5,
        "reach": (theme.accounts / (company.accounts + _TINY)) ** 0.5,
        "breadth": _mixed(theme, few**2) / (_mixed(company, 0.0) + _TINY),
        "severity": theme.severity / (theme.voices + _TINY),
        "momentum": recent / (recent + before + quiet),
        "renewal": (theme.urgent / (company.urgent + _TINY)) ** 0.5,
    }


def _mixed(sums: Sums, least: float) -> Sum:
    """The share of the pairs of accounts that are of different segments; there are `least` more pairs that are of one."""
    whole = sum(sums.segments) ** 2
    return (whole - sum(segment**2 for segment in sums.segments)) / (whole - sums.squares + least + _TINY)
