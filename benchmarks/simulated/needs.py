"""Hidden needs: what accounts lack, whether or not they say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .chance import log_uniform, stream

SEGMENTS = ("startup", "smb", "mid-market", "enterprise")
PLANS = ("Starter", "Team", "Business", "Enterprise")
SHAPES: Mapping[str, float] = {"steady": 0.30, "growing": 0.15, "emerging": 0.15, "fading": 0.10, "released": 0.12, "niche": 0.18}
FEWEST, MOST = 0.015, 0.30  # share of the accounts that come to have a need
QUIETEST, LOUDEST = 0.06, 0.40  # mentions a month of an account that feels it and talks as much as most
FADES = 0.6  # a month, of what was left
HEARS_LATE = 0.12  # of the mentions that go on for two months after a release, by those who have not heard of it
HIGHER_PLAN = 0.15  # of the needs, that a higher plan meets
HARMLESS = 0.4  # of the needs, that make nobody leave


@dataclass(frozen=True)
class Need:
    """What some accounts lack.

    An account has it with the `prevalence` of its segment (niche: `holders` accounts in all), and feels it from `onset`, a month, and a random delay of `delay`
    months in the mean on. It fades from the month `fades_from` on, is met for all at the start of `released_in`, and is met for accounts on `plan` or above.
    `rate`: mentions a month; `severity` 0 to 1; `hazard_ratio`: how many times likelier an account leaves in a month in which it feels the need.
    """

    id: str
    title: str
    shape: str
    prevalence: Mapping[str, float]
    holders: int | None
    onset: int
    delay: float
    fades_from: int | None
    released_in: int | None
    plan: str | None
    rate: float
    severity: float
    hazard_ratio: float

    def weights(self, months: int) -> np.ndarray:
        """How much of it is still unmet in each month, 1 to 0; accounts that do not feel it yet aside. Shape (months,)."""
        month = np.arange(months, dtype=float)
        left = np.ones(months)
        if self.fades_from is not None:
            left = np.where(month >= self.fades_from, FADES ** np.maximum(month - self.fades_from + 1, 0), left)
        if self.released_in is not None:
            left = np.where(month >= self.released_in, 0.0, left)
        return left

    def voices(self, months: int) -> np.ndarray:
        """How much of it is still spoken of in each month. Shape (months,)."""
        left = self.weights(months)
        if self.released_in is not None:
            month = np.arange(months)
            left = np.where((month >= self.released_in) & (month < self.released_in + 2), HEARS_LATE, left)
        return left


def draw_needs(seed: int, names: Sequence[tuple[str, str]], months: int) -> list[Need]:
    """A need for each (key, title). Shapes come in the shares of SHAPES; which need gets which is chance."""
    random = stream(seed, "needs")
    shapes = _shapes(len(names), random)
    return [_draw(random, f"need:{key}", title, shape, months) for (key, title), shape in zip(names, shapes, strict=True)]


def _shapes(count: int, random: np.random.Generator) -> list[str]:
    """Shapes by their shares, the fractions left over to the largest, in random order."""
    wanted = {shape: share * count for shape, share in SHAPES.items()}
    number = {shape: int(w) for shape, w in wanted.items()}
    for shape in sorted(wanted, key=lambda s: number[s] - wanted[s])[: count - sum(number.values())]:
        number[shape] += 1
    found = [shape for shape, n in number.items() for _ in range(n)]
    return [found[i] for i in random.permutation(count)]


def _draw(random: np.random.Generator, key: str, title: str, shape: str, months: int) -> Need:
    base = log_uniform(random, FEWEST, MOST)
    tilt = np.exp(random.normal(0, 0.6, len(SEGMENTS)))
    prevalence = {segment: float(min(0.8, base * t)) for segment, t in zip(SEGMENTS, tilt, strict=True)}
    onset, delay = -int(random.integers(6, 30)), float(random.uniform(3, 9))
    fades_from = released_in = holders = None
    if shape == "growing":
        onset, delay = int(random.integers(0, max(1, months // 2))), float(random.uniform(6, 14))
    elif shape == "emerging":
        onset, delay = months - int(random.integers(2, max(3, months // 3))), float(random.uniform(1, 4))
    elif shape == "fading":
        fades_from = int(random.integers(months // 4, max(months // 4 + 1, 3 * months // 4)))
    elif shape == "released":
        released_in = int(random.integers(months // 3, max(months // 3 + 1, 5 * months // 6)))
    elif shape == "niche":
        holders = int(random.integers(1, 4))
    plan = str(random.choice(PLANS[2:])) if shape in ("steady", "growing") and random.random() < HIGHER_PLAN / 0.45 else None
    severity = float(random.beta(2, 2))
    hazard_ratio = 1.0 if random.random() < HARMLESS else float(1 + 1.6 * severity * random.uniform(0.5, 1.5))
    return Need(
        key, title, shape, prevalence, holders, onset, delay, fades_from, released_in, plan, log_uniform(random, QUIETEST, LOUDEST), severity, hazard_ratio
    )
