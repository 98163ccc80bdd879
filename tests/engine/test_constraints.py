import numpy as np

from tests.engine.planted import planted
from voc.engine.constraints import FREE, MEMORY, Constraints, bend_graph, learn_metric, spread_pins
from voc.engine.graph import fuzzy_graph, nearest_neighbours
from voc.engine.vectors import NOWHERE


def free(rows: int) -> np.ndarray:
    return np.full(rows, FREE, np.int32)


def graph_of(vectors, k=8):
    return fuzzy_graph(*nearest_neighbours(vectors, k))


def test_without_a_past_and_without_pins_the_graph_stays_as_it_is() -> None:
    graph = graph_of(planted(3, 10)[0])
    assert (bend_graph(graph, Constraints.none(30)) != graph).nnz == 0


def test_the_last_runs_themes_hold_together_and_stay_apart() -> None:
    graph = graph_of(planted(2, 10, 2.0)[0])
    before = np.repeat([0, 1], 10).astype(np.int32)
    bent = bend_graph(graph, Constraints(2, before, free(20)))
    for row, column in zip(*graph.nonzero(), strict=True):
        factor = 1 + MEMORY if before[row] == before[column] else 1 / (1 + MEMORY)
        assert np.isclose(bent[row, column], graph[row, column] * factor)


def test_a_row_without_a_past_is_neither_drawn_nor_held_off() -> None:
    graph = graph_of(planted(1, 12)[0])
    before = np.array([0] * 6 + [NOWHERE] * 6, np.int32)
    bent = bend_graph(graph, Constraints(1, before, free(12)))
    assert np.allclose(bent[6:].toarray(), graph[6:].toarray())


def test_rows_that_people_put_together_are_linked_and_rows_that_they_put_apart_are_not() -> None:
    graph = graph_of(planted(1, 12)[0])
    pinned = free(12)
    pinned[[0, 5, 7]] = 0
    pinned[[1, 2]] = 1
    pinned[3] = NOWHERE
    bent = bend_graph(graph, Constraints(2, np.full(12, NOWHERE, np.int32), pinned)).toarray()
    assert (bent == bent.T).all()
    assert bent[0, 5] > 1 and bent[1, 2] > 1
    assert (bent[np.ix_([0, 5, 7], [1, 2, 3])] == 0).all()
    assert (bent[3, [1, 2]] == 0).all()


def test_what_people_put_together_comes_closer_for_the_undecided_too() -> None:
    """Two groups differ along one direction, and each is stretched along another that people say means nothing."""
    random = np.random.default_rng(5)
    side, noise = np.repeat([-1.0, 1.0], 100), random.normal(size=200) * 3
    points = np.column_stack([side, noise, np.full(200, 4.0), random.normal(size=(200, 5)) * 0.2])
    vectors = np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True), np.float32)
    pinned = free(200)
    decided = np.r_[0:60, 100:160]
    pinned[decided] = (side[decided] > 0).astype(np.int32)
    undecided = np.setdiff1d(np.arange(200), decided)

    def apart(space: np.ndarray) -> float:
        one, other = (space[undecided[side[undecided] == s]] for s in (-1, 1))
        return float((one @ one.T).mean() - (one @ other.T).mean())

    assert apart(learn_metric(vectors, pinned)) > apart(vectors) + 0.1


def test_a_few_pins_teach_nothing() -> None:
    vectors = planted(3, 10)[0]
    pinned = free(30)
    pinned[[0, 1, 10, 11]] = [0, 0, 1, 1]
    assert learn_metric(vectors, pinned) is vectors


def test_pins_speak_for_the_rows_around_them() -> None:
    vectors, truth = planted(2, 20, 0.9)
    graph = graph_of(vectors)
    lumped = np.zeros(40, np.int32)  # the machine saw one theme
    pinned = free(40)
    pinned[[0, 1, 2]], pinned[[20, 21, 22]] = 0, 1
    spread = spread_pins(graph, lumped, pinned)
    assert (spread == truth).mean() >= 0.95
    assert (spread_pins(graph, lumped, free(40)) == lumped).all()


def test_a_theme_that_people_keep_moving_snippets_out_of_is_held_together_no_more() -> None:
    graph = graph_of(planted(1, 20)[0])
    before, pinned = np.repeat([0, 1], 10).astype(np.int32), free(20)
    pinned[[0, 1, 2]] = 1
    bent = bend_graph(graph, Constraints(2, before, pinned))
    assert np.allclose(bent[3:10, 3:10].toarray(), graph[3:10, 3:10].toarray())
    pinned[[0, 1, 2]] = [1, 0, 0]
    bent = bend_graph(graph, Constraints(2, before, pinned))
    assert np.allclose(bent[3:10, 3:10].toarray(), (1 + MEMORY) * graph[3:10, 3:10].toarray())


def test_a_one_off_of_a_corpus_without_themes_is_no_reason_to_fail() -> None:
    graph = graph_of(planted(1, 12)[0])
    pinned = free(12)
    pinned[0] = NOWHERE
    assert bend_graph(graph, Constraints(0, np.full(12, NOWHERE, np.int32), pinned)).shape == (12, 12)
