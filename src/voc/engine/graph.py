"""The neighbour graph of snippets: who is near whom, with weights that adapt to local density.

The weights are those of UMAP's fuzzy neighbour graph (McInnes, Healy, Melville 2018, arXiv 1802.03426, section 3.1), without its layout.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from usearch.index import Index

from voc.engine.vectors import NOWHERE, Numbers

_BLOCK_CELLS = 16_000_000  # similarities held at once: 64 MB of float32

FARTHEST = 2.0  # 1 - cosine
EXACT = 10_000  # rows; beyond, neighbours are sought in a navigable graph: 99 of 100 found, in a tenth of the time
_CONNECTIVITY, _EFFORT = 16, 64
_SPARE = 24  # neighbours sought beyond those wanted, in place of those of the same item


NEIGHBOURS = (10, 30)  # at least and at most


def neighbours_for(rows: int) -> int:
    """How many neighbours the graph of that many rows has: few keep small themes of a small corpus apart, more bridge the gaps inside a large one's
    (docs/decisions/0004)."""
    fitting = round(float(rows**0.36))
    return min(rows - 1, max(NEIGHBOURS[0], min(NEIGHBOURS[1], fitting)))


def nearest_neighbours(vectors: NDArray[np.float32], k: int, item: Numbers | None = None, exact: int = EXACT) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest others of each unit vector by cosine: indices and distances (1 - cosine), both (n, k), the nearest first.

    `item` numbers the item that each row is from, NOWHERE where it is from several: rows of one item are no neighbours, for a theme is what different items
    say. Exact up to `exact` rows, and nearly so beyond. The result depends on the rows and their order alone: ties fall to the lower index.
    """
    n = len(vectors)
    k = min(k, n - 1)
    if n > exact:
        return _approximate_neighbours(vectors, k, item)
    return neighbours_among(vectors, np.arange(n), k, item)


def neighbours_among(
    vectors: NDArray[np.float32], wanted: NDArray[np.signedinteger], k: int, item: Numbers | None = None, cells: int = _BLOCK_CELLS
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The k nearest others, among all rows, of each of the `wanted` rows, exactly. Where an item leaves fewer than k others, the rest are its own rows,
    FARTHEST away. `cells`: similarities that are held at once."""
    n, m = len(vectors), len(wanted)
    indices = np.empty((m, k), dtype=np.int32)
    distances = np.empty((m, k), dtype=np.float32)
    rows = max(1, cells // n)
    for start in range(0, m, rows):
        own = wanted[start : start + rows]
        block = vectors[own] @ vectors.T
        if item is not None:
            block[(item[own, None] == item) & (item[own, None] != NOWHERE)] = 1 - FARTHEST
        block[np.arange(len(own)), own] = -np.inf
        # One more than wanted: where it is as near as the last place, who has that place is argpartition's choice, which differs between processors.
        nearest = np.argpartition(block, n - k - 1, axis=1)[:, n - k - 1 :]
        similarity = np.take_along_axis(block, nearest, axis=1)
        order = np.lexsort((nearest, -similarity), axis=1)
        nearest, similarity = np.take_along_axis(nearest, order, axis=1), np.take_along_axis(similarity, order, axis=1)
        tied = similarity[:, k - 1] == similarity[:, k]
        if tied.any():
            nearest[tied, :k] = np.argsort(-block[tied], axis=1, kind="stable")[:, :k]
            similarity[tied, :k] = np.take_along_axis(block[tied], nearest[tied, :k], axis=1)
        indices[start : start + rows] = nearest[:, :k]
        distances[start : start + rows] = np.clip(1 - similarity[:, :k], 0, FARTHEST)
    return indices, distances


def _approximate_neighbours(vectors: NDArray[np.float32], k: int, item: Numbers | None) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """By a hierarchical navigable small world (Malkov, Yashunin 2018). It is built by one thread, so that the same rows give the same graph."""
    n = len(vectors)
    spare = 0 if item is None else min(_SPARE, int(np.bincount(item[item != NOWHERE]).max(initial=1)) - 1)
    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f16", connectivity=_CONNECTIVITY, expansion_add=_EFFORT, expansion_search=_EFFORT)
    index.add(np.arange(n), vectors, threads=1)
    found = index.search(vectors, k + 1 + spare, threads=2)
    keys, far = found.keys.astype(np.int64), np.clip(found.distances, 0, FARTHEST).astype(np.float32)
    # Among many copies of itself a row may not be found: then the last one found goes instead.
    own = keys == np.arange(n)[:, None]
    order = np.lexsort((keys, np.where(own, np.float32(-1), far)), axis=1)
    keep = np.where(own.any(axis=1)[:, None], order[:, 1:], order[:, :-1])
    keys, far = np.take_along_axis(keys, keep, axis=1), np.take_along_axis(far, keep, axis=1)
    if item is not None:
        far[(item[keys] == item[:, None]) & (item[:, None] != NOWHERE)] = FARTHEST
        order = np.argsort(far, axis=1, kind="stable")[:, :k]
        keys, far = np.take_along_axis(keys, order, axis=1), np.take_along_axis(far, order, axis=1)
    return keys.astype(np.int32), far


def neighbour_weights(distances: NDArray[np.float32]) -> NDArray[np.float64]:
    """The weight of each row's neighbours, (n, k), from 0 to 1: 1 for the nearest, the others by how much farther they are, scaled so that the row's weights
    sum to log2(k + 1). What is FARTHEST is no neighbour."""
    n, k = distances.shape
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
    return np.asarray(np.where(distances < FARTHEST, np.exp(-beyond / scale[:, None]), 0))


def fuzzy_graph(indices: NDArray[np.int32], distances: NDArray[np.float32]) -> csr_matrix:
    """A symmetric (n, n) matrix of weights from 0 to 1.

    `neighbour_weights` one way, then the fuzzy union a + b - ab of both directions.
    """
    n, k = indices.shape
    weights = neighbour_weights(distances)
    directed = csr_matrix((weights.ravel(), (np.repeat(np.arange(n), k), indices.ravel())), shape=(n, n))
    both = directed.multiply(directed.T)
    graph = csr_matrix(directed + directed.T - both)
    graph.sort_indices()
    return graph
