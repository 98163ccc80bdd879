import numpy as np
import pytest

from voc.engine.nearest import find_nearest
from voc.engine.vectors import unit


def test_the_nearest_come_first() -> None:
    made = np.random.default_rng(7)
    vectors, asked = unit(made.normal(size=(50, 8))), unit(made.normal(size=8))
    found = find_nearest(vectors, asked, 5)
    cosines = vectors @ asked
    assert [row for row, _ in found] == list(np.argsort(-cosines)[:5])
    assert [cosine for _, cosine in found] == pytest.approx(sorted(cosines, reverse=True)[:5])


def test_ties_are_in_the_order_of_the_rows_and_fewer_rows_are_all_found() -> None:
    same = np.ones((4, 1), np.float32)
    assert [row for row, _ in find_nearest(same, np.ones(1, np.float32), 10)] == [0, 1, 2, 3]
