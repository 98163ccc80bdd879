"""The nearest of many vectors, exactly."""

import numpy as np
from numpy.typing import NDArray

from voc.engine.vectors import Vectors


def find_nearest(vectors: Vectors, asked: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    """(row, cosine) of the `limit` rows nearest to `asked`, a unit vector (d,), the nearest first; ties by row."""
    cosines = vectors @ asked
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    order = best[np.lexsort((best, -cosines[best]))]
    return [(int(row), float(cosines[row])) for row in order]
