"""The nearest of many vectors, exactly."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 16_384  # rows turned into float32 at once


def find_nearest(vectors: NDArray[np.float16], asked: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    """(row, cosine) of the `limit` rows nearest to `asked`, the nearest first; ties by row. `vectors`: unit rows (n, d); `asked`: a unit vector (d,)."""
    cosines = np.empty(len(vectors), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        cosines[start : start + BLOCK] = block.astype(np.float32) @ asked
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    order = best[np.lexsort((best, -cosines[best]))]
    return [(int(row), float(cosines[row])) for row in order]
