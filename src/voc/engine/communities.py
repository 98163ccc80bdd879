"""Leiden communities of a weighted graph, and how fine to cut it: the resolution is chosen from the data, without labels.

The criterion is the simplified silhouette less a prior on the number of communities: the silhouette alone has a peak at either end of the grid on real text.
What else was tried: docs/decisions/0004 and 0036.
"""

import graspologic_native
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import convolve1d
from scipy.sparse import csr_matrix

from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_for
from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, nearness_to_own, number_by_first, unit

RESOLUTIONS = tuple(float(r) for r in np.geomspace(0.3, 60, 24))
PRIOR = 0.08  # share of the best silhouette that a number of communities costs, times the squared logarithm of how far it is off the root of the rows
SMOOTHING = (0.25, 0.5, 0.25)  # of the silhouette over neighbouring resolutions: it jumps where one large community falls apart
SAMPLE = 4_000  # rows on which the resolution is judged
SEED = 1
SAME = 2.0  # times as many themes, or as few, that are no reason to cut the corpus otherwise than the last run did
REACH = 4.0  # times the chosen resolution, or that part of it, beyond which nothing is held
SMALLEST = 3  # rows of a community that counts
LARGE = 0.1  # share of the rows beyond which a loose community is cut again
LOOSE = 0.75  # of the communities' median cohesion: what is less is loose


def find_communities(graph: csr_matrix, resolution: float, seed: int = SEED) -> Numbers:
    """Leiden communities by modularity (Traag, Waltman, van Eck 2019), numbered from 0. Where nobody is near anybody each row is one of its own."""
    if not graph.data.any():  # leiden_csr panics on a graph without weight
        return np.arange(graph.shape[0], dtype=np.int32)
    _, found = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        seed=seed,
        iterations=2,
    )
    return np.fromiter((found[row] for row in range(graph.shape[0])), dtype=np.int32, count=graph.shape[0])


def hold_resolution(chosen: float, graph: csr_matrix, before: Numbers) -> float:
    """The resolution that keeps about as many themes as the last run had, where `chosen`, what this corpus asks for by itself, is not far from them.

    `before` is each row's theme in the last run, NOWHERE where it had none or people decided of it: what they made is no measure of how fine the corpus is.
    The criterion is nearly flat about its top, and its best place jumps from one run to the next: without this a tie would break half the themes.
    """
    known = np.flatnonzero(before != NOWHERE)
    themes = len(np.unique(before[known]))
    if not themes or not themes / SAME <= _count(graph, chosen) <= themes * SAME:
        return chosen
    old = csr_matrix(graph[known][:, known])
    held = min(max(chosen, _bracket(old, themes)[1]), _bracket(old, themes + 1)[0])
    return min(max(held, chosen / REACH), chosen * REACH)


def choose_resolution(vectors: Vectors, graph: csr_matrix, finer: float = 1.0, item: Numbers | None = None) -> float:
    """The resolution for this corpus. `finer` multiplies what the data says: the user's one knob. `item` is as `nearest_neighbours` takes it.

    Beyond SAMPLE rows the number of communities is judged on a sample, and the resolution that comes nearest to it on the whole is taken: the silhouette
    alone would cut a large corpus ever finer.
    """
    if len(vectors) <= SAMPLE:
        return finer * _judge(vectors, graph, len(vectors))
    rows = np.sort(np.random.default_rng(SEED).choice(len(vectors), SAMPLE, replace=False))
    sample = vectors[rows]
    sample_graph = fuzzy_graph(*nearest_neighbours(sample, neighbours_for(SAMPLE), None if item is None else item[rows]))
    low, high = _bracket(graph, _count(sample_graph, _judge(sample, sample_graph, len(vectors))))
    return float(finer * np.sqrt(low * high))


def cut_large(vectors: Vectors, graph: csr_matrix, community: Numbers, finer: float = 1.0) -> Numbers:
    """The communities, each that holds more than LARGE of the rows and keeps together far less than most do cut again, on its own part of the graph."""
    sizes = np.bincount(community)
    sums = group_sums(vectors, community)
    cohesion = np.bincount(community, nearness_to_own(vectors, community, sums)) / np.maximum(sizes, 1)
    loose = (sizes > LARGE * len(vectors)) & (cohesion < LOOSE * np.median(cohesion[sizes >= min(SMALLEST, sizes.max())]))
    cut = community.copy()
    for number in np.flatnonzero(loose):
        rows = np.flatnonzero(community == number)
        part = csr_matrix(graph[rows][:, rows])
        if part.nnz:
            cut[rows] = cut.max() + 1 + find_communities(part, finer * _judge(vectors[rows], part, len(rows)))
    return number_by_first(cut)


def _judge(vectors: Vectors, graph: csr_matrix, rows: int) -> float:
    """The resolution at which the silhouette, as a share of its best, less the prior is highest; neither end of the grid. `rows` are the whole corpus's."""
    silhouette, communities = silhouettes(vectors, graph)
    silhouette = convolve1d(silhouette, SMOOTHING, mode="nearest")
    if silhouette.max() <= 0 or not communities[1:-1].any():  # nothing to tell apart
        return RESOLUTIONS[0]
    off = np.log(np.maximum(communities, 1) / np.sqrt(rows)) ** 2
    score = np.where(communities > 0, silhouette / silhouette.max() - PRIOR * off, -np.inf)
    return RESOLUTIONS[1 + int(score[1:-1].argmax())]


def silhouettes(vectors: Vectors, graph: csr_matrix) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """At each of the RESOLUTIONS: the simplified silhouette, and the number of communities of SMALLEST rows or more."""
    found = [find_communities(graph, resolution) for resolution in RESOLUTIONS]
    return np.array([simplified_silhouette(vectors, cut) for cut in found]), np.array([_large(cut) for cut in found])


def _count(graph: csr_matrix, resolution: float) -> int:
    return _large(find_communities(graph, resolution))


def _large(community: Numbers) -> int:
    """How many communities have SMALLEST rows or more."""
    return int((np.bincount(community) >= SMALLEST).sum())


def _bracket(graph: csr_matrix, wanted: int) -> tuple[float, float]:
    """Two resolutions close to each other, of which the lower gives fewer communities than wanted and the upper not fewer: the number grows with the
    resolution."""
    low, high = RESOLUTIONS[0] / 64, RESOLUTIONS[-1]
    for _ in range(8):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if _count(graph, middle) < wanted else (low, middle)
    return low, high


def simplified_silhouette(vectors: Vectors, community: Numbers) -> float:
    """Mean silhouette with distances to centres in place of distances to all members; a row's own centre leaves the row out. Lone rows count 0,
    and so does a corpus of one community."""
    if not community.any():
        return 0.0
    sums = group_sums(vectors, community)
    sizes = np.bincount(community, minlength=len(sums))
    similarity = vectors @ unit(sums).T
    similarity[np.arange(len(vectors)), community] = -1
    inside, outside = 1 - nearness_to_own(vectors, community, sums), 1 - similarity.max(axis=1)
    value = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-9)
    return float(np.where(sizes[community] == 1, 0, value).mean())
