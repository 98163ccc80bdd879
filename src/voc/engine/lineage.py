"""Which theme of this run is which theme of the last: ids follow the members."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from voc.domain.ids import derive_id

LEAST_SHARED = 0.3  # of the smaller one's members that both runs know


def trace_themes(groups: Mapping[int, Sequence[str]], before: Mapping[str, str], known: frozenset[str] = frozenset()) -> dict[int, str]:
    """The permanent id of each group.

    `groups` lists each group's snippet ids, the most central first; `before` maps snippet ids to the last run's theme ids. Groups take over ids so that as
    many snippets as
    possible keep theirs (an optimal assignment); a group that shares too little with any is new, and its id is derived from its most central snippet. `known`
    are ids that
    may not be given to a new theme.
    """
    numbers = sorted(groups)
    old = sorted(set(before.values()))
    column = {theme: i for i, theme in enumerate(old)}
    shared = np.zeros((len(numbers), len(old)), dtype=np.int64)
    for row, number in enumerate(numbers):
        for snippet in groups[number]:
            if (theme := before.get(snippet)) is not None:
                shared[row, column[theme]] += 1
    old_sizes = np.bincount([column[t] for t in before.values()], minlength=len(old)) if old else np.zeros(0, dtype=np.int64)
    ids: dict[int, str] = {}
    for row, col in zip(*linear_sum_assignment(-shared), strict=True):
        group_size = int(shared[row].sum())  # members that the last run placed
        if shared[row, col] and shared[row, col] >= LEAST_SHARED * min(group_size, int(old_sizes[col])):
            ids[numbers[int(row)]] = old[int(col)]
    taken = set(ids.values()) | set(old) | known
    for number in numbers:
        if number not in ids:
            ids[number] = next(new for attempt in range(len(groups[number]) + 1000) if (new := _founded(groups[number], attempt)) not in taken)
            taken.add(ids[number])
    return ids


def _founded(members: Sequence[str], attempt: int) -> str:
    return derive_id("thm", members[0], *([str(attempt)] if attempt else []))
