"""How many accounts have something to say, out of how many have said it and how often.

Chao1: those who spoke once and those who spoke twice tell how many have not spoken yet. Bias-corrected form and its variance after Chao (1984, 1987); the
interval is log-normal about the unseen part (Chao 1987), as in EstimateS (Colwell, appendix B). It is a lower bound where accounts differ in how loud they are.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Richness:
    """The estimate and its 95 % interval, in accounts, those that have spoken among them."""

    estimate: float
    low: float
    high: float


def chao1(counts: Iterable[int]) -> Richness:
    """The richness behind these mentions by account (each 1 or more): never fewer than have spoken; nothing where nobody has."""
    spoken = [count for count in counts if count > 0]
    seen, once, twice = len(spoken), spoken.count(1), spoken.count(2)
    unseen = once * (once - 1) / (2 * (twice + 1))
    if not seen:
        return Richness(0.0, 0.0, 0.0)
    if not unseen:
        return _seen_alone(seen, sum(spoken))
    spread = math.exp(Z * math.sqrt(math.log1p(_variance(once, twice, seen + unseen) / unseen**2)))
    return Richness(seen + unseen, seen + unseen / spread, seen + unseen * spread)


def _variance(once: int, twice: int, estimate: float) -> float:
    if twice:
        return (
            once * (once - 1) / (2 * (twice + 1))
            + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
            + once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
        )
    return once * (once - 1) / 2 + once * (2 * once - 1) ** 2 / 4 - once**4 / (4 * estimate)


def _seen_alone(seen: int, mentions: int) -> Richness:
    """Nobody is estimated to be missing; the interval allows for those whom a Poisson's zero would hide."""
    missed = math.exp(-mentions / seen)
    middle, half = seen / (1 - missed), Z * math.sqrt(seen * missed) / (1 - missed)
    return Richness(float(seen), max(float(seen), middle - half), middle + half)
