"""Who belongs to a theme, and how surely.

A row's strength is the probability that it belongs where it was put: a logistic of three things that mean the same in every corpus, the share of its
neighbourhood that lies in its theme, beyond what chance would put there, how near its nearest others are, and how near it is to its theme's centre, both in
robust standard deviations about the corpus's median. The numbers were fitted on labelled corpora by `benchmarks/train_strength.py`; held-out kinds of corpora
keep the promise (docs/decisions/0005, 0036).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.stats import norm

from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, nearness_to_own, number_by_first

COMPANY = 5  # nearest others that say whether a snippet is alone
SHARE_WEIGHT, NEARNESS_WEIGHT, CENTRE_WEIGHT, BIAS = 3.10, 0.35, 0.35, -1.53
LIMIT = 5.0  # deviations that count at most
BELONGS = 0.12  # least strength; what is less likely to belong stays unthemed
STAYS = 0.08  # of what was in a theme in the last run: on the border nothing falls out and comes back
WRONGLY_ALONE = 0.07  # of the rows that are called alone, the share that may be usual ones
STRANGER = 0.30  # cosine to the nearest other under which nothing is shared, in any corpus
COHESION = 0.40  # mean strength of a theme's rows; what is less is a bag of what resembles nothing
HELD_TOGETHER = 0.36  # of a theme that the last run had: on the border none falls apart and comes back
MOVED = 0.25  # least strength of a row that comes to a theme out of such a bag
ENOUGH = 50  # rows; fewer say nothing about what is usual
MIN_THEME = 3  # snippets; fewer are no theme


@dataclass(frozen=True)
class Usual:
    """How near the nearest others usually are in a corpus: the median cosine, the standard deviation of a normal distribution with the same upper quartile
    (strangers sit below the median and cannot widen it), and the nearness below which a row is in nobody's company. `centre` and `about` are the median and
    the deviation of the cosines to the own theme's centre."""

    median: float
    spread: float
    least: float
    centre: float = 1.0
    about: float = 1.0


NOTHING_USUAL = Usual(1.0, 1.0, -1.0)


def usual_nearness(nearness: NDArray[np.float32]) -> Usual:
    """What is usual among these rows; below ENOUGH rows nothing is unusual.

    A fixed cut would throw out a tail from a corpus without strangers and keep half of them in a corpus full of them. So the cut is where the lower tail
    holds so much more than a normal distribution's that of the rows below it no more than WRONGLY_ALONE are expected to be usual (Benjamini, Hochberg 1995).
    """
    if len(nearness) < ENOUGH:
        return Usual(float(nearness.min(initial=1)), 1.0, -1.0)
    middle, spread = _middle_and_spread(nearness)
    ordered = np.sort(nearness)
    expected = len(nearness) * norm.cdf((ordered - middle) / spread)
    below = np.flatnonzero(expected <= WRONGLY_ALONE * np.arange(1, len(nearness) + 1))
    return Usual(middle, spread, float(ordered[below[-1]]) if len(below) else -1.0)


def usual_centrality(usual: Usual, centrality: NDArray[np.float32]) -> Usual:
    """The same, with what is usual among the themed rows' cosines to their theme's centre; below ENOUGH rows nothing is unusual."""
    if len(centrality) < ENOUGH:
        return replace(usual, centre=float(centrality.min(initial=1)), about=1.0)
    middle, spread = _middle_and_spread(centrality)
    return replace(usual, centre=middle, about=spread)


def _middle_and_spread(values: NDArray[np.float32]) -> tuple[float, float]:
    middle, high = np.quantile(values, (0.5, 0.75))
    return float(middle), max(float(high - middle) / 0.6745, 1e-3)


def nearness_of(distances: NDArray[np.float32], copies: NDArray[np.signedinteger]) -> NDArray[np.float32]:
    """Each wording's mean cosine to its COMPANY nearest others, its own copies among them. `distances` as `nearest_neighbours` gives them."""
    most = min(COMPANY, distances.shape[1])
    own = np.minimum(copies - 1, most)
    running = np.concatenate([np.zeros((len(distances), 1), np.float32), np.cumsum(1 - distances[:, :most], axis=1)], axis=1)
    return np.asarray((own + running[np.arange(len(distances)), most - own]) / most, dtype=np.float32)


def centrality_of(vectors: Vectors, theme: Numbers) -> NDArray[np.float32]:
    """Each row's cosine to its theme's centre, the row itself left out; 0 where it has no theme."""
    found = np.zeros(len(theme), np.float32)
    rows = np.flatnonzero(theme != NOWHERE)
    own = number_by_first(theme[rows])
    found[rows] = nearness_to_own(vectors[rows], own, group_sums(vectors[rows], own))
    return found


def strength_of(share: NDArray[np.floating], nearness: NDArray[np.floating], centrality: NDArray[np.floating], usual: Usual) -> NDArray[np.float32]:
    """The probability that a row belongs to its theme, given the `share` of its neighbourhood that lies there beyond what chance puts there, and its
    `centrality` in it."""
    near, central = ((nearness - usual.median) / usual.spread).clip(-LIMIT, LIMIT), ((centrality - usual.centre) / usual.about).clip(-LIMIT, LIMIT)
    return np.asarray(1 / (1 + np.exp(-(SHARE_WEIGHT * share + NEARNESS_WEIGHT * near + CENTRE_WEIGHT * central + BIAS))), dtype=np.float32)


def share_inside(graph: csr_matrix, theme: Numbers, neighbours: int) -> NDArray[np.float64]:
    """The share of each row's edge weight that leads to its own theme, of what a theme of its size could hold of that many neighbours; 0 where it has none."""
    rows = np.repeat(np.arange(len(theme)), np.diff(graph.indptr))
    same = (theme[rows] == theme[graph.indices]) & (theme[rows] != NOWHERE)
    total = np.bincount(rows, graph.data, len(theme))
    share = np.bincount(rows, graph.data * same, len(theme)) / np.maximum(total, 1e-9)
    return of_possible(share, sizes_of(theme), neighbours)


def of_possible(share: NDArray[np.floating], sizes: NDArray[np.signedinteger], neighbours: int) -> NDArray[np.float64]:
    """The share of a neighbourhood, of what a theme of that size could hold of it."""
    return np.asarray(np.minimum(1, share / np.clip((sizes - 1) / neighbours, 1e-9, 1)))


def share_by_chance(theme: Numbers) -> NDArray[np.float64]:
    """The share of any neighbourhood that lies in each row's theme by its size alone; below ENOUGH rows nothing is said of chance."""
    return sizes_of(theme) / len(theme) if len(theme) >= ENOUGH else np.zeros(len(theme))


def sizes_of(theme: Numbers) -> NDArray[np.int64]:
    """The rows of each row's theme."""
    return np.bincount(theme + 1)[theme + 1]


def favoured_theme(graph: csr_matrix, theme: Numbers, rows: NDArray[np.signedinteger]) -> Numbers:
    """The theme to which most of each of these rows' edge weight leads; NOWHERE where none does."""
    count = int(theme.max(initial=NOWHERE)) + 1
    if not count or not len(rows):
        return np.full(len(rows), NOWHERE, np.int32)
    themed = theme != NOWHERE
    member = csr_matrix((np.ones(int(themed.sum())), (np.flatnonzero(themed), theme[themed])), shape=(len(theme), count))
    weight = np.asarray((graph[rows] @ member).todense())
    return np.where(weight.max(axis=1) > 0, weight.argmax(axis=1), NOWHERE).astype(np.int32)


def is_alone(distances: NDArray[np.float32], nearness: NDArray[np.float32], usual: Usual) -> NDArray[np.bool_]:
    """Whether a row is in nobody's company: in this corpus, or in any."""
    return np.asarray((nearness <= usual.least) | (distances[:, 0] > 1 - STRANGER))


def settle(
    vectors: Vectors,
    graph: csr_matrix,
    community: Numbers,
    distances: NDArray[np.float32],
    copies: NDArray[np.signedinteger],
    usual: Usual,
    was_themed: NDArray[np.bool_],
    last_least: float,
    held: NDArray[np.bool_],
) -> tuple[Numbers, NDArray[np.float32], Usual]:
    """Communities to themes with strengths, and what is usual in this corpus.

    Rows of a community too small to be a theme, or of one that hardly holds together, go where most of their neighbourhood lies; a row that is not likely to
    belong stays outside, and so does what is then too small. A row that stands for MIN_THEME copies of one wording is a theme of its own. What `was_themed` in
    the last run is judged by the kinder of the two runs' cuts; what is `held`, by people's word or as one account's wish, is no bag.
    """
    theme = community.copy()
    nearness = nearness_of(distances, copies)
    sizes = np.bincount(community, copies)
    rows = np.flatnonzero(sizes[community] < MIN_THEME)
    theme[rows] = NOWHERE
    theme[rows] = favoured_theme(graph, theme, rows)
    central = centrality_of(vectors, theme)
    usual = usual_centrality(usual, central[theme != NOWHERE])
    bags = find_bags(theme, strength_of(share_inside(graph, theme, distances.shape[1]), nearness, central, usual), copies, was_themed, held)
    loose = np.isin(theme, bags)
    theme[loose] = NOWHERE
    theme[loose] = favoured_theme(graph, theme, np.flatnonzero(loose))
    beyond = share_inside(graph, theme, distances.shape[1]) - share_by_chance(theme)
    strength = strength_of(beyond, nearness, centrality_of(vectors, theme), usual)
    kinder = replace(usual, least=min(usual.least, last_least))
    alone = np.where(was_themed, is_alone(distances, nearness, kinder), is_alone(distances, nearness, usual))
    least = np.where(loose, MOVED, np.where(was_themed, STAYS, BELONGS))
    theme[(alone | (strength < least)) & (copies < MIN_THEME)] = NOWHERE
    kept = theme != NOWHERE
    sizes = np.bincount(theme[kept], copies[kept], minlength=int(theme.max(initial=0)) + 1)
    theme[kept & (sizes[theme] < MIN_THEME)] = NOWHERE
    return theme, np.where(theme == NOWHERE, np.float32(0), strength), usual


def find_bags(
    theme: Numbers, strength: NDArray[np.float32], copies: NDArray[np.signedinteger], was_themed: NDArray[np.bool_], held: NDArray[np.bool_]
) -> NDArray[np.signedinteger]:
    """The themes that hold together by nothing but that they fit nowhere else."""
    kept = theme != NOWHERE
    count = int(theme.max(initial=NOWHERE)) + 1
    sizes = np.maximum(np.bincount(theme[kept], copies[kept], count), 1)
    mean, known = (np.bincount(theme[kept], values[kept] * copies[kept], count) / sizes for values in (strength, was_themed))
    is_held = np.bincount(theme[kept], held[kept], count) > 0
    return np.flatnonzero((mean < np.where(known > 0.5, HELD_TOGETHER, COHESION)) & ~is_held)
