"""Before and after: ratios of ratios and differences in differences, with intervals that keep their promise."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.before_after import Counts, Sentiments, compare_sentiment, ratio_of_ratios, student

counts = st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=20)
moods = st.floats(-1, 1)
sentiments = st.lists(st.tuples(st.lists(moods, max_size=4), st.lists(moods, max_size=4)), max_size=15)


def test_the_ratio_is_how_many_times_as_often_as_before_against_all_else() -> None:
    found = ratio_of_ratios([(10, 5, 100, 100)] * 20)
    assert found.estimate == pytest.approx(0.5, rel=0.01)
    assert ratio_of_ratios([(10, 5, 100, 50)] * 20).estimate == pytest.approx(1.0, rel=0.01)


@given(counts, st.randoms())
def test_a_ratio_lies_in_its_interval_and_no_order_moves_it(rows: list[Counts], random: Random) -> None:
    found = ratio_of_ratios(rows)
    assert 0 < found.low < found.estimate < found.high < math.inf
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = ratio_of_ratios(shuffled)
    assert (again.low, again.high) == (pytest.approx(found.low), pytest.approx(found.high))


@given(counts)
def test_told_backwards_a_ratio_is_its_inverse(rows: list[Counts]) -> None:
    there, back = ratio_of_ratios(rows), ratio_of_ratios([(after, before, rest_after, rest_before) for before, after, rest_before, rest_after in rows])
    assert there.estimate * back.estimate == pytest.approx(1)
    assert there.low * back.high == pytest.approx(1)


def test_one_loud_account_makes_the_interval_wide() -> None:
    even, loud = ratio_of_ratios([(4, 2, 9, 9)] * 10), ratio_of_ratios([(40, 2, 9, 9), *[(0, 2, 9, 9)] * 9])
    assert even.estimate == loud.estimate
    assert even.high < 1 < loud.high


def test_where_nothing_changed_a_change_is_seldom_claimed() -> None:
    random, claimed = Random(7), 0
    for _ in range(400):
        rates = [random.expovariate(0.5) for _ in range(40)]
        rows = [tuple(sum(random.random() < rate / 20 for _ in range(20)) for rate in (r, r, 3, 3)) for r in rates]
        found = ratio_of_ratios(rows)  # type: ignore[arg-type]
        claimed += found.high < 1 or found.low > 1
    assert claimed <= 400 * 0.08


@given(sentiments, sentiments)
def test_a_rise_of_all_alike_is_no_difference_and_the_groups_are_each_others_mirror(first: list[Sentiments], second: list[Sentiments]) -> None:
    found, mirrored = compare_sentiment(first, second), compare_sentiment(second, first)
    assert (found is None) == (mirrored is None) == (min(sum(bool(b and a) for b, a in some) for some in (first, second)) < 5)
    if found is not None and mirrored is not None:
        assert found.difference.low <= found.difference.estimate <= found.difference.high
        assert found.difference.estimate == pytest.approx(-mirrored.difference.estimate, abs=1e-9)
        rises = [change.after - change.before for change in (found.of_askers, found.of_others)]
        assert found.difference.estimate == pytest.approx(rises[0] - rises[1], abs=1e-9)
        lifted = compare_sentiment(*[[(list(b), [x + 0.5 for x in a]) for b, a in some] for some in (first, second)])
        assert lifted is not None
        assert lifted.difference.estimate == pytest.approx(found.difference.estimate, abs=1e-9)


def test_an_account_weighs_the_same_however_much_it_said() -> None:
    loud = compare_sentiment([([-1.0] * 50, [1.0] * 50), *[([0.0], [0.0])] * 4], [([0.0], [0.0])] * 6)
    assert loud is not None
    assert loud.difference.estimate == pytest.approx(0.4)
    assert (loud.askers, loud.others) == (5, 6)


@pytest.mark.parametrize(("freedom", "point"), [(4, 2.776), (5, 2.571), (10, 2.228), (30, 2.042), (1e9, 1.960)])
def test_students_points_are_those_of_the_tables(freedom: float, point: float) -> None:
    assert student(freedom) == pytest.approx(point, rel=0.003)
