import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.forecasts import auc, brier, calibration_error, reliability

ROWS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.77, 1.0]), st.booleans()), min_size=1, max_size=40)


@given(ROWS)
def test_the_auc_is_the_share_of_pairs_in_the_right_order(rows: list[tuple[float, bool]]) -> None:
    said, came = [p for p, _ in rows], [c for _, c in rows]
    pairs = [(p > q) + (p == q) / 2 for p, c in rows if c for q, d in rows if not d]
    found = auc(said, came)
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


@given(ROWS)
def test_every_forecast_stands_in_one_bin(rows: list[tuple[float, bool]]) -> None:
    bins = reliability([p for p, _ in rows], [c for _, c in rows])
    assert sum(b.count for b in bins) == len(rows)
    assert all(b.low - 1e-9 <= b.said <= b.high + 1e-9 for b in bins)
    assert sum(b.count * b.came for b in bins) == pytest.approx(sum(c for _, c in rows))


def test_forecasts_that_come_true_as_often_as_they_say_have_no_error() -> None:
    assert calibration_error([0.25] * 4, [True, False, False, False]) == 0
    assert calibration_error([0.75] * 4, [True, False, False, False]) == 0.5


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier([1.0, 0.5, 0.0], [True, True, True]) == pytest.approx((0 + 0.25 + 1) / 3)
