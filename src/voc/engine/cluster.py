"""Vectors to themes.

Leiden communities of the fuzzy neighbour graph are the themes (at every size ahead of density clustering, see docs/decisions/0004); HDBSCAN's density marks
the asks inside a theme. A pure function of the rows, whatever order they come in: there is no seed to set.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import hdbscan
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.decomposition import PCA

from voc.engine.communities import choose_resolution, cut_large, find_communities, hold_resolution
from voc.engine.constraints import FREE, Constraints, bend_graph, learn_metric, spread_pins
from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_for
from voc.engine.likeness import join_alike
from voc.engine.lineage import trace_themes
from voc.engine.membership import MIN_THEME, NOTHING_USUAL, Usual, nearness_of, settle, usual_nearness
from voc.engine.twins import join_twins
from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, number_by_first, unit
from voc.engine.wishes import carve_wishes, cut_ties

ASK_SIZE = 3


@dataclass(frozen=True)
class Clustering:
    """`theme` and `ask` number each row's theme and ask, NOWHERE where it has none; `strength` is the probability that it belongs, 0 to 1.

    Themes that go on from the last run keep their number there, new ones are numbered from `Constraints.themes` on. `resolution` and `usual` are what was
    chosen and found in this corpus.
    """

    theme: Numbers
    ask: Numbers
    strength: NDArray[np.float32]
    resolution: float = 0.0
    usual: Usual = NOTHING_USUAL


@dataclass(frozen=True)
class _Origin:
    """The number of each row's account and of its item, NOWHERE where it is unknown or of several."""

    account: Numbers
    item: Numbers

    def of(self, place: Numbers) -> "_Origin":
        """The same of groups of rows."""
        return _Origin(_sole(self.account, place), _sole(self.item, place))


def find_themes(
    vectors: Vectors,
    progress: Callable[[], None] | None = None,
    wording: NDArray[np.signedinteger] | None = None,
    constraints: Constraints | None = None,
    finer: float = 1.0,
    account: Numbers | None = None,
    item: Numbers | None = None,
    judged: int | None = None,
) -> Clustering:
    """Group unit vectors, shape (n, dimensions), into themes and asks. Fewer than MIN_THEME rows have no theme, unless people pinned them to one.

    `wording` numbers the rows' wordings: rows that say the same words count as one point, with their number as its weight, and share their theme. Without it
    equal rows do.
    `constraints` is what the last run and people say; `finer` than 1 gives more themes, less gives fewer. `account` numbers who said each row, NOWHERE where
    it is unknown: what one account alone wishes for is a theme of its own. `item` numbers each row's feedback item: what one item says is no neighbourhood.
    `judged` is the number of leading dimensions by which membership is judged, None: all; joined vectors group best, their first part tells one-offs best.
    """
    n = len(vectors)
    constraints = constraints or Constraints.none(n)
    if not n:
        return Clustering(constraints.before, constraints.before, np.zeros(0, np.float32))
    order = np.lexsort(vectors[:, :4].T)  # the same rows in another order are the same corpus
    given = np.unique(vectors, axis=0, return_inverse=True)[1].reshape(n) if wording is None else wording  # equal rows have no nearest one among them
    unknown = np.full(n, NOWHERE, np.int32)
    origin = _Origin(*((unknown if known is None else known)[order] for known in (account, item)))
    said = replace(constraints, before=constraints.before[order], pinned=constraints.pinned[order])
    found = _find_in_order(vectors[order], number_by_first(given[order]), said, finer, origin, judged, progress or (lambda: None))
    back = np.argsort(order)
    theme, ask, strength = found.theme[back], found.ask[back], found.strength[back]
    pinned = constraints.pinned != FREE
    theme = np.where(pinned, constraints.pinned, theme).astype(np.int32)
    strength = np.where(pinned, np.float32(1), strength) * (theme != NOWHERE)
    return Clustering(theme, np.where(theme == NOWHERE, NOWHERE, ask).astype(np.int32), strength.astype(np.float32), found.resolution, found.usual)


def _find_in_order(
    vectors: Vectors, wording: Numbers, constraints: Constraints, finer: float, origin: _Origin, judged: int | None, tick: Callable[[], None]
) -> Clustering:
    n = len(vectors)
    if n < MIN_THEME:
        nothing = np.full(n, NOWHERE, np.int32)
        return Clustering(nothing, nothing, np.zeros(n, np.float32))
    place = join_twins(unit(group_sums(vectors, wording)))[wording]
    distinct = unit(group_sums(vectors, place))
    points = replace(constraints, before=_of_group(constraints.before, place, NOWHERE), pinned=_of_group(constraints.pinned, place, FREE))
    found = _group_distinct(distinct, np.bincount(place), points, finer, origin.of(place), judged, tick)
    return Clustering(found.theme[place], found.ask[place], found.strength[place], found.resolution, found.usual)


def _of_group(values: Numbers, group: Numbers, unknown: int) -> Numbers:
    """What most of each group's rows say; `unknown` where none says anything. A tie falls to the lower number."""
    said = np.flatnonzero(values != unknown)
    pairs, counts = np.unique(np.column_stack([group[said], values[said]]), axis=0, return_counts=True)
    best = np.full(int(group.max()) + 1, unknown, np.int32)
    order = np.lexsort((-pairs[:, 1], counts))  # the most often said comes last, and stays
    best[pairs[order, 0]] = pairs[order, 1]
    return best


def _sole(values: Numbers, group: Numbers) -> Numbers:
    """What all of each group's rows say; NOWHERE where they differ."""
    first = np.full(int(group.max()) + 1, NOWHERE, np.int32)
    first[group[::-1]] = values[::-1]
    differs = np.bincount(group, values != first[group]) > 0
    return np.where(differs, NOWHERE, first).astype(np.int32)


def _group_distinct(
    vectors: Vectors,
    copies: NDArray[np.signedinteger],
    constraints: Constraints,
    finer: float,
    origin: _Origin,
    judged: int | None,
    tick: Callable[[], None],
) -> Clustering:
    if len(vectors) == 1:
        only = trace_themes(np.zeros(1, np.int32), constraints)
        return Clustering(only, np.full(1, NOWHERE, np.int32), np.ones(1, np.float32))
    space = learn_metric(vectors, constraints.pinned)
    indices, distances = nearest_neighbours(space, neighbours_for(len(space)), origin.item)
    graph = fuzzy_graph(indices, distances)
    tick()
    bent = bend_graph(graph, constraints)
    undecided = np.where((constraints.pinned == FREE) & constraints.steady, constraints.before, NOWHERE).astype(np.int32)
    resolution = hold_resolution(choose_resolution(space, graph, finer, origin.item), graph, undecided)
    tick()
    decided = constraints.pinned != FREE
    found = cut_large(space, bent, find_communities(bent, resolution), finer)
    community = carve_wishes(space, found, origin.account, constraints.before, decided)
    community = join_alike(space, community, decided | (community > found.max()))
    graph, bent = cut_ties(graph, found, community), cut_ties(bent, found, community)
    plain = space
    if judged is not None:
        plain = unit(vectors[:, :judged])
        distances = nearest_neighbours(plain, distances.shape[1], origin.item)[1]
    usual = usual_nearness(nearness_of(distances, copies))
    traced = spread_pins(bent, trace_themes(community, constraints), constraints.pinned)
    held = decided | (community > found.max())
    theme, strength, usual = settle(plain, graph, traced, distances, copies, usual, constraints.before != NOWHERE, constraints.least, held)
    theme = _renumber_new(theme, constraints.themes)
    tick()
    return Clustering(theme, _find_asks(space, graph, theme), strength, resolution, usual)


def _renumber_new(theme: Numbers, known: int) -> Numbers:
    """New themes numbered without gaps, by their first row."""
    new = number_by_first(np.where(theme >= known, theme, NOWHERE))
    return np.where(new != NOWHERE, new + known, theme).astype(np.int32)


def _find_asks(vectors: Vectors, graph: csr_matrix, theme: Numbers) -> Numbers:
    """Dense cores inside each theme, by HDBSCAN on vectors smoothed over the graph."""
    ask = np.full(len(vectors), NOWHERE, np.int32)
    walk = diags(1 / np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)) @ graph
    smooth = 0.5 * vectors + 0.5 * (walk @ vectors)
    found = 0
    for number in np.unique(theme[theme != NOWHERE]):
        rows = np.flatnonzero(theme == number)
        if len(rows) < 4 * ASK_SIZE:
            continue
        inner = PCA(n_components=min(15, len(rows) - 1), random_state=0).fit_transform(smooth[rows])
        labels = hdbscan.HDBSCAN(min_cluster_size=ASK_SIZE, min_samples=2, core_dist_n_jobs=1).fit_predict(inner)
        ask[rows[labels >= 0]] = labels[labels >= 0] + found
        found += labels.max() + 1
    return ask
