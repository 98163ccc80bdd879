"""What one signal says of an account: from -1, as bad as it gets, to 1."""

import math
from dataclasses import dataclass
from datetime import date

FRESH_DAYS = {
    "sentiment": 90,
    "tickets": 180,
    "nps": 365,
    "csat": 120,
    "seats": 62,
    "feature_depth": 62,
    "workflow_completion": 62,
    "logins": 62,
    "champion": 92,
    "billing": 62,
    "first_value": 365,
    "unmet": 365,
}  # a value that is older counts as missing; contact and renewal are measured on the day itself


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` None: nothing is known (`as_of` None), or what is known is too old (`as_of` says how old). `quotes` are snippet ids, the weightiest first."""

    value: float | None
    why: str
    as_of: date | None = None
    quotes: tuple[str, ...] = ()


def fade(age: float, half_life: float) -> float:
    """What something counts that is `age` days old: half after `half_life` days."""
    return math.exp2(-age / half_life)


def bounded(value: float) -> float:
    """Between -1 and 1."""
    return max(-1.0, min(1.0, value))


def stale(words: str, name: str, on: date) -> Finding:
    """A signal whose newest value is too old to count."""
    return Finding(None, f"{words} is older than {FRESH_DAYS[name]} days", on)
