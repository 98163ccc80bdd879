import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from voc.engine.cluster import MIN_THEME, NOWHERE, Clustering, blend_passages, find_themes, simplified_silhouette

SEED = 7
Vectors = NDArray[np.float32]


def unit(vectors: NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def planted(groups: int, size: int, noise: float = 0.6, far: int = 0, seed: int = 1) -> tuple[Vectors, NDArray[np.int64]]:
    """Gaussian groups about random directions, then points in directions of their own (-1)."""
    random = np.random.default_rng(seed)
    middles = unit(random.normal(size=(groups, 64)))
    members = np.repeat(middles, size, axis=0) + noise / 8 * random.normal(size=(groups * size, 64))
    return unit(np.vstack([members, random.normal(size=(far, 64))])), np.r_[np.repeat(np.arange(groups), size), np.full(far, NOWHERE)]


def same(one: Clustering, other: Clustering) -> bool:
    fields = ("theme", "ask", "strength", "centres")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in fields)


@pytest.mark.parametrize(("groups", "size", "noise"), [(3, 4, 0.3), (5, 20, 0.6), (12, 12, 0.7), (30, 15, 0.6)])
def test_planted_groups_are_found(groups: int, size: int, noise: float) -> None:
    vectors, truth = planted(groups, size, noise)
    found = find_themes(vectors, SEED)
    placed = found.theme != NOWHERE
    assert placed.mean() > 0.9
    assert len(found.centres) == groups
    assert adjusted_rand_score(truth[placed], found.theme[placed]) == 1


def test_points_far_from_all_others_belong_nowhere() -> None:
    vectors, truth = planted(8, 30, far=12)
    found = find_themes(vectors, SEED)
    assert (found.theme[truth == NOWHERE] == NOWHERE).all()
    assert (found.strength[found.theme == NOWHERE] == 0).all()
    assert (found.ask[found.theme == NOWHERE] == NOWHERE).all()


def test_no_theme_is_smaller_than_a_theme_may_be() -> None:
    found = find_themes(planted(40, 2, 0.3, far=20)[0], SEED)
    assert all(size >= MIN_THEME for size in np.bincount(found.theme[found.theme != NOWHERE]))


def test_themes_are_numbered_from_nought_by_their_first_row() -> None:
    found = find_themes(planted(6, 12, far=4)[0], SEED)
    firsts = [int(np.flatnonzero(found.theme == n)[0]) for n in range(len(found.centres))]
    assert firsts == sorted(firsts)
    assert set(found.theme) <= {NOWHERE, *range(len(found.centres))}


def test_strength_lies_between_nothing_and_one_and_centres_have_length_one() -> None:
    found = find_themes(planted(5, 20)[0], SEED)
    assert found.strength.min() >= 0
    assert found.strength.max() <= 1
    np.testing.assert_allclose(np.linalg.norm(found.centres, axis=1), 1, atol=1e-5)


def test_an_ask_lies_inside_one_theme() -> None:
    found = find_themes(planted(8, 30, 0.8, far=10)[0], SEED)
    asks = set(found.ask) - {NOWHERE}
    assert asks
    assert all(len(set(found.theme[found.ask == ask])) == 1 for ask in asks)
    assert all((found.ask == ask).sum() >= 3 for ask in asks)


@pytest.mark.parametrize("rows", range(9))
def test_few_rows_are_no_reason_to_fail(rows: int) -> None:
    vectors = planted(9, 1)[0][:rows]
    found = find_themes(vectors, SEED)
    assert len(found.theme) == len(found.ask) == len(found.strength) == rows
    assert rows >= MIN_THEME or (found.theme == NOWHERE).all()


@pytest.mark.parametrize("rows", [4, 5, 40])
def test_rows_that_are_all_the_same_are_one_theme(rows: int) -> None:
    assert (find_themes(np.tile(planted(1, 1)[0], (rows, 1)), SEED).theme == 0).all()


def test_a_copy_of_a_row_lies_where_the_row_lies() -> None:
    vectors = planted(6, 15, far=5)[0]
    found = find_themes(np.vstack([vectors, vectors, vectors]), SEED)
    first, second, third = found.theme.reshape(3, -1)
    assert (first == second).all()
    assert (first == third).all()


def test_the_same_rows_in_the_same_order_give_the_same_answer() -> None:
    vectors = planted(10, 15, 0.9, far=10)[0]
    assert same(find_themes(vectors, SEED), find_themes(vectors.copy(), SEED))


def test_groups_that_stand_apart_are_found_in_whatever_order_the_rows_come() -> None:
    vectors, truth = planted(8, 15, 0.5)
    order = np.random.default_rng(3).permutation(len(vectors))
    found = find_themes(vectors[order], SEED).theme
    placed = found != NOWHERE
    assert placed.mean() > 0.9
    assert adjusted_rand_score(truth[order][placed], found[placed]) == 1


def test_the_seed_may_move_border_cases_and_not_the_groups() -> None:
    vectors, truth = planted(8, 15, 0.5)
    found = [find_themes(vectors, seed).theme for seed in (1, 2, 3)]
    assert all(adjusted_rand_score(truth[f != NOWHERE], f[f != NOWHERE]) == 1 for f in found)


def test_each_step_of_the_way_is_told() -> None:
    steps = []
    find_themes(planted(3, 10)[0], SEED, lambda: steps.append(1))
    assert len(steps) == 3


def test_what_was_said_in_one_breath_draws_nearer() -> None:
    vectors = planted(4, 1)[0]
    blended = blend_passages(vectors, np.array([0, 0, 1, 2]))
    np.testing.assert_allclose(np.linalg.norm(blended, axis=1), 1, atol=1e-5)
    assert blended[0] @ blended[1] > vectors[0] @ vectors[1] + 0.3
    np.testing.assert_allclose(blended[2:], vectors[2:], atol=1e-6)
    assert len(blend_passages(vectors[:0], np.zeros(0, np.int64))) == 0


def test_the_silhouette_prefers_the_true_grouping() -> None:
    vectors, truth = planted(5, 10)
    truth = truth.astype(np.int32)
    true = simplified_silhouette(vectors, truth)
    assert true > simplified_silhouette(vectors, np.asarray(truth // 2, np.int32))
    assert true > simplified_silhouette(vectors, np.asarray(np.arange(50) // 5, np.int32))
    assert true > simplified_silhouette(vectors, np.random.default_rng(0).permutation(truth))
    assert simplified_silhouette(vectors, np.arange(50, dtype=np.int32)) == 0
