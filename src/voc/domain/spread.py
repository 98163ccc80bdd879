"""How likely a theme spreads: the probability that at least NEW_ACCOUNTS accounts that never raised it will, within HORIZON_DAYS.

A logistic of four things that were the same in every simulated company: how many accounts raised it for the first time in the last 90 days, how often it was
raised then, how concentrated it is on few accounts, and over how many months it took to get there. The weights come from `benchmarks/train_scope.py`
(docs/decisions/0015).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from voc.domain.calibration import AS_SHIPPED, Calibration
from voc.domain.evidence import ThemeEvidence

HORIZON_DAYS = 90
NEW_ACCOUNTS = 2
RECENT_DAYS = 90
WEIGHTS = (0.74, 0.83, -4.80, -1.32)
BIAS = 0.58
NEVER_SPREADS = -6.0  # the logit where no account is known to have raised it


def herfindahl(amounts: Iterable[float]) -> float:
    """The sum of the squared shares, 1/n where n weigh the same, 1 where one has all (Herfindahl 1950); 1 too where there is nothing."""
    found = [amount for amount in amounts if amount > 0]
    whole = sum(found)
    return sum((amount / whole) ** 2 for amount in found) if found else 1.0


def newcomers(evidence: ThemeEvidence, days: int = RECENT_DAYS) -> int:
    """How many accounts raised the theme for the first time in the last `days` days of the window."""
    first: dict[str, bool] = {}
    since = evidence.window.as_of - timedelta(days=days)
    for mention in evidence.mentions:  # by time
        if mention.account is not None:
            first.setdefault(mention.account, mention.occurred_at > since)
    return sum(first.values())


def spread_features(evidence: ThemeEvidence) -> tuple[float, ...]:
    """What the probability is a logistic of, in the order of WEIGHTS; of the mentions with an account. Empty where no account is known to have raised it."""
    if not evidence.mentions_by_account:
        return ()
    since = evidence.window.as_of - timedelta(days=RECENT_DAYS)
    recent = sum(m.account is not None and m.occurred_at > since for m in evidence.mentions)
    counts: Mapping[str, int] = evidence.mentions_by_account
    return math.log1p(newcomers(evidence)), math.log1p(recent), herfindahl(counts.values()), math.log1p(evidence.months)


def logit_of(features: Sequence[float]) -> float:
    """The logit as shipped."""
    return BIAS + sum(weight * value for weight, value in zip(WEIGHTS, features, strict=True)) if features else NEVER_SPREADS


def spread_probability(evidence: ThemeEvidence, calibration: Calibration = AS_SHIPPED) -> float:
    """The probability, .01 to .99, to two places."""
    return round(min(0.99, max(0.01, calibration.apply(logit_of(spread_features(evidence))))), 2)
