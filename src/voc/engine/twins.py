"""Rows that say the same in other words or less: what a person said twice, and what a form, a template or a habit makes many say.

Such rows are one point to the neighbour graph. Left to themselves they would be each other's nearest neighbours, and cut themselves off from their paraphrases.
"""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from voc.engine.communities import silhouettes
from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_for
from voc.engine.vectors import Numbers, Vectors, group_sums, number_by_first, unit

TWIN = 0.93  # cosine from which two wordings are one, whatever the corpus
LEVELS = np.round(np.arange(0.72, TWIN, 0.01), 2)  # what else it may be, where a corpus repeats its wordings
REPEATED = 0.2  # share of the rows that repeat another's wording, at least: then the corpus is one that does so
STEP, FLAT = 0.1, 0.18  # so much lower, a level must join no larger share of the groups: the next wording is far away
COMPACT = 0.9  # share of groups by average link that single link must leave: copies are all alike, paraphrases make chains
SAMPLE = 1_000
MOST = (20, 0.02)  # rows of one wording, at least so many or such a share of all
CLOSEST = 0.002  # cosine distance below which rows are the same words but for a mark
SOUGHT = 15  # neighbours among which twins are looked for
ENOUGH_TWINLESS = 20  # wordings that must be left; fewer make no neighbourhood
ENOUGH_RECURRING = 40  # of those that recur, below TWIN: fewer may as well be the themes themselves
KINSHIP = 0.02  # silhouette of the recurring wordings' communities above that of as many without structure: else each wording is a theme of its own


def join_twins(vectors: Vectors) -> Numbers:
    """Number the rows, unit vectors, so that rows that say the same in all but a word, or all but the flourish about a wording that recurs, share a number."""
    n = len(vectors)
    if n < 2:
        return np.zeros(n, np.int32)
    indices, distances = nearest_neighbours(vectors, min(n - 1, SOUGHT))
    for level in sorted({twin_level(vectors), TWIN}):
        rows, columns = np.nonzero(distances <= 1 - level)
        pairs = csr_matrix((np.ones(len(rows)), (rows, indices[rows, columns])), shape=(n, n))
        joined = _break_chains(vectors, connected_components(pairs, directed=False)[1], 1 - level)
        if joined.max() + 1 >= ENOUGH_TWINLESS and (level == TWIN or _are_wordings(vectors, joined)):
            return number_by_first(joined)
    return np.arange(n, dtype=np.int32)


def _break_chains(vectors: Vectors, joined: Numbers, apart: float) -> Numbers:
    """The groups cut by average link at the cosine distance `apart`: a chain of rows, each near the next, is no wording. A group of different words keeps at
    most `MOST` rows: a larger one is a theme."""
    most = max(MOST[0], int(MOST[1] * len(joined)))
    cut = np.arange(len(joined))  # each group by its first row
    sizes = np.bincount(joined)
    starts, order = np.cumsum(sizes) - sizes, np.argsort(joined, kind="stable")
    for group in np.flatnonzero(sizes > 1):
        rows = order[starts[group] : starts[group] + sizes[group]]
        for few in np.array_split(rows, -(-len(rows) // SAMPLE)):
            if len(few) > 1:
                tree = linkage(np.clip(1 - vectors[few] @ vectors[few].T, 0, 2)[np.triu_indices(len(few), 1)], "average")
                level = apart
                while np.bincount(found := fcluster(tree, level, "distance")).max() > most and level > CLOSEST:
                    level /= 2
                _, first, inverse = np.unique(found, return_index=True, return_inverse=True)
                cut[few] = few[first[inverse]]
    return number_by_first(cut)


def _are_wordings(vectors: Vectors, joined: Numbers) -> bool:
    """Whether the groups that recur are wordings of fewer themes, and not the themes: whether they keep to each other."""
    middles = unit(group_sums(vectors, joined)[np.bincount(joined) > 1])
    if len(middles) < ENOUGH_RECURRING:
        return False
    random = np.random.default_rng(1)
    mean = middles.mean(axis=0)
    # Gaussian with the same mean and covariance: mixtures of the deviations.
    mixed = random.standard_normal((len(middles), len(middles))) @ (middles - mean) / np.sqrt(len(middles))
    return _best_silhouette(middles) - _best_silhouette(unit((mean + mixed).astype(np.float32))) >= KINSHIP


def _best_silhouette(vectors: Vectors) -> float:
    graph = fuzzy_graph(*nearest_neighbours(vectors, neighbours_for(len(vectors))))
    return float(silhouettes(vectors, graph)[0].max())


def twin_level(vectors: Vectors) -> float:
    """The cosine from which two rows are one wording in this corpus.

    Where people write freely, TWIN: the lower the level, the more rows meet, without a break. Where few wordings recur, each level between the copies' likeness
    and the next wording's gives the same groups, and the lowest such level is taken. Judged on a sample.
    """
    if len(vectors) > SAMPLE:
        vectors = vectors[np.sort(np.random.default_rng(1).choice(len(vectors), SAMPLE, replace=False))]
    n = len(vectors)
    apart = np.clip(1 - vectors @ vectors.T, 0, 2)[np.triu_indices(n, 1)]
    average, single = linkage(apart, "average")[:, 2], linkage(apart, "single")[:, 2]

    def groups(merges: np.ndarray, level: np.ndarray) -> np.ndarray:
        return n - np.searchsorted(merges, 1 - level)

    at, below, chained = groups(average, LEVELS), groups(average, LEVELS - STEP), groups(single, LEVELS)
    fits = (at <= (1 - REPEATED) * n) & (below >= (1 - FLAT) * at) & (chained >= COMPACT * at)
    return float(LEVELS[fits.argmax()]) if fits.any() else TWIN
