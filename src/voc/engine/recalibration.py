"""The shipped sentiment head moved towards how a company's own customers rate.

A survey's rating is a free label of the comment that came with it, where the comment makes one point. The step is a logistic regression whose ridge pulls
towards the shipped weights in place of zero: few ratings move little, many move more. How hard it pulls is chosen by cross-validation over accounts, and the
shipped head stays unless the moved one does better there.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from voc.engine.sentiment import SentimentHead

LEAST_RATED = 40  # ratings of either sort without which nothing is moved
RIDGES = (3.0, 10.0, 30.0, 100.0)
FOLDS = 5
LEAST_GAIN = 0.005  # of the AUC in cross-validation
LEAST_AUC = 0.65  # in cross-validation: where comments hardly tell how they were rated, the ratings teach nothing


def recalibrate(shipped: SentimentHead, features: NDArray[np.float64], satisfied: NDArray[np.bool_], accounts: Sequence[str]) -> SentimentHead:
    """The shipped head, or one that ranks these ratings better in cross-validation.

    `features` are `sentiment_features` of comments of one point each, shape (n, width); `satisfied` says how each was rated; `accounts` who wrote it: what one
    account wrote stands in one fold. The same rows in the same order give the same head.
    """
    if min(satisfied.sum(), (~satisfied).sum()) < LEAST_RATED:
        return shipped
    folds = _folds(accounts)
    gains = {ridge: _auc(satisfied, _held_out(shipped, features, satisfied, folds, ridge)) for ridge in RIDGES}
    best = max(RIDGES, key=lambda ridge: (round(gains[ridge], 4), ridge))
    if gains[best] < max(LEAST_AUC, _auc(satisfied, shipped.score(features)) + LEAST_GAIN):
        return shipped
    return _moved(shipped, features, satisfied, best)


def _folds(accounts: Sequence[str]) -> NDArray[np.int64]:
    """A fold of each row: the accounts, the largest first, each to the fold that is the emptiest."""
    names, counts = np.unique(np.array(accounts, dtype=str), return_counts=True)
    filled, fold_of = [0] * FOLDS, dict[str, int]()
    for i in np.lexsort((names, -counts)):
        fold = filled.index(min(filled))
        fold_of[str(names[i])] = fold
        filled[fold] += int(counts[i])
    return np.array([fold_of[account] for account in accounts])


def _held_out(
    shipped: SentimentHead, features: NDArray[np.float64], satisfied: NDArray[np.bool_], folds: NDArray[np.int64], ridge: float
) -> NDArray[np.float64]:
    scores = np.empty(len(features))
    for fold in range(FOLDS):
        inside = folds == fold
        known = satisfied[~inside]
        head = _moved(shipped, features[~inside], known, ridge) if 0 < known.sum() < len(known) else shipped
        scores[inside] = head.score(features[inside])
    return scores


def _moved(shipped: SentimentHead, features: NDArray[np.float64], satisfied: NDArray[np.bool_], ridge: float) -> SentimentHead:
    """The head that loses least on the ratings, both sorts weighing the same, and lies near the shipped one. The bias stays: how often a company's customers
    are content is not what their words mean. So does the middle, of which a survey's passive answers tell nothing sure."""
    start = np.array(shipped.weights)
    sign = np.where(satisfied, 1.0, -1.0)
    weight = np.where(satisfied, 0.5 / satisfied.mean(), 0.5 / (~satisfied).mean())

    def loss(moved: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (features @ moved + shipped.bias)
        slope = -sign * weight / (1 + np.exp(margin))
        away = moved - start
        return float(weight @ np.logaddexp(0, -margin) + ridge / 2 * away @ away), features.T @ slope + ridge * away

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return replace(shipped, weights=tuple(round(float(w), 5) for w in found.x), ratings=len(features))


def _auc(satisfied: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """The share of pairs of a satisfied and a dissatisfied row that the scores put in the right order; a tie is half of one."""
    ranked = np.sort(scores[~satisfied])
    below = np.searchsorted(ranked, scores[satisfied], "left") + np.searchsorted(ranked, scores[satisfied], "right")
    return float(below.mean() / 2 / len(ranked))
