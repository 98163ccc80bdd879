"""Planted groups of vectors."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """Rows of length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def planted(groups: int, size: int, noise: float = 0.6, far: int = 0, seed: int = 1) -> tuple[Vectors, NDArray[np.int64]]:
    """Gaussian groups about random directions, then points in directions of their own (-1)."""
    random = np.random.default_rng(seed)
    middles = unit(random.normal(size=(groups, 64)))
    members = np.repeat(middles, size, axis=0) + noise / 8 * random.normal(size=(groups * size, 64))
    return unit(np.vstack([members, random.normal(size=(far, 64))])), np.r_[np.repeat(np.arange(groups), size), np.full(far, -1)]
