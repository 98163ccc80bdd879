"""Arithmetic on unit vectors and groups of rows that the other modules share."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

NOWHERE = -1  # a row's group where it has none

Vectors = NDArray[np.float32]  # (n, dimensions), each of length one
Numbers = NDArray[np.int32]  # (n,), a row's group or NOWHERE


def unit(vectors: NDArray[np.floating]) -> Vectors:
    """The rows at length one; a row of noughts stays one."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9), dtype=np.float32)


def group_sums(vectors: Vectors, group: NDArray[np.signedinteger], groups: int | None = None) -> NDArray[np.float32]:
    """The sum of each group's rows, shape (groups, dimensions). Every row must have a group."""
    count = groups if groups is not None else int(group.max(initial=-1)) + 1
    member = csr_matrix((np.ones(len(group), np.float32), (group, np.arange(len(group)))), shape=(count, len(group)))
    return np.asarray(member @ vectors)


def nearness_to_own(vectors: Vectors, group: NDArray[np.signedinteger], sums: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row's cosine to its group's centre, the row itself left out; 0 where it is alone in it."""
    return np.asarray(np.einsum("ij,ij->i", vectors, unit(sums[group] - vectors)), dtype=np.float32)


def number_by_first(group: NDArray[np.signedinteger]) -> Numbers:
    """The same grouping, numbered 0, 1, 2 ... by each group's first row; NOWHERE stays."""
    kept = group != NOWHERE
    values, first, inverse = np.unique(group[kept], return_index=True, return_inverse=True)
    place = np.empty(len(values), np.int32)
    place[np.argsort(first)] = np.arange(len(values), dtype=np.int32)
    numbered = np.full(len(group), NOWHERE, np.int32)
    numbered[kept] = place[inverse]
    return numbered
