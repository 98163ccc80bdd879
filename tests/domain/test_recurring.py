from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.recurring import PER_YEAR, find_arr

amounts = st.decimals(0, 10**9, places=4)
counts = st.integers(1, 1_000).map(Decimal)
intervals = st.sampled_from(list(PER_YEAR))


@pytest.mark.parametrize(
    ("amount", "interval", "count", "quantity", "arr"),
    [("10", "day", 1, 1, 3650), ("10", "week", 2, 1, 260), ("49.90", "month", 1, 3, "1796.4"), ("300", "quarter", 1, 1, 1200), ("999", "year", 3, 2, 666)],
)  # fmt: skip
def test_an_amount_at_an_interval_is_so_much_a_year(amount: str, interval: str, count: int, quantity: int, arr: str) -> None:
    assert find_arr(Decimal(amount), interval, Decimal(count), Decimal(quantity)) == Decimal(arr)


@given(amounts, intervals, counts, counts)
def test_many_of_one_thing_cost_what_each_costs_times_their_number(amount: Decimal, interval: str, count: Decimal, quantity: Decimal) -> None:
    assert find_arr(amount, interval, count, quantity) == pytest.approx(find_arr(amount, interval, count) * quantity, rel=Decimal("1e-20"))


@given(amounts, counts)
def test_twelve_months_and_four_quarters_are_a_year(amount: Decimal, quantity: Decimal) -> None:
    year = find_arr(amount, "year", quantity=quantity)
    assert year == amount * quantity
    assert abs(find_arr(amount, "month", Decimal(12), quantity) - year) <= year * Decimal("1e-25")
    assert abs(find_arr(amount, "quarter", Decimal(4), quantity) - year) <= year * Decimal("1e-25")


@given(amounts, amounts, intervals, counts)
def test_more_is_never_less_and_nothing_is_nothing(one: Decimal, more: Decimal, interval: str, count: Decimal) -> None:
    assert find_arr(one + more, interval, count) >= find_arr(one, interval, count) >= 0
    assert find_arr(Decimal(0), interval, count) == 0
