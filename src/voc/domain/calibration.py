"""Probabilities moved towards what a company's own past says of them.

Platt's (1999) logistic of the logit, a slope and an intercept, with a normal prior about "leave it as it is": few outcomes move little, many move more.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH = 20  # outcomes of either sort; below, nothing is moved
SLOPE_SPREAD, INTERCEPT_SPREAD = 0.15, 0.75  # standard deviations of the prior
LEAST_SLOPE = 0.2  # the order of the forecasts is kept
STEPS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """logit -> `intercept` + `slope` * logit. `outcomes` is how many it was learnt from; 0: nothing is moved."""

    slope: float = 1.0
    intercept: float = 0.0
    outcomes: int = 0

    def apply(self, logit: float) -> float:
        """The probability, 0 to 1."""
        return sigmoid(self.intercept + self.slope * logit)


AS_SHIPPED = Calibration()


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), whatever the x."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def calibrate(logits: Sequence[float], came: Sequence[bool], weight: float = 1.0) -> Calibration:
    """The most likely slope and intercept a posteriori; AS_SHIPPED with fewer than ENOUGH outcomes of either sort.

    `weight`, up to 1, is what an outcome counts: less where outcomes overlap. The same rows in any order give the same numbers, to four places.
    """
    if min(sum(came), len(came) - sum(came)) < ENOUGH:
        return AS_SHIPPED
    rows = sorted(zip(logits, came, strict=True))
    at, likely = (1.0, 0.0), _posterior(rows, weight, 1.0, 0.0)
    for _ in range(STEPS):
        step, damping = _newton_step(rows, weight, *at), 1.0
        # Far from the summit a whole step leaps over it. The posterior has one summit, so some part of the step leads up.
        while (there := _posterior(rows, weight, at[0] + damping * step[0], at[1] + damping * step[1])) < likely and damping > 1e-6:
            damping /= 2
        at, likely = (at[0] + damping * step[0], at[1] + damping * step[1]), there
        if damping * (abs(step[0]) + abs(step[1])) < 1e-7:
            break
    return Calibration(round(max(LEAST_SLOPE, at[0]), 4), round(at[1], 4), len(rows))


def _posterior(rows: Sequence[tuple[float, bool]], weight: float, slope: float, intercept: float) -> float:
    """The logarithm of the posterior, but for a constant."""
    margins = ((1 if happened else -1) * (intercept + slope * x) for x, happened in rows)
    fit = sum(min(0.0, m) - math.log1p(math.exp(-abs(m))) for m in margins)
    return weight * fit - ((slope - 1) / SLOPE_SPREAD) ** 2 / 2 - (intercept / INTERCEPT_SPREAD) ** 2 / 2


def _newton_step(rows: Sequence[tuple[float, bool]], weight: float, slope: float, intercept: float) -> tuple[float, float]:
    """Newton's step of slope and intercept towards the posterior's summit."""
    g_slope, g_intercept = (1 - slope) / SLOPE_SPREAD**2, -intercept / INTERCEPT_SPREAD**2
    h_slope, h_both, h_intercept = 1 / SLOPE_SPREAD**2, 0.0, 1 / INTERCEPT_SPREAD**2
    for x, happened in rows:
        p = sigmoid(intercept + slope * x)
        gap, bend = weight * (happened - p), weight * p * (1 - p)
        g_slope, g_intercept = g_slope + gap * x, g_intercept + gap
        h_slope, h_both, h_intercept = h_slope + bend * x * x, h_both + bend * x, h_intercept + bend
    determinant = h_slope * h_intercept - h_both**2
    return (h_intercept * g_slope - h_both * g_intercept) / determinant, (h_slope * g_intercept - h_both * g_slope) / determinant
