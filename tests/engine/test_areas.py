import numpy as np

from tests.engine.planted import unit
from voc.engine.areas import FEWEST_THEMES, MOST_AREAS, find_areas
from voc.engine.vectors import NOWHERE


def test_themes_that_are_near_each_other_share_an_area() -> None:
    random = np.random.default_rng(4)
    middles = unit(random.normal(size=(4, 32)))
    centres = unit(np.repeat(middles, 5, axis=0) + 0.08 * random.normal(size=(20, 32)))
    area = find_areas(centres)
    assert all(len(set(area[5 * n : 5 * n + 5])) == 1 for n in range(4))
    assert len(set(area)) == 4


def test_a_handful_of_themes_needs_no_headings() -> None:
    assert (find_areas(unit(np.eye(FEWEST_THEMES - 1) + 0.01)) == NOWHERE).all()


def test_there_are_never_more_areas_than_a_reader_takes_in() -> None:
    assert len(set(find_areas(unit(np.random.default_rng(0).normal(size=(120, 64)))))) <= MOST_AREAS
