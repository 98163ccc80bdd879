"""Which theme a text speaks of, and which text of several speaks of a theme: by meaning, each with a probability.

A text and a theme are as alike as the text is to the theme's centre and to the snippets of the theme that are nearest to it. How likely the best of several is
the right one follows from how far it is ahead of the second and above what any text and theme of the same company have in common. The three numbers were fitted
by `benchmarks/train_match.py`.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, unit

NEAREST = 5  # snippets of a theme
MARGIN_WEIGHT, LIFT_WEIGHT, BIAS = 10.96, 5.82, -3.21


@dataclass(frozen=True)
class Best:
    """For each seeker the best candidate's number, and the probability that it is the right one."""

    candidate: NDArray[np.int64]
    probability: NDArray[np.float64]


def compare_texts(texts: Vectors, snippets: Vectors, theme: Numbers) -> NDArray[np.float32]:
    """How alike each text and each theme are, shape (texts, themes). `texts` and `snippets` are unit vectors; `theme` numbers the snippets' themes from 0
    without gaps, NOWHERE where one has none."""
    rows = np.flatnonzero(theme != NOWHERE)
    order = rows[np.argsort(theme[rows], kind="stable")]
    vectors, own = snippets[order], theme[order]
    centres = unit(group_sums(vectors, own))
    starts = np.searchsorted(own, np.arange(len(centres) + 1))
    nearest = np.empty((len(texts), len(centres)), np.float32)
    for number, (start, end) in enumerate(pairwise(starts.tolist())):
        alike = texts @ vectors[start:end].T
        most = min(NEAREST, end - start)
        nearest[:, number] = np.partition(alike, end - start - most, axis=1)[:, end - start - most :].mean(axis=1)
    return np.asarray((texts @ centres.T + nearest) / 2, dtype=np.float32)


def find_best(alike: NDArray[np.float32]) -> Best:
    """The best candidate (column) of each seeker (row); a tie falls to the first. Without a candidate there is nothing to find: an empty answer."""
    if not alike.size:
        return Best(np.zeros(0, np.int64), np.zeros(0))
    margin, lift = measure_lead(alike)
    logit = MARGIN_WEIGHT * margin + LIFT_WEIGHT * lift + BIAS
    return Best(np.asarray(alike.argmax(axis=1), dtype=np.int64), np.asarray(1 / (1 + np.exp(-logit))))


def measure_lead(alike: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each seeker's best candidate is ahead of its second, and above the mean of all; a single candidate is ahead of that mean."""
    usual = alike.mean(dtype=np.float64)
    ordered = np.sort(alike, axis=1)
    best = ordered[:, -1].astype(np.float64)
    second = ordered[:, -2].astype(np.float64) if alike.shape[1] > 1 else np.full(len(alike), usual)
    return best - second, best - usual
