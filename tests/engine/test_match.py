"""Texts and themes are matched by meaning, and each match says how likely it is right."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.match import compare_texts, find_best, measure_lead
from voc.engine.vectors import NOWHERE, unit

AXES = np.eye(6, dtype=np.float32)


def near(axis: int, count: int, seed: int = 0) -> np.ndarray:
    """Snippets about one thing, each a little off."""
    return unit(AXES[axis] + np.random.default_rng(seed + axis).normal(scale=0.2, size=(count, 6)))


SNIPPETS = np.concatenate([near(0, 8), near(1, 5), near(2, 3), near(5, 4)])
THEME = np.array([0] * 8 + [1] * 5 + [2] * 3 + [NOWHERE] * 4, dtype=np.int32)


def test_a_text_is_most_like_the_theme_that_it_speaks_of() -> None:
    found = find_best(compare_texts(AXES[:3], SNIPPETS, THEME))
    assert found.candidate.tolist() == [0, 1, 2]
    assert (found.probability > 0.9).all()


def test_a_text_about_something_else_is_unlikely_to_speak_of_any_theme() -> None:
    found = find_best(compare_texts(AXES[[4]], SNIPPETS, THEME))
    assert found.probability[0] < 0.3


def test_of_two_that_are_alike_neither_is_sure() -> None:
    between = unit(AXES[[0]] + AXES[[1]])
    alone, torn = find_best(compare_texts(AXES[[0]], SNIPPETS, THEME)), find_best(compare_texts(between, SNIPPETS, THEME))
    assert torn.probability[0] < alone.probability[0] - 0.2


def test_the_order_of_the_snippets_changes_nothing() -> None:
    order = np.random.default_rng(3).permutation(len(SNIPPETS))
    assert compare_texts(AXES, SNIPPETS[order], THEME[order]) == pytest.approx(compare_texts(AXES, SNIPPETS, THEME), abs=1e-6)


def test_without_a_candidate_there_is_nothing_to_find() -> None:
    assert len(find_best(np.zeros((3, 0), np.float32)).candidate) == 0
    assert len(find_best(np.zeros((0, 3), np.float32)).candidate) == 0


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=5), min_size=1, max_size=5).filter(lambda rows: len({len(r) for r in rows}) == 1))
def test_a_probability_is_one_and_grows_with_the_lead(rows: list[list[float]]) -> None:
    alike = np.array(rows, np.float32)
    found = find_best(alike)
    margin, lift = measure_lead(alike)
    assert ((found.probability >= 0) & (found.probability <= 1)).all()
    assert (lift >= -1e-6).any()
    if alike.shape[1] > 1:
        assert (margin >= 0).all()
