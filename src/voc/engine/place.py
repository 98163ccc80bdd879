"""New snippets among existing themes, without grouping everything again.

Each new row goes where most of its neighbourhood lies; rows whose neighbourhood is each other found a theme of their own; rows that are in nobody's company
stay outside. What was themed before stays where it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from voc.engine.communities import find_communities
from voc.engine.graph import neighbour_weights, neighbours_among, neighbours_for
from voc.engine.membership import BELONGS, COMPANY, Usual, centrality_of, is_alone, of_possible, share_by_chance, sizes_of, strength_of
from voc.engine.vectors import NOWHERE, Numbers, Vectors, number_by_first, unit

LEAST_BORN = 5  # snippets that a theme is born with; the full run may find smaller ones
ROUNDS = 10
LIKE = 0.5  # share of a row's own theme's neighbours that must be of one ask


@dataclass(frozen=True)
class Placed:
    """The `rows` that were looked at, with each one's theme (numbered from `themes` on where it is new), ask and strength."""

    rows: NDArray[np.int64]
    theme: Numbers
    ask: Numbers
    strength: NDArray[np.float32]


def place_rows(
    vectors: Vectors,
    theme: Numbers,
    ask: Numbers,
    is_new: NDArray[np.bool_],
    themes: int,
    resolution: float,
    usual: Usual,
    item: Numbers | None = None,
    judged: int | None = None,
) -> Placed:
    """Place the new rows among the old ones, and with them the old unthemed rows beside them.

    `vectors`, shape (n, dimensions), `theme` and `ask` are all rows', NOWHERE for new ones; `themes` is how many numbers are taken; `resolution` and
    `usual` are what the last full run chose and found; `item` is as `nearest_neighbours` takes it, `judged` as
    `find_themes` does.
    """
    k = neighbours_for(len(vectors))
    new = np.flatnonzero(is_new)
    indices, distances = neighbours_among(vectors, new, k, item)
    beside = np.setdiff1d(indices[theme[indices] == NOWHERE], new)
    more_indices, more_distances = neighbours_among(vectors, beside, k, item)
    rows = np.concatenate([new, beside])
    order = np.lexsort(vectors[rows, :4].T)  # the same new rows in another order are the same news
    rows, indices, distances = rows[order], np.vstack([indices, more_indices])[order], np.vstack([distances, more_distances])[order]
    weights = neighbour_weights(distances)
    label = _spread_labels(theme, rows, indices, weights, themes)
    label[rows] = _found_themes(label[rows], rows, indices, weights, themes, resolution / len(vectors))
    share = (weights * (label[indices] == label[rows][:, None])).sum(axis=1) / weights.sum(axis=1)
    sizes = sizes_of(label)[rows]
    plain = vectors
    if judged is not None:
        plain = unit(vectors[:, :judged])
        distances = neighbours_among(plain, rows, min(k, COMPANY), item)[1]
    nearness = 1 - distances[:, :COMPANY].mean(axis=1)
    strength = strength_of(of_possible(share, sizes, k) - share_by_chance(label)[rows], nearness, centrality_of(plain, label)[rows], usual)
    found = np.where((strength < BELONGS) | is_alone(distances, nearness, usual), NOWHERE, label[rows])
    born, counts = np.unique(found[found >= themes], return_counts=True)
    found[np.isin(found, born[counts < LEAST_BORN])] = NOWHERE
    fresh = number_by_first(np.where(found >= themes, found, NOWHERE))
    found = np.where(fresh != NOWHERE, fresh + themes, found).astype(np.int32)
    return Placed(rows, found, _favoured_ask(theme, ask, found, indices, weights), np.where(found == NOWHERE, np.float32(0), strength))


def _spread_labels(theme: Numbers, rows: NDArray[np.int64], indices: NDArray[np.int32], weights: NDArray[np.float64], themes: int) -> Numbers:
    """Label propagation (Raghavan et al. 2007) with the old themes held: every row in `rows` begins as a label of its own, from `themes` on, and row by row
    takes the label that weighs most among its neighbours."""
    label = theme.copy()
    label[rows] = themes + np.arange(len(rows))
    for _ in range(ROUNDS):
        changed = False
        for row, others, weight in zip(rows, indices, weights, strict=True):
            near = label[others]
            votes = np.bincount(near[near != NOWHERE], weight[near != NOWHERE]) if (near != NOWHERE).any() else np.zeros(1)
            best = int(votes.argmax())
            mine = votes[label[row]] if label[row] < len(votes) else 0.0
            if votes[best] > mine:
                label[row], changed = best, True
        if not changed:
            break
    return label


def _found_themes(
    label: Numbers, rows: NDArray[np.int64], indices: NDArray[np.int32], weights: NDArray[np.float64], themes: int, resolution_per_row: float
) -> Numbers:
    """The labels of rows that no old theme took, as the whole corpus's communities would have them: label propagation alone leaves a theme in pieces.

    Modularity weighs a community against the whole graph, so a part of the graph takes the resolution in proportion to its rows.
    """
    fresh = np.flatnonzero(label >= themes)
    if len(fresh) < LEAST_BORN:
        return label
    place = dict(zip(rows[fresh].tolist(), range(len(fresh)), strict=True))
    links = [(i, place[int(c)], w) for i, f in enumerate(fresh) for c, w in zip(indices[f], weights[f], strict=True) if int(c) in place]
    start, end, weight = zip(*links, strict=True) if links else ((), (), ())
    directed = csr_matrix((weight, (start, end)), shape=(len(fresh), len(fresh)))
    graph = csr_matrix(directed + directed.T - directed.multiply(directed.T))
    graph.sort_indices()
    merged = label.copy()
    if graph.nnz:
        merged[fresh] = themes + find_communities(graph, resolution_per_row * len(fresh))
    return merged


def _favoured_ask(theme: Numbers, ask: Numbers, found: Numbers, indices: NDArray[np.int32], weights: NDArray[np.float64]) -> Numbers:
    """The ask that most of the row's neighbours within its theme belong to; NOWHERE where they do not agree."""
    inside = (theme[indices] == found[:, None]) & (found != NOWHERE)[:, None]
    total = (weights * inside).sum(axis=1)
    asked = inside & (ask[indices] != NOWHERE)
    at, place = np.nonzero(asked)
    count = int(ask.max(initial=NOWHERE)) + 1
    votes = csr_matrix((weights[at, place], (at, ask[indices[at, place]])), shape=(len(found), max(count, 1)))
    best = np.asarray(votes.argmax(axis=1)).ravel()
    most = votes.max(axis=1).toarray().ravel()
    return np.where((most > 0) & (most >= LIKE * total), best, NOWHERE).astype(np.int32)
