"""Vectors to themes.

Leiden communities of the fuzzy neighbour graph are the themes (at every size ahead of density clustering, see docs/decisions/0004); HDBSCAN's density marks
the asks inside a theme. A pure function of (vectors, seed): hand the rows over in a fixed order and the result is fixed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import graspologic_native
import hdbscan
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from scipy.sparse.csgraph import connected_components
from sklearn.decomposition import PCA

from voc.engine.graph import fuzzy_graph, nearest_neighbours

NOWHERE = -1

FEW = 1_500  # rows; below, a smaller neighbourhood keeps small themes apart
NEIGHBOURS = {True: 11, False: 15}
MIN_THEME = 3  # snippets; fewer are no theme
RESOLUTIONS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 15.0)
GOOD_ENOUGH = 0.985  # of the best silhouette
SAMPLE = 2_000  # rows on which the resolution is judged
TWIN = 0.93  # cosine from which two wordings are one
TWINS_SOUGHT = 5
ENOUGH_TWINLESS = 20  # wordings that must be left; fewer make no neighbourhood
COMPANY = 5  # nearest others that say whether a snippet is alone
ENOUGH = 50  # rows; fewer say nothing about what is usual
ALONE = 2.0  # robust standard deviations below the median nearness
LOOSE = 0.5  # share of its members' nearest others that a theme must hold, of what it could
OFF_CENTRE = 0.30  # least cosine to the theme's centre, without the snippet itself
ASK_SIZE = 3
CONTEXT = 0.6  # weight of the rest of a passage


@dataclass(frozen=True)
class Clustering:
    """`theme` and `ask` number each row's theme and ask, NOWHERE where it has none; `strength` 0 to 1; `centres` are unit vectors, one a theme."""

    theme: NDArray[np.int32]
    ask: NDArray[np.int32]
    strength: NDArray[np.float32]
    centres: NDArray[np.float32]


def find_themes(
    vectors: NDArray[np.float32], seed: int, progress: Callable[[], None] | None = None, wording: NDArray[np.signedinteger] | None = None
) -> Clustering:
    """Group unit vectors, shape (n, dimensions), into themes and asks. Fewer than MIN_THEME rows have no theme.

    `wording` numbers the rows' wordings: rows that say the same words count as one point, with their number as its weight, and share their theme. Copies left
    to themselves would be each other's nearest neighbours and cut themselves off from their paraphrases.
    """
    n = len(vectors)
    if n < MIN_THEME:
        return Clustering(np.full(n, NOWHERE, np.int32), np.full(n, NOWHERE, np.int32), np.zeros(n, np.float32), vectors[:0])
    place = _number_by_first(np.arange(n) if wording is None else wording)
    place = _join_twins(_unit(_sums(vectors, place)))[place]
    distinct = _group_distinct(_unit(_sums(vectors, place)), np.bincount(place), seed, progress or (lambda: None))
    theme = distinct.theme[place]
    return Clustering(theme, distinct.ask[place], distinct.strength[place], _centres(vectors, theme))


def _join_twins(vectors: NDArray[np.float32]) -> NDArray[np.int32]:
    """Number the rows so that rows that say the same in all but a word share a number."""
    n = len(vectors)
    if n < 2:
        return np.zeros(n, np.int32)
    indices, distances = nearest_neighbours(vectors, min(n - 1, TWINS_SOUGHT))
    rows, columns = np.nonzero(distances <= 1 - TWIN)
    pairs = csr_matrix((np.ones(len(rows)), (rows, indices[rows, columns])), shape=(n, n))
    count, joined = connected_components(pairs, directed=False)
    return _number_by_first(joined) if count >= ENOUGH_TWINLESS else np.arange(n, dtype=np.int32)


def _group_distinct(vectors: NDArray[np.float32], copies: NDArray[np.signedinteger], seed: int, tick: Callable[[], None]) -> Clustering:
    if len(vectors) == 1:
        return Clustering(np.zeros(1, np.int32), np.full(1, NOWHERE, np.int32), np.ones(1, np.float32), vectors)
    indices, distances = nearest_neighbours(vectors, _neighbours(len(vectors)))
    graph = fuzzy_graph(indices, distances)
    tick()
    resolution = _choose_resolution(vectors, graph, seed)
    tick()
    community = _leiden(graph, resolution, seed)
    theme, strength = _settle(vectors, community, _nearness(distances, copies), copies)
    theme = _drop_loose(theme, indices[:, :COMPANY])
    tick()
    theme = _number_by_first(theme)
    ask = _find_asks(vectors, graph, theme)
    return Clustering(theme, ask, np.where(theme == NOWHERE, np.float32(0), strength), vectors[:0])


def _nearness(distances: NDArray[np.float32], copies: NDArray[np.signedinteger]) -> NDArray[np.float32]:
    """Each wording's mean cosine to its COMPANY nearest others, its own copies among them."""
    most = min(COMPANY, distances.shape[1])
    own = np.minimum(copies - 1, most)
    running = np.concatenate([np.zeros((len(distances), 1), np.float32), np.cumsum(1 - distances[:, :most], axis=1)], axis=1)
    return np.asarray((own + running[np.arange(len(distances)), most - own]) / most, dtype=np.float32)


def blend_passages(vectors: NDArray[np.float32], passage: NDArray[np.int64], weight: float = CONTEXT) -> NDArray[np.float32]:
    """Unit vectors that lean towards what else was said in the same breath: a sentence such as "Happens in Chrome too." means little alone.

    `passage` numbers each row's.
    """
    if not len(vectors):
        return vectors
    sums = _sums(vectors, passage)
    others = np.bincount(passage)[passage] - 1
    context = (sums[passage] - vectors) / np.maximum(others, 1)[:, None]
    return _unit(vectors + weight * np.where(others[:, None] > 0, context, 0))


def _neighbours(n: int) -> int:
    return min(n - 1, NEIGHBOURS[n < FEW])


def _leiden(graph: csr_matrix, resolution: float, seed: int) -> NDArray[np.int32]:
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


def _choose_resolution(vectors: NDArray[np.float32], graph: csr_matrix, seed: int) -> float:
    """The coarsest resolution whose communities are about as compact and apart as any (simplified silhouette).

    Silhouette is flat around its top and picks far too fine on large corpora: hence the coarsest of the good ones, and beyond SAMPLE rows the number of
    themes is judged on a sample and the resolution that comes nearest to it is taken.
    """
    if len(vectors) <= SAMPLE:
        found = {r: simplified_silhouette(vectors, _leiden(graph, r, seed)) for r in RESOLUTIONS}
        return min(r for r in RESOLUTIONS if found[r] >= GOOD_ENOUGH * max(found.values()))
    rows = np.sort(np.random.default_rng(seed).choice(len(vectors), SAMPLE, replace=False))
    sample = vectors[rows]
    sample_graph = fuzzy_graph(*nearest_neighbours(sample, _neighbours(SAMPLE)))
    best = _choose_resolution(sample, sample_graph, seed)
    wanted = len(np.unique(_leiden(sample_graph, best, seed)))
    return min(RESOLUTIONS, key=lambda r: abs(len(np.unique(_leiden(graph, r, seed))) - wanted))


def simplified_silhouette(vectors: NDArray[np.float32], community: NDArray[np.int32]) -> float:
    """Mean silhouette with distances to centres in place of distances to all members; a row's own centre leaves the row out. Lone rows count 0."""
    sums = _sums(vectors, community)
    sizes = np.bincount(community, minlength=len(sums))
    similarity = vectors @ _unit(sums).T
    rows = np.arange(len(vectors))
    inside = 1 - np.einsum("ij,ij->i", vectors, _unit(sums[community] - vectors))
    similarity[rows, community] = -1
    outside = 1 - similarity.max(axis=1)
    value = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-9)
    return float(np.where(sizes[community] == 1, 0, value).mean())


def _settle(
    vectors: NDArray[np.float32], community: NDArray[np.int32], nearness: NDArray[np.float32], copies: NDArray[np.signedinteger]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Themes and strengths. Rows that stand alone or far from their community's centre belong nowhere, and so does what is then too small to be a theme.

    `nearness` is a row's mean cosine to its nearest others. Alone is what lies far below the corpus's own median, by the quartiles: a corpus on one subject
    is denser than one on many, so no fixed cosine serves both (docs/decisions/0005).
    """
    low, middle, high = np.quantile(nearness, (0.25, 0.5, 0.75))
    spread = max(float(high - low) / 1.349, 1e-3)  # the standard deviation of a normal distribution with these quartiles
    alone = (nearness < middle - ALONE * spread) & (len(vectors) >= ENOUGH)
    sums = _sums(vectors, community)
    off_centre = (np.einsum("ij,ij->i", vectors, _unit(sums[community] - vectors)) < OFF_CENTRE) & (copies < MIN_THEME)
    theme = np.where(alone | off_centre, NOWHERE, community).astype(np.int32)
    sizes = np.bincount(theme[theme != NOWHERE], copies[theme != NOWHERE], minlength=len(sums))
    theme[(theme != NOWHERE) & (sizes[theme] < MIN_THEME)] = NOWHERE
    strength = 1 / (1 + np.exp(-2 * (nearness - (middle - ALONE * spread)) / spread))  # a half at the border
    return theme, strength.astype(np.float32)


def _drop_loose(theme: NDArray[np.int32], nearest: NDArray[np.int32]) -> NDArray[np.int32]:
    """Without the grab-bags: themes whose members' nearest others lie elsewhere, by and large. `nearest` is (n, COMPANY)."""
    kept = np.flatnonzero(theme != NOWHERE)
    if not len(kept):
        return theme
    inside = np.bincount(theme[kept], (theme[nearest[kept]] == theme[kept][:, None]).mean(axis=1))
    sizes = np.bincount(theme[kept])
    possible = np.minimum(nearest.shape[1], sizes - 1) / nearest.shape[1]
    loose = inside < LOOSE * possible * sizes
    return np.where((theme != NOWHERE) & loose[theme], NOWHERE, theme).astype(np.int32)


def _find_asks(vectors: NDArray[np.float32], graph: csr_matrix, theme: NDArray[np.int32]) -> NDArray[np.int32]:
    """Dense cores inside each theme, by HDBSCAN on vectors smoothed over the graph."""
    ask = np.full(len(vectors), NOWHERE, np.int32)
    walk = diags(1 / np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)) @ graph
    smooth = 0.5 * vectors + 0.5 * (walk @ vectors)
    found = 0
    for number in range(theme.max() + 1):
        rows = np.flatnonzero(theme == number)
        if len(rows) < 4 * ASK_SIZE:
            continue
        inner = PCA(n_components=min(15, len(rows) - 1), random_state=0).fit_transform(smooth[rows])
        labels = hdbscan.HDBSCAN(min_cluster_size=ASK_SIZE, min_samples=2, core_dist_n_jobs=1).fit_predict(inner)
        ask[rows[labels >= 0]] = labels[labels >= 0] + found
        found += labels.max() + 1
    return ask


def _number_by_first(theme: NDArray[np.signedinteger]) -> NDArray[np.int32]:
    """The same grouping, numbered 0, 1, 2 ... by each group's first row."""
    numbers: dict[int, int] = {NOWHERE: NOWHERE}
    return np.fromiter((numbers.setdefault(int(t), len(numbers) - 1) for t in theme), dtype=np.int32, count=len(theme))


def _centres(vectors: NDArray[np.float32], theme: NDArray[np.int32]) -> NDArray[np.float32]:
    kept = theme != NOWHERE
    return _unit(_sums(vectors[kept], theme[kept], int(theme.max()) + 1))


def _sums(vectors: NDArray[np.float32], group: NDArray[np.signedinteger], groups: int | None = None) -> NDArray[np.float32]:
    count = groups if groups is not None else int(group.max()) + 1
    member = csr_matrix((np.ones(len(group), np.float32), (group, np.arange(len(group)))), shape=(count, len(group)))
    return np.asarray(member @ vectors)


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
