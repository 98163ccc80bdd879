import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_rand_score

from tests.engine.planted import planted
from voc.engine.communities import RESOLUTIONS, choose_resolution, cut_large, find_communities, hold_resolution, simplified_silhouette
from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_for
from voc.engine.vectors import NOWHERE


def graph_of(vectors):
    return fuzzy_graph(*nearest_neighbours(vectors, neighbours_for(len(vectors))))


@pytest.mark.parametrize(("groups", "size", "noise"), [(4, 60, 0.8), (12, 25, 0.8), (40, 12, 0.7), (30, 90, 0.8)])
def test_the_resolution_finds_as_many_groups_as_were_planted(groups: int, size: int, noise: float) -> None:
    vectors, truth = planted(groups, size, noise)
    graph = graph_of(vectors)
    found = find_communities(graph, choose_resolution(vectors, graph))
    assert adjusted_rand_score(truth, found) >= 0.97


def test_a_finer_corpus_has_more_communities_and_a_coarser_fewer() -> None:
    vectors = planted(20, 30, 1.3)[0]
    graph = graph_of(vectors)
    counts = [find_communities(graph, choose_resolution(vectors, graph, finer)).max() + 1 for finer in (0.1, 1.0, 10.0)]
    assert counts == sorted(counts)
    assert counts[0] < counts[2]


def test_a_corpus_beyond_the_sample_is_cut_as_its_sample_would_be() -> None:
    vectors, truth = planted(25, 100, 0.8)
    graph = graph_of(vectors)
    assert adjusted_rand_score(truth, find_communities(graph, choose_resolution(vectors, graph))) >= 0.97


def test_the_number_of_themes_is_held_where_the_data_asks_for_hardly_another() -> None:
    vectors, truth = planted(10, 30, 0.8)
    graph = graph_of(vectors)
    halves = (truth * 2 + np.arange(len(truth)) % 2).astype(np.int32)  # the last run had cut each group in two
    held = hold_resolution(choose_resolution(vectors, graph), graph, halves)
    assert held >= choose_resolution(vectors, graph)
    unknown = np.full(len(truth), NOWHERE, np.int32)
    assert hold_resolution(1.7, graph, unknown) == 1.7


def test_the_number_of_themes_is_not_held_where_the_last_run_was_far_off() -> None:
    vectors, truth = planted(24, 20, 0.8)
    graph = graph_of(vectors)
    chosen = choose_resolution(vectors, graph)
    assert hold_resolution(chosen, graph, (truth // 8).astype(np.int32)) == chosen


def test_communities_depend_on_the_seed_in_border_cases_alone() -> None:
    vectors, truth = planted(8, 15, 0.5)
    graph = graph_of(vectors)
    assert all(adjusted_rand_score(truth, find_communities(graph, 1.0, seed)) == 1 for seed in (1, 2, 3))


def test_the_silhouette_prefers_the_true_grouping() -> None:
    vectors, truth = planted(5, 10)
    truth = truth.astype(np.int32)
    true = simplified_silhouette(vectors, truth)
    assert true > simplified_silhouette(vectors, np.asarray(truth // 2, np.int32))
    assert true > simplified_silhouette(vectors, np.asarray(np.arange(50) // 5, np.int32))
    assert true > simplified_silhouette(vectors, np.random.default_rng(0).permutation(truth))
    assert simplified_silhouette(vectors, np.arange(50, dtype=np.int32)) == 0


def test_the_resolutions_rise() -> None:
    assert list(RESOLUTIONS) == sorted(set(RESOLUTIONS))


def test_neither_end_of_the_grid_is_chosen() -> None:
    for vectors in (planted(2, 60, 0.3)[0], planted(60, 2, 0.3)[0], planted(1, 120, 1.0)[0]):
        assert RESOLUTIONS[0] < choose_resolution(vectors, graph_of(vectors)) < RESOLUTIONS[-1]


def test_a_large_loose_community_is_cut_again_and_a_close_one_is_not() -> None:
    close, loose = planted(10, 12, 0.3)[0], planted(8, 12, 0.5, seed=7)[0]
    rows = np.vstack([close, loose])
    community = np.r_[np.repeat(np.arange(10), 12), np.full(len(loose), 10)].astype(np.int32)
    cut = cut_large(rows, graph_of(rows), community)
    assert adjusted_rand_score(np.repeat(np.arange(8), 12), cut[120:]) > 0.9
    assert cut_large(rows[:120], graph_of(rows[:120]), community[:120]).tolist() == community[:120].tolist()


@pytest.mark.parametrize("graph", [csr_matrix((1, 1)), csr_matrix((3, 3)), csr_matrix((np.zeros(2), ([0, 1], [1, 0])), shape=(3, 3))])
def test_where_nobody_is_near_anybody_each_row_is_a_community_of_its_own(graph: csr_matrix) -> None:
    assert find_communities(graph, 1.0).tolist() == list(range(graph.shape[0]))
