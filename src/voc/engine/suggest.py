"""Where each snippet may belong: its theme and the next best, each with a probability, for a person to choose from.

The next best are the themes whose centres lie nearest. Which of them is a softmax over the cosines; whether any of them is how near the snippet lies beside
the theme's own snippets. On the fixtures the theme where the run put a snippet is among the three by centres alone for 96% of what is themed at a strength of
.3 to .5, and for 82% of what is below that.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, nearness_to_own, unit

SHOWN = 3
WARMTH = 0.03  # of the softmax; its confidence in the nearest centre is then what share of the fixtures' snippets lie in that theme (.87 to .91)
BLOCK = 8_192  # rows compared with every centre at once


@dataclass(frozen=True)
class Suggestions:
    """`theme`, shape (n, SHOWN), the best first and NOWHERE where there is no more, with the `probability` of each."""

    theme: NDArray[np.int32]
    probability: NDArray[np.float32]


def suggest_themes(vectors: Vectors, theme: Numbers, strength: NDArray[np.float32], is_open: NDArray[np.bool_]) -> Suggestions:
    """Suggest for the rows that are open; the others get none. A themed row's first is its theme, at its `strength`: the probability that it belongs there."""
    count = int(theme.max(initial=NOWHERE)) + 1
    found = Suggestions(np.full((len(theme), SHOWN), NOWHERE, np.int32), np.zeros((len(theme), SHOWN), np.float32))
    themed = np.flatnonzero(theme != NOWHERE)
    if not count:
        return found
    sums = group_sums(vectors[themed], theme[themed], count)
    own = np.full(len(theme), -1, np.float32)
    own[themed] = nearness_to_own(vectors[themed], theme[themed], sums)
    usual = [np.sort(own[theme == number]) for number in range(count)]
    centres = unit(sums)
    rows = np.flatnonzero(is_open)
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        _suggest_block(found, block, vectors[block] @ centres.T, theme[block], strength[block], usual)
    return found


def _suggest_block(
    found: Suggestions, rows: NDArray[np.int64], cosines: NDArray[np.float32], theme: Numbers, strength: NDArray[np.float32], usual: list[NDArray[np.float32]]
) -> None:
    at = np.flatnonzero(theme != NOWHERE)
    cosines[at, theme[at]] = -np.inf  # its own theme stands first whatever its centre says
    share = np.exp((cosines - cosines.max(axis=1, keepdims=True).clip(-1)) / WARMTH)
    share /= np.maximum(share.sum(axis=1, keepdims=True), 1e-9)
    order = np.argsort(-cosines, axis=1, kind="stable")[:, :SHOWN]
    for i, row in enumerate(rows):
        has_own = theme[i] != NOWHERE
        best = [n for n in order[i].tolist() if cosines[i, n] > -np.inf][: SHOWN - has_own]
        near = [float(share[i, n]) * _share_below(usual[n], cosines[i, n]) * (1 - float(strength[i]) if has_own else 1.0) for n in best]
        ranked = sorted(zip(near, best, strict=True), key=lambda pair: (-pair[0], pair[1]))
        if has_own:
            ranked.insert(0, (float(strength[i]), int(theme[i])))
        for place, (probability, number) in enumerate(ranked):
            found.theme[row, place], found.probability[row, place] = number, probability


def _share_below(usual: NDArray[np.float32], cosine: float) -> float:
    """The share of a theme's own snippets that lie no nearer to its middle."""
    return float(np.searchsorted(usual, cosine, side="right")) / max(len(usual), 1)
