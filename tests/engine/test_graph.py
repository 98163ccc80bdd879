import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_among
from voc.engine.vectors import NOWHERE


def unit_vectors(rows: int, seed: int = 0, dimensions: int = 12) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimensions))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def brute_force(vectors: NDArray[np.float32], k: int) -> list[list[int]]:
    similarity = vectors @ vectors.T
    return [sorted((j for j in range(len(vectors)) if j != i), key=lambda j: (-similarity[i, j], j))[:k] for i in range(len(vectors))]


@given(st.integers(2, 40), st.integers(1, 45), st.integers(0, 99))
def test_neighbours_are_those_that_comparing_all_with_all_finds(rows: int, k: int, seed: int) -> None:
    vectors = unit_vectors(rows, seed)
    indices, distances = nearest_neighbours(vectors, k)
    assert indices.tolist() == brute_force(vectors, k)
    np.testing.assert_allclose(distances, 1 - np.take_along_axis(vectors @ vectors.T, indices, axis=1), atol=1e-6)


@given(st.lists(st.tuples(*[st.sampled_from([-1.0, 0.0, 1.0])] * 3), min_size=2, max_size=25), st.integers(1, 10))
def test_of_equally_near_ones_the_first_are_taken(rows: list[tuple[float, ...]], k: int) -> None:
    vectors = np.array(rows, dtype=np.float32)  # whole numbers, so that ties are exact
    assert nearest_neighbours(vectors, k)[0].tolist() == brute_force(vectors, k)


def test_a_large_matrix_is_compared_block_by_block() -> None:
    vectors = unit_vectors(50)
    whole = nearest_neighbours(vectors, 7)
    in_blocks = neighbours_among(vectors, np.arange(50), 7, cells=150)
    assert (whole[0] == in_blocks[0]).all()
    np.testing.assert_allclose(whole[1], in_blocks[1], atol=1e-6)


@given(st.integers(2, 40), st.integers(1, 15), st.integers(0, 99))
def test_weights_are_mutual_and_lie_between_nothing_and_one(rows: int, k: int, seed: int) -> None:
    found = fuzzy_graph(*nearest_neighbours(unit_vectors(rows, seed), k)).toarray()
    assert (found == found.T).all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12
    assert (found.diagonal() == 0).all()
    np.testing.assert_allclose(found.max(axis=1), 1)  # everybody's nearest


def test_before_the_union_a_rows_weights_sum_to_the_logarithm_of_its_neighbours() -> None:
    strangers, crowd, k = 30, 20, 9
    vectors = unit_vectors(strangers + crowd, 5)
    indices, distances = nearest_neighbours(vectors[strangers:], k)
    similarity = vectors[:strangers] @ vectors[strangers:].T  # strangers are near to the crowd, the crowd only to itself
    theirs = np.argsort(-similarity, axis=1)[:, :k]
    indices = np.vstack([theirs, indices]) + strangers
    distances = np.vstack([1 - np.take_along_axis(similarity, theirs, axis=1), distances])
    found = fuzzy_graph(indices, distances).toarray()
    np.testing.assert_allclose(found[:strangers].sum(axis=1), np.log2(k + 1), rtol=1e-3)


def test_identical_rows_are_as_near_as_can_be() -> None:
    found = fuzzy_graph(*nearest_neighbours(np.tile(unit_vectors(1), (6, 1)), 3)).toarray()
    assert np.isfinite(found).all()
    assert (found[found > 0] == 1).all()


@pytest.mark.parametrize("exact", [10_000, 10])
def test_rows_of_one_item_are_no_neighbours(exact: int) -> None:
    vectors = unit_vectors(60, 3)
    item = np.arange(60, dtype=np.int32) // 4
    indices, distances = nearest_neighbours(vectors, 5, item, exact)
    assert (item[indices] != item[:, None]).all()
    apart = vectors @ vectors.T
    apart[item[:, None] == item] = -2
    np.testing.assert_allclose(distances, 1 - np.sort(apart, axis=1)[:, :-6:-1], atol=2e-3)
    item[:] = NOWHERE  # of several items each
    assert nearest_neighbours(vectors, 5, item, exact)[0].tolist() == nearest_neighbours(vectors, 5, exact=exact)[0].tolist()


def test_what_has_only_its_own_item_beside_it_has_no_neighbour() -> None:
    vectors = unit_vectors(4, 1)
    graph = fuzzy_graph(*nearest_neighbours(vectors, 3, np.zeros(4, np.int32)))
    assert graph.count_nonzero() == 0
