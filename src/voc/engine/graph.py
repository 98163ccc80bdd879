"""The neighbour graph of snippets: who is near whom, with weights that adapt to local density.

The weights are those of UMAP's fuzzy neighbour graph (McInnes, Healy, Melville 2018, arXiv 1802.03426, section 3.1), without its layout.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_BLOCK_CELLS = 16_000_000  # similarities held at once: 64 MB of float32


def nearest_neighbours(vectors: NDArray[np.float32], k: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest others of each unit vector by cosine, exactly: indices and distances (1 - cosine), both (n, k), the nearest first.

    Ties fall to the lower index, so that the result depends on the vectors and their order alone.
    """
    n = len(vectors)
    k = min(k, n - 1)
    indices = np.empty((n, k), dtype=np.int32)
    distances = np.empty((n, k), dtype=np.float32)
    rows = max(1, _BLOCK_CELLS // n)
    for start in range(0, n, rows):
        block = vectors[start : start + rows] @ vectors.T
        own = np.arange(start, start + len(block))
        block[own - start, own] = -np.inf
        nearest = np.argpartition(-block, k - 1, axis=1)[:, :k]
        similarity = np.take_along_axis(block, nearest, axis=1)
        # Where the last place is a tie, what argpartition picks is the processor's choice.
        tied = np.count_nonzero(block >= similarity.min(axis=1, keepdims=True), axis=1) > k
        if tied.any():
            nearest[tied] = np.argsort(-block[tied], axis=1, kind="stable")[:, :k]
            similarity = np.take_along_axis(block, nearest, axis=1)
        order = np.lexsort((nearest, -similarity), axis=1)
        indices[start : start + rows] = np.take_along_axis(nearest, order, axis=1)
        distances[start : start + rows] = np.clip(1 - np.take_along_axis(similarity, order, axis=1), 0, 2)
    return indices, distances


def fuzzy_graph(indices: NDArray[np.int32], distances: NDArray[np.float32]) -> csr_matrix:
    """A symmetric (n, n) matrix of weights from 0 to 1.

    Each row's distances are measured from its nearest neighbour and scaled so that the row's weights sum to log2(k + 1); then the fuzzy union a + b - ab of
    both directions.
    """
    n, k = indices.shape
    nearest = distances[:, 0]
    target = np.log2(k + 1)
    low, high = np.zeros(n), np.full(n, np.inf)
    scale = np.ones(n)
    beyond = np.maximum(distances - nearest[:, None], 0)
    for _ in range(48):
        total = np.exp(-beyond / scale[:, None]).sum(axis=1)
        high = np.where(total > target, scale, high)
        low = np.where(total > target, low, scale)
        scale = np.where(np.isinf(high), scale * 2, (low + high) / 2)
    scale = np.maximum(scale, 1e-3 * np.maximum(distances.mean(axis=1), 1e-6))
    weights = np.exp(-beyond / scale[:, None])
    directed = csr_matrix((weights.ravel(), (np.repeat(np.arange(n), k), indices.ravel())), shape=(n, n))
    both = directed.multiply(directed.T)
    graph = csr_matrix(directed + directed.T - both)
    graph.sort_indices()
    return graph
