"""Whether a theme is one customer's wish or a gap that many share. Stands here and nowhere else."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from voc.domain.evidence import ThemeEvidence

EMERGING_DAYS = 56
EMERGING_SHARE = 0.9  # of the mentions at most EMERGING_DAYS old: a stray early one does not make a theme old
LOUD_SHARE = 0.6  # of the mentions by one account
SCALABLE_ACCOUNTS = 4
SCALABLE_MONTHS = 2


class Scope(StrEnum):
    """What a theme is, by who raised it."""

    ONE_OFF = "one_off"
    CONCENTRATED = "concentrated"
    EMERGING = "emerging"
    SCALABLE = "scalable"


@dataclass(frozen=True, slots=True)
class ThemeScope:
    """The verdict, the probability that the theme is a gap that many share, the reasons, and what evidence would make it scalable (None: none is needed)."""

    scope: Scope
    probability: float
    reasons: tuple[str, ...]
    evidence_needed: str | None


def judge_scope(evidence: ThemeEvidence) -> ThemeScope:
    """The scope of a theme from distinct accounts, segments, months and the loudest account's share of the mentions.

    One account: one_off, or concentrated where it keeps coming back (3 mentions or more). One account behind most of the mentions, or just two or three
    accounts:
    concentrated. Nearly all said in the last 8 weeks, by several: emerging. Four accounts or more over two months or more: scalable.
    """
    accounts, months, segments = len(evidence.mentions_by_account), evidence.months, len(evidence.segments)
    known = sum(evidence.mentions_by_account.values())
    loudest = max(evidence.mentions_by_account.values(), default=0)
    loud_share = loudest / known if known else 0.0
    recent = sum(m.occurred_at > evidence.window.as_of - timedelta(days=EMERGING_DAYS) for m in evidence.mentions)
    is_new = recent >= EMERGING_SHARE * len(evidence.mentions)

    reasons = [f"{_count(accounts, 'account')} in {_count(segments, 'segment')} over {_count(months, 'month')}"]
    if accounts > 1 and loud_share >= LOUD_SHARE:
        reasons.append(f"one account made {loud_share:.0%} of the mentions")
    if is_new:
        reasons.append(f"{recent} of {_count(len(evidence.mentions), 'mention')} in the last {EMERGING_DAYS // 7} weeks")
    if unmatched := len(evidence.mentions) - known:
        reasons.append(f"{_count(unmatched, 'mention')} without an account")

    if accounts <= 1:
        scope = Scope.CONCENTRATED if loudest >= 3 else Scope.ONE_OFF
    elif loud_share >= LOUD_SHARE or accounts < 3:
        scope = Scope.CONCENTRATED
    elif is_new:
        scope = Scope.EMERGING
    elif accounts >= SCALABLE_ACCOUNTS and months >= SCALABLE_MONTHS:
        scope = Scope.SCALABLE
    else:
        scope = Scope.CONCENTRATED
    return ThemeScope(scope, _probability(accounts, segments, months, loud_share), tuple(reasons), _evidence_needed(scope, accounts, months))


def _probability(accounts: int, segments: int, months: int, loud_share: float) -> float:
    """A logistic curve, .5 at about four accounts in two segments over three months, none dominating. Prior weights; the backtest is to fit them."""
    if accounts == 0:
        return 0.01
    logit = -4.6 + 2.2 * math.log(accounts) + 0.5 * segments + 0.25 * months - 1.5 * max(0.0, loud_share - 1 / accounts)
    return round(min(0.99, max(0.01, 1 / (1 + math.exp(-logit)))), 2)


def _evidence_needed(scope: Scope, accounts: int, months: int) -> str | None:
    if scope is Scope.SCALABLE:
        return None
    if (missing := SCALABLE_ACCOUNTS - accounts) > 0:
        return f"{_count(missing, 'more account')}"
    if months < SCALABLE_MONTHS:
        return "a mention in another month"
    return "another mention once it is 8 weeks old" if scope is Scope.EMERGING else "mentions spread over more accounts"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
