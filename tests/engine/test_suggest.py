"""Suggestions: a snippet's own theme first, then those whose middles are nearest."""

import numpy as np

from voc.engine.suggest import SHOWN, suggest_themes
from voc.engine.vectors import NOWHERE, unit

RANDOM = np.random.default_rng(3)
MIDDLES = unit(RANDOM.normal(size=(4, 32)))


def cloud(number: int, rows: int, spread: float = 0.08) -> np.ndarray:
    return unit(MIDDLES[number] + spread * RANDOM.normal(size=(rows, 32)))


VECTORS = np.vstack([cloud(0, 20), cloud(1, 20), cloud(2, 20), unit(MIDDLES[:1] + 0.8 * MIDDLES[1:2]), unit(MIDDLES[3:])]).astype(np.float32)
THEME = np.array([0] * 20 + [1] * 20 + [2] * 20 + [NOWHERE, NOWHERE], np.int32)
STRENGTH = np.where(THEME == NOWHERE, 0, 0.8).astype(np.float32)
OPEN = np.ones(len(THEME), bool)


def test_a_themed_snippets_own_theme_comes_first_at_its_strength() -> None:
    found = suggest_themes(VECTORS, THEME, STRENGTH, OPEN)
    assert (found.theme[:60, 0] == THEME[:60]).all()
    assert np.allclose(found.probability[:60, 0], 0.8)
    assert (found.theme[:60, 1:] != THEME[:60, None]).all()


def test_an_unthemed_snippet_is_offered_what_lies_nearest() -> None:
    found = suggest_themes(VECTORS, THEME, STRENGTH, OPEN)
    assert set(found.theme[60, :2].tolist()) == {0, 1}
    stranger = found.probability[61]
    assert stranger.max() < 0.1


def test_the_probabilities_are_parts_of_one() -> None:
    found = suggest_themes(VECTORS, THEME, STRENGTH, OPEN)
    assert (found.probability >= 0).all() and (found.probability.sum(axis=1) <= 1 + 1e-5).all()
    ranked = found.probability[60:]
    assert (np.diff(ranked, axis=1) <= 0).all()


def test_what_is_not_open_gets_none_and_fewer_themes_leave_gaps() -> None:
    closed = OPEN.copy()
    closed[0] = False
    assert (suggest_themes(VECTORS, THEME, STRENGTH, closed).theme[0] == NOWHERE).all()
    two = np.where(THEME == 2, NOWHERE, THEME).astype(np.int32)
    found = suggest_themes(VECTORS, two, STRENGTH, OPEN)
    assert found.theme.shape == (len(THEME), SHOWN)
    assert (found.theme[:, 2] == NOWHERE).all() and (found.theme[40:60, 1] != NOWHERE).all()
    nothing = np.full(3, NOWHERE, np.int32)
    assert (suggest_themes(VECTORS[:3], nothing, STRENGTH[:3], OPEN[:3]).theme == NOWHERE).all()
