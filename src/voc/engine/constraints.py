"""What the last run and people's decisions say, written into the vectors and the graph before the communities are sought.

The last run's themes make edges inside a theme heavier and edges between themes lighter: communities then change where the evidence does, not where a tie
fell otherwise. People's pins are links that must hold and links that cannot be, and they teach a metric: directions in which snippets of one theme
differ, by people's word, count less.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, unit

FREE = -2  # in `pinned`: nobody said anything of the row

MEMORY = 3.0  # how much heavier the last run's themes make an edge inside, and lighter one between
MUST = 3.0  # weight of a link between two rows that people put into one theme; a neighbour's weighs at most 1
PRIOR = 100  # pins' worth of belief that all directions count alike
ENOUGH_PINS = 20  # rows in themes of two pins or more; fewer teach no metric
DOUBT = (2, 0.2)  # snippets that people moved out of a theme, and their share of those they looked at, from which its past counts no more
STEPS, DAMPING, WEAK = 20, 0.9, 0.05  # of spreading people's pins: how often, how far, and what a community's own members weigh beside a pin


@dataclass(frozen=True)
class Constraints:
    """`before`: each row's theme in the last run, numbered 0 to `themes` - 1, or NOWHERE. `pinned`: its theme by a person's decision, NOWHERE where they
    said it belongs to none, else FREE. `least`: the nearness below which the last run called a row alone. `named`: the themes that a person gave a label.
    `steady`: whether the themes should stay as they were; not where somebody asked for coarser or finer ones."""

    themes: int
    before: Numbers
    pinned: Numbers
    least: float = np.inf
    named: frozenset[int] = frozenset()
    steady: bool = True

    @staticmethod
    def none(rows: int) -> "Constraints":
        """Nothing is known of any row."""
        return Constraints(0, np.full(rows, NOWHERE, np.int32), np.full(rows, FREE, np.int32))


def learn_metric(vectors: Vectors, pinned: Numbers) -> Vectors:
    """The vectors in a space where what people put together lies closer: whitened by the scatter inside people's themes, drawn towards the plain space.

    Within-class covariance normalisation (Hatch, Kajarekar, Stolcke 2006), with PRIOR pins' worth of the identity.
    """
    rows = np.flatnonzero(pinned >= 0)
    counts = np.bincount(pinned[rows])
    rows = rows[counts[pinned[rows]] >= 2]
    if len(rows) < ENOUGH_PINS:
        return vectors
    theme = np.unique(pinned[rows], return_inverse=True)[1]
    counts = np.bincount(theme)
    centres = group_sums(vectors[rows], theme) / counts[:, None]
    apart = (vectors[rows] - centres[theme]) * np.sqrt(counts / (counts - 1))[theme][:, None]
    mean = vectors.mean(axis=0)
    plain = float(((vectors - mean) ** 2).sum(axis=1).mean()) / vectors.shape[1]
    scatter = (apart.T @ apart + PRIOR * plain * np.eye(vectors.shape[1])) / (len(rows) + PRIOR)
    scatter += 0.1 * np.trace(scatter) / len(scatter) * np.eye(len(scatter))
    sizes, axes = np.linalg.eigh(scatter)
    return unit(((vectors - mean) @ axes) / np.sqrt(sizes))


def bend_graph(graph: csr_matrix, constraints: Constraints) -> csr_matrix:
    """The graph as the last run and people's pins weigh it."""
    pinned = constraints.pinned
    if (constraints.before == NOWHERE).all() and (pinned == FREE).all():
        return graph
    before = np.where(_is_doubted(constraints) | (not constraints.steady), NOWHERE, constraints.before)
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    columns = graph.indices
    known = (before[rows] != NOWHERE) & (before[columns] != NOWHERE)
    weight = np.where(known, np.where(before[rows] == before[columns], 1 + MEMORY, 1 / (1 + MEMORY)), 1.0) * graph.data
    decided = (pinned[rows] != FREE) & (pinned[columns] != FREE)
    weight[decided & ((pinned[rows] != pinned[columns]) | (pinned[rows] == NOWHERE))] = 0
    bent = csr_matrix((weight, columns, graph.indptr), shape=graph.shape)
    return csr_matrix(bent.maximum(_must_links(pinned)))


def _is_doubted(constraints: Constraints) -> NDArray[np.bool_]:
    """Whether a row is of a theme out of which people moved a good part of what they looked at: its past holds nobody together."""
    looked_at = (constraints.before >= 0) & (constraints.pinned != FREE)
    moved = looked_at & (constraints.before != constraints.pinned)
    seen, left = (np.bincount(constraints.before[rows], minlength=max(constraints.themes, 1)) for rows in (looked_at, moved))
    doubted = (left >= DOUBT[0]) & (left >= DOUBT[1] * seen)
    return np.asarray((constraints.before >= 0) & doubted[constraints.before])


def _must_links(pinned: Numbers) -> csr_matrix:
    """Links between each theme's pins, each to a few others: enough to hold them together, few enough for a theme of thousands."""
    starts: list[NDArray[np.signedinteger]] = []
    ends: list[NDArray[np.signedinteger]] = []
    for theme in np.unique(pinned[pinned >= 0]):
        members = np.flatnonzero(pinned == theme)
        for step in 1 << np.arange(int(np.log2(len(members))) + 1):
            starts.append(members)
            ends.append(np.roll(members, -int(step)))
    if not starts:
        return csr_matrix((len(pinned), len(pinned)))
    row, column = np.concatenate(starts), np.concatenate(ends)
    row, column = row[row != column], column[row != column]
    links = csr_matrix((np.full(len(row), MUST), (row, column)), shape=(len(pinned), len(pinned)))
    links.data[:] = MUST
    return csr_matrix(links.maximum(links.T))


def spread_pins(graph: csr_matrix, theme: Numbers, pinned: Numbers) -> Numbers:
    """Let people's pins speak for the snippets around them: each row's theme after a damped walk over the graph that starts from the pins, in full, and from
    every other row as a weak word for its own theme (label spreading, Zhou et al. 2004). Themes weigh alike, however many pins they have."""
    if not (pinned >= 0).any():
        return theme
    count = int(max(theme.max(), pinned.max())) + 1
    said = np.where(pinned >= 0, pinned, np.where(pinned == FREE, theme, NOWHERE))
    rows = np.flatnonzero(said != NOWHERE)
    start = csr_matrix((np.where(pinned[rows] >= 0, 1.0, WEAK), (rows, said[rows])), shape=(len(theme), count), dtype=np.float32)
    scale = diags(1 / np.sqrt(np.maximum(np.asarray(graph.sum(axis=1)).ravel(), 1e-9)))
    walk = csr_matrix(scale @ graph @ scale, dtype=np.float32)
    reached = np.asarray(start.todense())
    first = reached * np.float32(1 - DAMPING)
    for _ in range(STEPS):
        reached = np.float32(DAMPING) * (walk @ reached) + first
    reached /= np.maximum(np.asarray(start.sum(axis=0)), 1e-9)
    spread = reached.argmax(axis=1).astype(np.int32)
    return np.where((theme == NOWHERE) | (reached.max(axis=1) <= 0), theme, spread).astype(np.int32)
