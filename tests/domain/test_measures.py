import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.measures import area_interval, area_under_curve, difference_interval, lift_of_top, newcombe_interval, wilson_interval

cases = st.lists(st.tuples(st.integers(0, 6).map(float), st.booleans()), min_size=2, max_size=40)


@given(cases)
def test_the_area_is_the_share_of_pairs_in_the_right_order_with_ties_for_half(rows: list[tuple[float, bool]]) -> None:
    bad, good = [s for s, o in rows if o], [s for s, o in rows if not o]
    found = area_under_curve([s for s, _ in rows], [o for _, o in rows])
    if not bad or not good:
        assert found is None
    else:
        assert found == pytest.approx(sum((b > g) + (b == g) / 2 for b in bad for g in good) / (len(bad) * len(good)))


@given(cases)
def test_turning_the_scores_round_turns_the_area_round(rows: list[tuple[float, bool]]) -> None:
    outcomes = [o for _, o in rows]
    area, turned = area_under_curve([s for s, _ in rows], outcomes), area_under_curve([-s for s, _ in rows], outcomes)
    assert area is None or turned == pytest.approx(1 - area)


def test_a_weight_of_two_is_the_case_twice() -> None:
    assert area_under_curve([1, 2, 3], [False, True, False], [1, 1, 2]) == area_under_curve([1, 2, 3, 3], [False, True, False, False])


def test_the_interval_is_of_whole_accounts_and_holds_the_area() -> None:
    chance = random.Random(3)
    outcomes = [chance.random() < 0.3 for _ in range(200)]
    scores = [o + chance.gauss(0, 1) for o in outcomes]
    area = area_under_curve(scores, outcomes)
    many, few = area_interval(scores, outcomes, range(200)), area_interval(scores * 5, outcomes * 5, [n % 200 for n in range(1000)])
    assert area is not None
    assert many is not None
    assert few is not None
    assert many[0] < area < many[1]
    assert few == pytest.approx(many), "cases of the same account are no new evidence"
    same = difference_interval(scores, scores, outcomes, range(200))
    assert same == (0, 0)


def test_without_both_outcomes_no_interval_is_claimed() -> None:
    assert area_interval([1, 2], [False, False], [1, 2]) is None


def test_the_lift_is_how_much_likelier_the_outcome_is_at_the_top() -> None:
    assert lift_of_top([float(n) for n in range(100)], [n >= 90 for n in range(100)]) == pytest.approx(10)
    assert lift_of_top([0.0] * 100, [n >= 90 for n in range(100)]) == pytest.approx(1), "a score that tells nothing"
    assert lift_of_top([1.0, 2.0], [False, False]) is None


@given(cases, st.randoms())
def test_the_lift_does_not_depend_on_the_order(rows: list[tuple[float, bool]], chance: random.Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert lift_of_top([s for s, _ in rows], [o for _, o in rows], 0.3) == pytest.approx(lift_of_top([s for s, _ in mixed], [o for _, o in mixed], 0.3))


def test_wilsons_interval_is_the_textbooks() -> None:
    assert wilson_interval(81 / 263, 263, 0.95) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I
    assert wilson_interval(0.0, 20, 0.95) == pytest.approx((0.0, 0.1611), abs=1e-4)


def test_newcombes_interval_is_that_of_his_own_example() -> None:
    # Newcombe 1998, table II: 56/70 less 48/80, method 10.
    assert newcombe_interval(56 / 70, 70, 48 / 80, 80, 0.95) == pytest.approx((0.0524, 0.3339), abs=1e-4)
