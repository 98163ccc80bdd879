"""Reliability tables: of rows with a probability about p, what share is right."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def reliability(name: str, probability: NDArray[np.floating], right: NDArray[np.bool_]) -> dict[str, object]:
    """One row: the share that is right, and the number of rows, in each fifth of the probability; and the mean gap between the two, weighed by rows."""
    row: dict[str, object] = {"corpora": name}
    gap = 0.0
    for low, high in pairwise(EDGES):
        inside = (probability >= low) & ((probability < high) | (high == EDGES[-1]))
        count = int(inside.sum())
        row[f"{low:.1f}-{high:.1f}"] = f"{right[inside].mean():.2f} of {count}" if count else "-"
        gap += abs(float(probability[inside].sum()) - float(right[inside].sum()))
    return row | {"mean gap": f"{gap / max(len(probability), 1):.3f}"}
