"""Weights of the health's signals from what came after: a logistic regression that is shrunk towards the weights that are in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from voc.domain.health.backtest import HealthCase
from voc.domain.health.formula import score_values
from voc.domain.measures import area_under_curve
from voc.errors import InputError

LEAST_LOSSES = 20  # accounts that lost; fewer tell nothing that the shipped weights do not
SHRINKAGES = (1.0, 4.0, 16.0, 64.0)
FOLDS = 5
LEAST_SHARE = 0.05  # of its present weight that a signal keeps: all weights stay positive

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittedWeights:
    """Weights with the sum of those that they come from; how strongly they were shrunk; and the area under the curve, on accounts that were held out, beside
    that of the present weights on the same."""

    weights: Mapping[str, float]
    shrinkage: float
    held_out_auc: float
    shipped_auc: float


def fit_weights(cases: Sequence[HealthCase], present: Mapping[str, float]) -> FittedWeights:
    """Fit on the cases whose horizon has passed. How strongly to shrink is chosen by folds of whole accounts. Raises InputError where too few accounts lost."""
    told = [case for case in cases if case.is_told]
    if (losers := len({case.account for case in told if case.lost_in is not None})) < LEAST_LOSSES:
        raise InputError(f"only {losers} accounts left or shrank in the time that can be judged: weights can be fitted from {LEAST_LOSSES} on")
    names = list(present)
    values = np.array([[case.values[name] or 0.0 for name in names] for case in told])
    lost = np.array([case.lost_in is not None for case in told], dtype=float)
    prior = np.array([present[name] for name in names])
    folds = np.array([crc32(case.account.encode()) % FOLDS for case in told])
    areas: dict[float, float] = {}
    for strength in SHRINKAGES:
        held_out = np.zeros(len(told))
        for fold in range(FOLDS):
            weights = _fit(values[folds != fold], lost[folds != fold], prior, strength)
            for n in np.flatnonzero(folds == fold):
                held_out[n] = -score_values(told[n].values, dict(zip(names, weights, strict=True)))
        areas[strength] = area_under_curve(held_out.tolist(), (lost > 0).tolist()) or 0.5
    best = max(SHRINKAGES, key=lambda strength: (areas[strength], strength))
    weights = _fit(values, lost, prior, best)
    shipped = area_under_curve([-score_values(case.values, present) for case in told], (lost > 0).tolist()) or 0.5
    return FittedWeights({name: round(float(w), 2) for name, w in zip(names, weights, strict=True)}, best, areas[best], shipped)


def _fit(values: Floats, lost: Floats, prior: Floats, strength: float) -> Floats:
    """The weights, with the sum of the prior's. Each is the prior's times a factor; the penalty is `strength` times the squares of the factors less 1, and the
    slope that all have in common is free."""
    start = _minimize(lambda p: _loss(p[0], np.exp(p[1]) * prior, values, lost), np.array([0.0, -4.0]), [(None, None), (-12.0, 3.0)])

    def penalized(p: Floats) -> float:
        return _loss(p[0], np.exp(p[1]) * p[2:] * prior, values, lost) + strength * float(((p[2:] - 1) ** 2).sum())

    bounds = [(None, None), (-12.0, 3.0), *[(LEAST_SHARE, None)] * len(prior)]
    found = _minimize(penalized, np.concatenate([start, np.ones(len(prior))]), bounds)[2:] * prior
    return np.asarray(found * prior.sum() / found.sum())


def _loss(constant: float, weights: Floats, values: Floats, lost: Floats) -> float:
    logits = constant - values @ weights
    return float(np.logaddexp(0.0, logits).sum() - (lost * logits).sum())


def _minimize(loss: object, start: Floats, bounds: object) -> Floats:
    return np.asarray(minimize(loss, start, method="L-BFGS-B", bounds=bounds).x)
