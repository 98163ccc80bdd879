import numpy as np
import pytest

from tests.engine.planted import planted
from voc.engine.cluster import find_themes
from voc.engine.graph import fuzzy_graph, nearest_neighbours
from voc.engine.membership import COHESION, ENOUGH, HELD_TOGETHER, find_bags, nearness_of, settle, share_inside, strength_of, usual_centrality, usual_nearness
from voc.engine.vectors import NOWHERE


def test_a_corpus_without_strangers_calls_hardly_anybody_alone() -> None:
    nearness = np.random.default_rng(1).normal(0.6, 0.07, 4_000).astype(np.float32)
    assert (nearness <= usual_nearness(nearness).least).mean() <= 0.005


@pytest.mark.parametrize("share", [0.03, 0.1, 0.25])
def test_strangers_are_told_from_the_others_however_many_they_are(share: float) -> None:
    random = np.random.default_rng(2)
    here, strangers = random.normal(0.6, 0.07, 2_000), random.normal(0.32, 0.05, int(2_000 * share))
    usual = usual_nearness(np.r_[here, strangers].astype(np.float32))
    assert (strangers <= usual.least).mean() >= 0.85
    assert (here <= usual.least).mean() <= 0.03


def test_few_rows_say_nothing_about_what_is_usual() -> None:
    nearness = np.linspace(0, 1, ENOUGH - 1).astype(np.float32)
    assert (nearness > usual_nearness(nearness).least).all()


def test_strength_grows_with_the_share_of_the_neighbourhood_with_nearness_and_with_centrality() -> None:
    values = np.random.default_rng(1).normal(0.6, 0.07, 500).astype(np.float32)
    usual = usual_centrality(usual_nearness(values), values)
    usually, growing = np.full(9, 0.6), np.linspace(0.3, 0.9, 9)
    by_share = strength_of(np.linspace(0, 1, 9), usually, usually, usual)
    by_nearness = strength_of(np.full(9, 0.7), growing, usually, usual)
    by_centrality = strength_of(np.full(9, 0.7), usually, growing, usual)
    assert all((np.diff(strength) > 0).all() for strength in (by_share, by_nearness, by_centrality))
    assert by_share.min() > 0 and by_share.max() < 1


def test_a_small_themes_row_is_measured_by_what_its_theme_could_hold() -> None:
    import scipy.sparse as sp

    graph = sp.csr_matrix(np.ones((6, 6)) - np.eye(6))
    small = np.array([0, 0, 1, 1, 1, 1], np.int32)
    share = share_inside(graph, small, 5)
    assert np.allclose(share[:2], 1.0)  # its one companion is all that a theme of two can offer
    assert (share_inside(graph, np.array([NOWHERE] + [0] * 5, np.int32), 5)[0]) == 0


def test_a_wordings_copies_are_its_company() -> None:
    distances = np.array([[0.4, 0.5, 0.6, 0.7, 0.8]], np.float32)
    assert np.isclose(nearness_of(distances, np.array([1]))[0], 0.4)
    assert np.isclose(nearness_of(distances, np.array([6]))[0], 1.0)


def test_strength_is_the_share_that_belongs() -> None:
    """Pooled over planted corpora that blur into each other: of the rows of a band, about as many bear their theme's majority as the band says."""
    strengths, belongs = [], []
    for seed in range(6):
        vectors, truth = planted(25, 30, 1.5, far=60, seed=seed)
        found = find_themes(vectors)
        for theme in set(found.theme) - {NOWHERE}:
            rows = found.theme == theme
            values, counts = np.unique(truth[rows], return_counts=True)
            strengths.append(found.strength[rows])
            belongs.append((truth[rows] == values[counts.argmax()]) & (truth[rows] >= 0))
    strength, right = np.concatenate(strengths), np.concatenate(belongs)
    high, low = right[strength >= 0.75].mean(), right[strength < 0.45].mean()
    assert high >= 0.7
    assert low <= high - 0.1


def test_a_bag_of_what_fits_nowhere_is_no_theme_unless_people_made_it() -> None:
    """Rows whose neighbours are all about: they hang together a little, and no more with each other than with anybody."""
    tight, loose = 0.9, 0.2
    theme = np.repeat([0, 1], 10).astype(np.int32)
    strength = np.repeat([tight, loose], 10).astype(np.float32)
    nobody, copies = np.zeros(20, bool), np.ones(20, int)
    assert find_bags(theme, strength, copies, nobody, nobody).tolist() == [1]
    assert find_bags(theme, strength, copies, nobody, theme == 1).tolist() == []


def test_a_theme_of_the_last_run_is_held_on_the_border() -> None:
    theme, copies, nobody = np.zeros(10, np.int32), np.ones(10, int), np.zeros(10, bool)
    border = np.full(10, (COHESION + HELD_TOGETHER) / 2, np.float32)
    assert find_bags(theme, border, copies, nobody, nobody).tolist() == [0]
    assert find_bags(theme, border, copies, ~nobody, nobody).tolist() == []


def test_strength_does_not_rise_because_there_is_one_theme_only() -> None:
    vectors = planted(8, 12, 0.5)[0]
    indices, distances = nearest_neighbours(vectors, 10)
    graph, copies = fuzzy_graph(indices, distances), np.ones(len(vectors), np.int64)
    usual, free = usual_nearness(nearness_of(distances, copies)), np.zeros(len(vectors), bool)
    many, one = (
        settle(vectors, graph, theme, distances, copies, usual, free, np.inf, free)[1]
        for theme in (np.repeat(np.arange(8, dtype=np.int32), 12), np.zeros(96, np.int32))
    )
    assert np.median(one) < 0.5 < np.median(many)
