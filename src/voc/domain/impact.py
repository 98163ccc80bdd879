"""Affected ARR, score and rank. The ARR formula stands here and nowhere else."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from voc.domain.accounts import AccountFacts, total_arr
from voc.domain.evidence import TREND_WEEKS, ThemeEvidence
from voc.domain.money import Money

RENEWAL_DAYS = 90
RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One named part of a score: the figure behind it, the points it gives and why."""

    name: str
    value: float
    points: float
    why: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The whole company on the same day, as the measure of one theme. `arr` is the sum over all accounts that are customers."""

    arr: Decimal
    accounts: int
    segments: int
    currency: str


@dataclass(frozen=True, slots=True)
class ThemeImpact:
    """What a theme weighs. `unknown_arr_accounts` have spoken and their ARR is not known: they are counted here, never as 0 in the sum without a word."""

    theme_id: str
    affected_arr: Money
    renewing_arr_90d: Money
    unknown_arr_accounts: int
    score: float
    parts: tuple[ScorePart, ...]


def portfolio_of(accounts: Sequence[AccountFacts], currency: str) -> Portfolio:
    """The company as a whole: accounts that have not churned."""
    present = [a for a in accounts if a.status != "churned"]
    return Portfolio(total_arr(present), len(present), len({a.segment for a in present if a.segment}), currency)


def affected_arr(evidence: ThemeEvidence, currency: str) -> Money:
    """The sum of the ARR of the distinct accounts with a mention in the window: an account once, however loud."""
    return Money(total_arr(evidence.accounts.values()), currency)


def renewing_arr(evidence: ThemeEvidence, currency: str, days: int = RENEWAL_DAYS) -> Money:
    """The part of the affected ARR whose accounts renew from as_of's day to `days` days later, both included."""
    first, last = evidence.window.day, evidence.window.day + timedelta(days=days)
    return Money(total_arr(a for a in evidence.accounts.values() if a.renews_on and first <= a.renews_on <= last), currency)


def weigh_theme(evidence: ThemeEvidence, portfolio: Portfolio) -> ThemeImpact:
    """The theme's impact. `score`, 0 to 100, is the sum of its parts' points, each the part's weight times a share from 0 to 1."""
    arr = affected_arr(evidence, portfolio.currency)
    renewing = renewing_arr(evidence, portfolio.currency)
    parts = tuple(part(evidence, arr, renewing, portfolio) for part in _PARTS)
    unknown = sum(a.arr is None for a in evidence.accounts.values())
    return ThemeImpact(evidence.theme_id, arr, renewing, unknown, round(sum(p.points for p in parts), 1), parts)


def rank_themes(impacts: Sequence[ThemeImpact]) -> list[ThemeImpact]:
    """Highest score first; ties by affected ARR, then by id, so that the order never depends on the input's."""
    return sorted(impacts, key=lambda i: (-i.score, -i.affected_arr.amount, i.theme_id))


def _part(name: str, weight: float, share: float, value: float, why: str) -> ScorePart:
    return ScorePart(name, value, round(weight * min(1.0, max(0.0, share)), 1), why)


def _arr_part(evidence: ThemeEvidence, arr: Money, _: Money, portfolio: Portfolio) -> ScorePart:
    # The square root gives the tenth account less than the first, so that one giant does not outrank everybody.
    share = float(arr.amount / portfolio.arr) if portfolio.arr > 0 else 0.0
    people = _count(len(evidence.accounts), "account")
    return _part("affected_arr", 35, math.sqrt(max(0.0, share)), float(arr.amount), f"{short_money(arr)} across {people}, {share:.0%} of ARR")


def _reach_part(evidence: ThemeEvidence, _: Money, __: Money, portfolio: Portfolio) -> ScorePart:
    count = len(evidence.accounts)
    share = count / portfolio.accounts if portfolio.accounts else 0.0
    return _part("reach", 25, math.sqrt(share), count, f"{_count(count, 'account')} of {portfolio.accounts} raised it")


def _breadth_part(evidence: ThemeEvidence, _: Money, __: Money, portfolio: Portfolio) -> ScorePart:
    count = len(evidence.segments)
    return _part("breadth", 10, count / portfolio.segments if portfolio.segments else 0.0, count, f"{count} of {_count(portfolio.segments, 'segment')}")


def _severity_part(evidence: ThemeEvidence, _: Money, __: Money, ___: Portfolio) -> ScorePart:
    share = evidence.negative_share
    return _part("severity", 10, share, share, f"{share:.0%} of {_count(len(evidence.mentions), 'mention')} are negative")


def _momentum_part(evidence: ThemeEvidence, _: Money, __: Money, ___: Portfolio) -> ScorePart:
    recent, before = sum(evidence.trend[-RECENT_WEEKS:]), sum(evidence.trend[:-RECENT_WEEKS])
    # One prior mention a week on either side keeps two mentions from counting as a surge; steady is a third of the weight.
    growth = (recent / RECENT_WEEKS + 1) / (before / (TREND_WEEKS - RECENT_WEEKS) + 1)
    return _part(
        "momentum",
        10,
        growth / 3 if recent else 0.0,
        growth,
        f"{recent} mentions in the last {RECENT_WEEKS} weeks, {before} in the {TREND_WEEKS - RECENT_WEEKS} before",
    )


def _renewal_part(_: ThemeEvidence, arr: Money, renewing: Money, __: Portfolio) -> ScorePart:
    share = float(renewing.amount / arr.amount) if arr.amount > 0 else 0.0
    return _part("renewal", 10, share, float(renewing.amount), f"{short_money(renewing)} of it renews within {RENEWAL_DAYS} days")


_PARTS: tuple[Callable[[ThemeEvidence, Money, Money, Portfolio], ScorePart], ...] = (
    _arr_part, _reach_part, _breadth_part, _severity_part, _momentum_part, _renewal_part,
)  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def short_money(money: Money) -> str:
    """`$1.25M`, `€40k`, `CHF 900`: three figures at most, for running text."""
    symbol = {"USD": "$", "EUR": "€", "GBP": "£"}.get(money.currency, money.currency + " ")
    for size, unit in ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k")):
        if abs(money.amount) >= size:
            return f"{symbol}{float(money.amount / size):.3g}{unit}"
    return f"{symbol}{money.amount:.0f}"
