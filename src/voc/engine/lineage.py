"""Which theme of this run is which theme of the last: numbers follow the members."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from voc.engine.constraints import FREE, Constraints
from voc.engine.vectors import NOWHERE, Numbers, number_by_first

LEAST_SHARED = 0.3  # of the smaller one's members that both runs know
NAMED = 2  # times as much a member counts where a person gave the theme its label: of two themes that grow together that one goes on
JOINING = 3  # snippets that people moved out of a theme to one and the same other, and twice all that they left or put elsewhere


def trace_themes(community: Numbers, constraints: Constraints) -> Numbers:
    """Each row's theme, numbered as `constraints.before` numbers themes where a community goes on from one, and from `constraints.themes` on where it is new.

    Communities take over numbers so that as many of the rows that nobody pinned as possible keep theirs (an optimal assignment); pinned rows go where they are
    pinned and drag nobody along. A community that shares too little with any theme is new, or goes with the pins in it. Where people moved several rows of a
    theme to one and the same other, the rest of their community follows.
    """
    community = number_by_first(community)
    count, themes = int(community.max(initial=NOWHERE)) + 1, constraints.themes
    heirs = np.full(count, NOWHERE)
    if themes:
        free = np.where(constraints.pinned == FREE, constraints.before, NOWHERE).astype(np.int32)
        shared, pins = _contingency(community, free, count, themes), _contingency(community, constraints.pinned, count, themes)
        known, before_sizes = shared.sum(axis=1), shared.sum(axis=0)
        worth = np.where(np.isin(np.arange(themes), list(constraints.named)), NAMED, 1) * shared
        for row, column in zip(*linear_sum_assignment(-(worth * (len(community) + 1) + pins)), strict=True):
            if (shared[row, column] and shared[row, column] >= LEAST_SHARED * min(known[row], before_sizes[column])) or (not known[row] and pins[row, column]):
                heirs[row] = column
        heirs = _follow_moves(community, constraints, heirs)
    fresh = heirs == NOWHERE
    heirs[fresh] = themes + np.arange(fresh.sum())
    return np.where(community == NOWHERE, NOWHERE, heirs[community]).astype(np.int32)


def _follow_moves(community: Numbers, constraints: Constraints, heirs: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """The communities' themes after what people moved out of them."""
    decided = (constraints.pinned >= 0) & (constraints.before >= 0) & (community >= 0)
    own = np.flatnonzero(decided)
    # A move speaks for the rest of the community where the row came from the theme that the community goes on from, or from where it is new now.
    main = _main_theme(community, constraints, len(heirs))
    own = own[constraints.before[own] == main[community[own]]]
    moved = _contingency(community[own], constraints.pinned[own], len(heirs), constraints.themes)
    favourite, most = moved.argmax(axis=1), moved.max(axis=1)
    follows = (most >= JOINING) & (most >= 2 * (moved.sum(axis=1) - most)) & (favourite != main)
    return np.where(follows, favourite, heirs)


def _main_theme(community: Numbers, constraints: Constraints, communities: int) -> NDArray[np.signedinteger]:
    """The theme that most of each community's unpinned rows were in; NOWHERE where none was in any."""
    free = np.where(constraints.pinned == FREE, constraints.before, NOWHERE).astype(np.int32)
    shared = _contingency(community, free, communities, constraints.themes)
    return np.where(shared.max(axis=1) > 0, shared.argmax(axis=1), NOWHERE)


def _contingency(community: Numbers, theme: Numbers, communities: int, themes: int) -> NDArray[np.int64]:
    both = (community >= 0) & (theme >= 0)
    cells = community[both].astype(np.int64) * max(themes, 1) + theme[both]
    return np.bincount(cells, minlength=communities * max(themes, 1)).reshape(communities, max(themes, 1))
