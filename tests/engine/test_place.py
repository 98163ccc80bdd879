import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.engine.planted import planted
from voc.engine.cluster import find_themes
from voc.engine.constraints import FREE, Constraints
from voc.engine.place import LEAST_BORN, Placed, place_rows
from voc.engine.vectors import NOWHERE


def place(vectors: np.ndarray, old: int) -> tuple[np.ndarray, Placed, int]:
    """(the themes of the first rows, where the rest was placed, how many themes there were)"""
    found = find_themes(vectors[:old])
    new = np.arange(len(vectors)) >= old
    theme = np.r_[found.theme, np.full(new.sum(), NOWHERE)].astype(np.int32)
    ask = np.r_[found.ask, np.full(new.sum(), NOWHERE)].astype(np.int32)
    themes = int(found.theme.max()) + 1
    return found.theme, place_rows(vectors, theme, ask, new, themes, found.resolution, found.usual), themes


def shuffled(groups: int, size: int, noise: float, far: int = 0, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    vectors, truth = planted(groups, size, noise, far)
    order = np.random.default_rng(seed).permutation(len(vectors))
    return vectors[order], truth[order]


def test_new_rows_join_the_themes_they_belong_to() -> None:
    vectors, truth = shuffled(12, 40, 0.8)
    before, placed, themes = place(vectors, 400)
    everywhere = np.r_[before, np.full(80, NOWHERE)]
    everywhere[placed.rows] = placed.theme
    assert placed.theme.max() < themes
    assert adjusted_rand_score(truth, everywhere) >= 0.98


def test_a_small_step_agrees_with_grouping_all_again() -> None:
    vectors = shuffled(20, 40, 1.3)[0]
    before, placed, themes = place(vectors, 720)
    step = np.r_[before, np.full(80, NOWHERE)]
    step[placed.rows] = placed.theme
    full = find_themes(vectors, constraints=Constraints(themes, np.r_[before, np.full(80, NOWHERE)].astype(np.int32), np.full(800, FREE, np.int32)))
    assert adjusted_rand_score(full.theme, step) >= 0.95


def test_a_theme_is_born_of_what_fits_nowhere() -> None:
    vectors = planted(10, 30, 0.7)[0]
    before, placed, themes = place(vectors, 270)  # the tenth group is new
    assert set(before) == set(range(9))
    assert (placed.theme == themes).mean() >= 0.9


def test_too_few_are_no_new_theme() -> None:
    vectors = planted(10, 30, 0.7)[0][: 270 + LEAST_BORN - 1]
    _, placed, themes = place(vectors, 270)
    assert (placed.theme < themes).all()


def test_strangers_stay_outside() -> None:
    vectors = planted(10, 30, 0.7, far=20)[0]
    _, placed, _ = place(vectors, 300)
    assert (placed.theme == NOWHERE).mean() >= 0.9
    assert (placed.strength[placed.theme == NOWHERE] == 0).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_same_news_in_another_order_is_the_same_news(seed: int) -> None:
    vectors = shuffled(12, 30, 1.2, far=10)[0]
    old, order = 300, np.r_[np.arange(300), 300 + np.random.default_rng(seed).permutation(len(vectors) - 300)]
    one, other = place(vectors, old)[1], place(vectors[order], old)[1]
    where = dict(zip(one.rows.tolist(), one.theme.tolist(), strict=True))
    assert {int(order[row]): theme for row, theme in zip(other.rows.tolist(), other.theme.tolist(), strict=True)} == where


def test_what_lay_outside_beside_the_news_is_looked_at_again() -> None:
    vectors, truth = planted(9, 30, 0.7)
    rows = np.r_[np.arange(240), 240:243, 243:270]
    found = find_themes(vectors[:243])
    theme = np.r_[np.where(truth[:243] == 8, NOWHERE, found.theme), np.full(27, NOWHERE)].astype(np.int32)
    placed = place_rows(vectors[rows], theme, np.full(270, NOWHERE, np.int32), np.arange(270) >= 243, int(found.theme.max()) + 1, found.resolution, found.usual)
    assert {240, 241, 242} <= set(placed.rows[placed.theme != NOWHERE].tolist())
