"""What a passage lends its sentences: "Happens in Chrome too" means little alone.

A sentence whose own words find no company among other items leans towards the rest of its passage. The others lean as far as passages in this corpus keep to
one matter: in tickets they do, in reviews that list likes and dislikes they do not (docs/decisions/0036).
"""

import numpy as np
from numpy.typing import NDArray

from voc.engine.vectors import Numbers, Vectors, group_sums, number_by_first, unit

CONTEXT = 0.6  # weight of the rest of a passage
LONELY = 0.3  # share of the sentences that have the least company: these always lean
ONE_MATTER = 0.15  # coherence from which all sentences lean in full
LANDMARKS = 2_000  # rows of the corpus among which company is sought
COMPANY = 5  # nearest landmarks that say whether a sentence has company
BLOCK = 8_192  # rows compared with the landmarks at once


def lend_passages(vectors: Vectors, passage: NDArray[np.int64], item: Numbers) -> Vectors:
    """Unit vectors, shape (n, dimensions), that lean towards the rest of their passage. `passage` and `item` number each row's."""
    others = np.bincount(passage)[passage] - 1 if len(passage) else passage
    rows = np.flatnonzero(others)
    if not len(rows):
        return vectors
    own = number_by_first(passage[rows])
    rest = (group_sums(vectors[rows], own)[own] - vectors[rows]) / others[rows, None]
    company = find_company(vectors, rows, item)
    mean = vectors.mean(axis=0)
    by_chance = float(mean @ mean)
    together = float(np.einsum("ij,ij->i", vectors[rows], rest).mean())
    coherence = (together - by_chance) / max(float(company.mean()) - by_chance, 1e-6)
    leaning = np.where(company < np.quantile(company, LONELY), 1.0, np.clip(coherence / ONE_MATTER, 0, 1))
    lent = vectors.copy()
    lent[rows] = unit(vectors[rows] + CONTEXT * leaning[:, None] * rest)
    return lent


def find_company(vectors: Vectors, rows: NDArray[np.int64], item: Numbers) -> NDArray[np.float32]:
    """The mean cosine of each of the `rows` to its COMPANY nearest landmarks in other items, shape (len(rows),). Landmarks are every so many rows."""
    landmarks = np.arange(0, len(vectors), max(1, len(vectors) // LANDMARKS))
    nearest = min(COMPANY, len(landmarks))
    found = np.empty(len(rows), np.float32)
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        cosine = vectors[some] @ vectors[landmarks].T
        cosine[item[some, None] == item[landmarks]] = -1
        found[start : start + BLOCK] = np.partition(cosine, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return found
