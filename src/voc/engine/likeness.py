"""How alike themes are beside how alike their own snippets are, and whether a theme is of two dense parts.

The likeness of two themes is the mean cosine between their snippets over the geometric mean of that within each: at 1 they differ no more than their own
snippets do. On labelled corpora it tells pairs of one need from others (AUC .90), but of the likeliest pairs only every second is one (docs/decisions/0036):
so the machine joins none but those at 1, and people are asked about the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums

SAME = 1.0  # likeness from which two themes are one
ASKED = 0.7  # from which people are asked
MOST_PAIRS, MOST_PARTS = 12, 4
SMALLEST = 4  # snippets of a theme, or of a part of one
DENSER = 0.3  # mean cosine within the parts over that between them, from which they are two


@dataclass(frozen=True, slots=True)
class Pair:
    """Two theme numbers, the lower first, and their likeness."""

    one: int
    other: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Part:
    """The smaller of two dense parts of a theme: its rows, and by how much the parts are denser than what lies between them."""

    theme: int
    rows: tuple[int, ...]
    denser: float


def join_alike(vectors: Vectors, theme: Numbers, fixed: NDArray[np.bool_]) -> Numbers:
    """The themes, with those that differ no more than their own rows joined; the larger one's number stays. Themes that have a `fixed` row stay as they are."""
    joined = theme.copy()
    sizes = np.bincount(theme[theme != NOWHERE])
    held = set(theme[fixed & (theme != NOWHERE)].tolist())
    into = {number: number for number in range(len(sizes))}
    for pair in find_alike(vectors, theme, SAME):
        if not held & {pair.one, pair.other}:
            first, second = into[pair.one], into[pair.other]
            larger, smaller = (first, second) if sizes[first] >= sizes[second] else (second, first)
            into = {number: larger if end == smaller else end for number, end in into.items()}
    rows = theme != NOWHERE
    joined[rows] = np.array([into[number] for number in theme[rows].tolist()], np.int32)
    return joined


def find_alike(vectors: Vectors, theme: Numbers, least: float = ASKED) -> list[Pair]:
    """The pairs of themes that are at least so alike, the likeliest first."""
    rows = np.flatnonzero(theme != NOWHERE)
    count = int(theme.max(initial=NOWHERE)) + 1
    if not len(rows) or count < 2:
        return []
    sums, sizes = group_sums(vectors[rows], theme[rows], count), np.bincount(theme[rows], minlength=count)
    within = _within(sums, sizes)
    between = (sums @ sums.T) / np.maximum(np.outer(sizes, sizes), 1)
    likeness = between / np.sqrt(np.maximum(np.outer(within, within), 1e-9))
    likeness[sizes < SMALLEST] = 0
    likeness[:, sizes < SMALLEST] = 0
    found = [Pair(int(i), int(j), round(float(likeness[i, j]), 4)) for i, j in np.argwhere(np.triu(likeness >= least, 1))]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))


def find_parts(vectors: Vectors, theme: Numbers) -> list[Part]:
    """The themes of two dense parts, those whose parts are densest first."""
    found = []
    for number in np.unique(theme[theme != NOWHERE]).tolist():
        rows = np.flatnonzero(theme == number)
        if len(rows) >= 4 * SMALLEST and (part := _part(vectors[rows])) is not None:
            inside, denser = part
            found.append(Part(number, tuple(rows[inside].tolist()), denser))
    return sorted(found, key=lambda part: (-part.denser, part.theme))


def _part(vectors: Vectors) -> tuple[NDArray[np.bool_], float] | None:
    if np.allclose(vectors, vectors[0], atol=1e-5):
        return None
    side = KMeans(2, n_init=3, random_state=0).fit_predict(vectors)
    sizes = np.bincount(side, minlength=2)
    if sizes.min() < SMALLEST:
        return None
    sums = group_sums(vectors, side, 2)
    denser = float(_within(sums, sizes).mean() - (sums[0] @ sums[1]) / (sizes[0] * sizes[1]))
    return (side == int(sizes.argmin()), round(denser, 4)) if denser >= DENSER else None


def _within(sums: NDArray[np.float32], sizes: NDArray[np.signedinteger]) -> NDArray[np.float64]:
    """The mean cosine between two different rows of each group; 0 where there is one row or none."""
    pairs = sizes * (sizes - 1)
    return np.asarray(np.maximum(np.einsum("ij,ij->i", sums, sums) - sizes, 0) / np.maximum(pairs, 1), np.float64)


def among(pairs: Sequence[Pair], most: int = MOST_PAIRS) -> list[Pair]:
    """So many of the pairs, each theme in one pair only: what people are asked about at once."""
    taken: set[int] = set()
    chosen = []
    for pair in pairs:
        if not taken & {pair.one, pair.other}:
            taken |= {pair.one, pair.other}
            chosen.append(pair)
    return chosen[:most]
