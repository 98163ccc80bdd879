"""What an account pays a year, from what files have."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import RowError
from voc.sources.problems import Problems
from voc.sources.registry import KINDS, Defaults
from voc.sources.rows import SourceRow
from voc.sources.settling.cells import Settled
from voc.sources.settling.rows import read_row

ROWS: dict[str, dict[str, Any]] = {"accounts": {"account_id": "a1", "name": "Acme"}, "arr": {"account_id": "a1", "effective_on": "2026-01-01"}}
both = pytest.mark.parametrize("kind", ROWS)


def read(kind: str, **values: Any) -> tuple[Any, list[str]]:
    """The row's value or RowError, and the columns that were left out."""
    left_out, settled, row = Problems(), Settled(KINDS[kind]), ROWS[kind] | values
    settled.see(row)
    return read_row(SourceRow(1, "", row), settled, Defaults("USD", date(2026, 11, 1)), left_out.add), [problem.column for problem in left_out]


def arr(kind: str, **values: Any) -> Decimal | None:
    found, left_out = read(kind, **values)
    assert not isinstance(found, RowError), found
    assert not left_out
    return found.arr  # type: ignore[no-any-return]


@both
def test_twelve_times_the_mrr_is_the_arr_to_the_last_digit(kind: str) -> None:
    assert arr(kind, mrr="9990") == 119880
    assert arr(kind, mrr="$1,000.50") == Decimal("12006.00")
    assert arr(kind, mrr="833.333333333") == Decimal(10000)


@both
@pytest.mark.parametrize(
    ("interval", "yearly"),
    [
        *((word, 365) for word in ("day", "Daily", "per day", "days")),
        *((word, 52) for word in ("week", "weekly", "per week")),
        *((word, 12) for word in ("month", "Monthly", "per month", "/month", "/mo", "every month", "a month", "months")),
        *((word, 4) for word in ("quarter", "Quarterly", "per quarter")),
        *((word, 1) for word in ("year", "YEARLY", "annual", "Annually", "per annum", "p.a.", "per-year")),
    ],
)
def test_an_amount_with_its_interval_in_the_usual_words_is_so_much_a_year(kind: str, interval: str, yearly: int) -> None:
    assert arr(kind, amount="10", interval=interval) == 10 * yearly
    assert arr(kind, amount="10", interval=interval, interval_count="2", quantity="3") == Decimal(10 * yearly * 3) / 2


def test_a_tiered_price_is_unknown_and_so_is_a_row_that_tells_nothing() -> None:
    assert arr("accounts", amount="10", interval="month", billing_scheme="tiered") is None
    assert arr("accounts", amount="10", interval="month", billing_scheme="per_unit") == 120
    for nothing in ({}, {"arr": ""}, {"arr": "-"}, {"arr": "#N/A"}, {"mrr": "", "amount": ""}, {"interval": "month", "quantity": "3"}):
        assert arr("accounts", **nothing) is None


def test_a_change_needs_an_arr_and_says_why_it_has_none() -> None:
    for values, column in (({}, "arr"), ({"amount": "10", "interval": "fortnight"}, "interval"), ({"amount": "10"}, "amount"), ({"mrr": "lots"}, "mrr")):
        found, _ = read("arr", **values)
        assert isinstance(found, RowError)
        assert found.column == column


@both
def test_an_arr_beside_an_mrr_counts_and_the_two_may_not_contradict_each_other(kind: str) -> None:
    assert arr(kind, arr="120000", mrr="9990") == 120000
    assert arr(kind, arr="0", mrr="0") == 0
    found, _ = read(kind, arr="120,000.00", mrr="120,000.00")
    assert isinstance(found, RowError)
    assert "120,000" in found.reason and "1,440,000" in found.reason


@both
@pytest.mark.parametrize(
    "bad", [{"quantity": "some"}, {"quantity": "-1"}, {"interval_count": "0"}, {"interval": "fortnight"}, {"interval": ""}, {"amount": "x"}]
)
def test_an_amount_is_never_read_without_what_it_depends_on(kind: str, bad: dict[str, str]) -> None:
    values = {"amount": "10", "interval": "month", "quantity": "5"} | bad
    found, left_out = read(kind, **values)
    if kind == "arr":
        assert isinstance(found, RowError)
    else:
        assert found.arr is None
        assert left_out


def test_an_amount_that_does_not_count_names_no_currency_for_the_one_that_does() -> None:
    for values in ({"arr": "5", "amount": "€7"}, {"amount": "€7", "arr": "5"}):
        found, _ = read("accounts", **values)
        assert (found.arr, found.currency) == (5, "USD")
    found, _ = read("accounts", mrr="€7")
    assert (found.arr, found.currency) == (84, "EUR")


@given(st.decimals(0, 10**10, places=2), st.decimals("0.991", "1.009", places=4))
def test_what_is_rounded_contradicts_nothing(mrr: Decimal, off: Decimal) -> None:
    stated = (mrr * 12 * off).quantize(Decimal("0.01"))
    assert arr("accounts", arr=str(stated), mrr=str(mrr)) == stated or mrr < 1


def test_what_the_arr_was_made_of_stays_with_the_account() -> None:
    found, _ = read("accounts", mrr="100", plan="Pro")
    assert found.attributes == {"mrr": "100"}
