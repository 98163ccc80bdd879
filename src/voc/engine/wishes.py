"""What one account wishes for, and nobody else, inside a larger theme.

A wish that is said often and lies nowhere near any other shares a community with what resembles it least badly. The theme then counts the accounts of the one
and the mentions of the other. Such a wish is told by its account: its snippets are near to each other and to nobody else's, while an account that repeats what
others say too is as near to theirs as to its own (docs/decisions/0023).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from voc.engine.vectors import NOWHERE, Numbers, Vectors

OFTEN = 8  # points that an account makes in a theme, at least
HEARD = 0.05  # share of the theme's points that they are, at least
OWN = 0.06  # cosine by which they are nearer to each other than to anybody else's, in the median
STILL_OWN = 0.04  # of what the last run had in a theme of its own: on the border none comes and goes
NEAREST = 3  # others whose nearness counts


def carve_wishes(vectors: Vectors, community: Numbers, account: Numbers, before: Numbers, decided: NDArray[np.bool_]) -> Numbers:
    """The communities, with wishes of one account as communities of their own, numbered after the others.

    `vectors` are unit vectors of points, shape (n, dimensions); `account` numbers each point's account, NOWHERE where it has none; `before` is its theme in the
    last run. What people `decided` of stays where it is.
    """
    carved = community.copy()
    new = int(community.max(initial=NOWHERE)) + 1
    free = (account != NOWHERE) & (community != NOWHERE) & ~decided
    pairs, counts = np.unique(np.column_stack([community[free], account[free]]), axis=0, return_counts=True)
    sizes = np.bincount(community[community != NOWHERE])
    for theme, speaker in pairs[counts >= np.maximum(OFTEN, HEARD * sizes[pairs[:, 0]])]:
        members = community == theme
        own, others = np.flatnonzero(members & free & (account == speaker)), np.flatnonzero(members & (account != speaker))
        if len(others) < NEAREST:
            continue
        ahead = _nearness(vectors[own], vectors[own], itself=True) - _nearness(vectors[own], vectors[others])
        least = STILL_OWN if _was_apart(before[own], before[others]) else OWN
        if np.median(ahead) >= least:
            carved[own[ahead > 0]] = new
            new += 1
    return carved


def cut_ties(graph: csr_matrix, community: Numbers, carved: Numbers) -> csr_matrix:
    """The graph without the edges between a wish and the community that it was carved out of: it lay there for want of anything nearer."""
    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    columns = graph.indices
    tie = (community[rows] == community[columns]) & (carved[rows] != carved[columns])
    return csr_matrix((np.where(tie, 0, graph.data), columns, graph.indptr), shape=graph.shape)


def _nearness(rows: Vectors, to: Vectors, *, itself: bool = False) -> NDArray[np.float32]:
    """Each row's mean cosine to the NEAREST of the others."""
    cosine = rows @ to.T
    if itself:
        np.fill_diagonal(cosine, -1)
    return np.asarray(np.partition(cosine, -NEAREST, axis=1)[:, -NEAREST:].mean(axis=1))


def _was_apart(own: Numbers, others: Numbers) -> bool:
    """Whether most of `own` that the last run had in a theme were in one that hardly any of the `others` were in."""
    known = own[own != NOWHERE]
    if not len(known):
        return False
    theme = np.bincount(known).argmax()
    return bool((own == theme).mean() > 0.5 and (others == theme).mean() < 0.5)
