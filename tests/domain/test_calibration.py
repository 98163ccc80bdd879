from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.calibration import AS_SHIPPED, ENOUGH, calibrate, sigmoid


def past(rows: int, slope: float, intercept: float, seed: int = 7) -> tuple[list[float], list[bool]]:
    """Logits, and what came where the truth is so much flatter and lower."""
    random = Random(seed)
    logits = [random.uniform(-4, 4) for _ in range(rows)]
    return logits, [random.random() < sigmoid(intercept + slope * x) for x in logits]


def test_with_too_few_outcomes_of_either_sort_nothing_is_moved() -> None:
    assert calibrate([0.0] * 500, [True] * (ENOUGH - 1) + [False] * (501 - ENOUGH)) is AS_SHIPPED
    assert calibrate([0.0] * 500, [True] * ENOUGH + [False] * (500 - ENOUGH)) is not AS_SHIPPED
    assert AS_SHIPPED.apply(1.5) == sigmoid(1.5)


def test_forecasts_that_were_too_sure_and_too_high_are_put_right_the_more_the_more_is_known() -> None:
    few, many = calibrate(*past(120, 0.4, -1.0)), calibrate(*past(6_000, 0.4, -1.0))
    assert 1 > few.slope > many.slope == pytest.approx(0.4, abs=0.08)
    assert 0 > few.intercept > many.intercept == pytest.approx(-1.0, abs=0.15)
    assert (few.outcomes, many.outcomes) == (120, 6_000)


def test_forecasts_that_were_right_stay() -> None:
    found = calibrate(*past(4_000, 1.0, 0.0))
    assert (found.slope, found.intercept) == (pytest.approx(1, abs=0.07), pytest.approx(0, abs=0.12))


def test_outcomes_that_weigh_less_move_less() -> None:
    rows = past(600, 0.4, -1.0)
    assert calibrate(*rows, weight=1 / 3).slope > calibrate(*rows).slope


@given(st.randoms(), st.integers(50, 200))
def test_the_order_of_the_outcomes_is_nothing(random: Random, count: int) -> None:
    logits, came = past(count, 0.7, 0.5, count)
    order = random.sample(range(count), count)
    assert calibrate([logits[i] for i in order], [came[i] for i in order]) == calibrate(logits, came)


@given(st.integers(0, 200), st.floats(-8, 8), st.floats(0.01, 3))
def test_what_was_likelier_stays_likelier(seed: int, logit: float, more: float) -> None:
    found = calibrate(*past(150, -1.0, 0.0, seed))  # a past that says the opposite
    assert found.apply(logit + more) > found.apply(logit)
