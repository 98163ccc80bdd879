from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import RowError
from voc.sources.settling.numbers import NumberColumn, read_amount


@pytest.mark.parametrize(
    ("cell", "value", "currency"),
    [
        ("1,250,000", "1250000", None), ("1.250.000", "1250000", None), ("1,250,000.50", "1250000.50", None), ("1.250,00 EUR", "1250", "EUR"),
        ("€ 1.250,00", "1250", "EUR"), ("$1.2M", "1200000", None), ("120k", "120000", None), ("USD 120,000.00", "120000", "USD"),
        ("120,000.00 usd", "120000", "USD"), ("($500.00)", "-500", None), ("12,50,000", "1250000", None), ("1'250.50", "1250.50", None),
        ("1 250,00", "1250", None),
        ("CHF 1'200.-", "1200", "CHF"), ("R$ 1.000,00", "1000", "BRL"), ("US$ 1,200", "1200", "USD"), ("1.5E+05", "150000", None), ("0.5", "0.5", None),
        ("3,5 Mio", "3500000", None), ("-5", "-5", None), ("-$5", "-5", None), ("$-5", "-5", None), ("120,000/year", "120000", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_its_many_forms(cell: str, value: str, currency: str | None) -> None:
    amount = read_amount(cell, "arr")
    assert amount is not None
    assert (amount.value, amount.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("cell", ["", "-", "#N/A", "n/a", "NULL", "–"])
def test_a_cell_may_say_that_there_is_no_number(cell: str) -> None:
    assert read_amount(cell, "arr") is None


@pytest.mark.parametrize("cell", ["abc", "15%", "1..2", "5 apples", "$", "1-2", "12.500"])
def test_what_is_no_number_or_two_is_refused(cell: str) -> None:
    with pytest.raises(RowError):
        read_amount(cell, "arr")


def test_two_readings_are_told() -> None:
    with pytest.raises(RowError, match=r"'12.500' is 12500 or 12.500"):
        read_amount("12.500", "arr")


def column(*cells: str) -> NumberColumn:
    seen = NumberColumn()
    for cell in cells:
        seen.see(cell)
    return seen


def test_one_cell_settles_the_marks_of_its_column() -> None:
    assert column("12.500", "1.250.000,00").mark == ","
    assert column("12.500", "0.75").mark == "."
    assert column("12.500", "1,5", "0.75").mark is None
    assert read_amount("12.500", "arr", ",").value == 12_500  # type: ignore[union-attr]
    assert read_amount("12.500", "arr", ".").value == Decimal("12.5")  # type: ignore[union-attr]


def test_a_plain_number_has_as_many_decimals_as_it_likes() -> None:
    assert read_amount("1.085", "rate", is_money=False).value == Decimal("1.085")  # type: ignore[union-attr]
    with pytest.raises(RowError, match="1085 or"):
        read_amount("1,085", "rate", is_money=False)


@given(st.decimals(0, 10**9, places=2), st.sampled_from([("{:,.2f}", str), ("{:,.2f}", lambda s: s.translate({44: 46, 46: 44})), ("{:.2f}", str)]))
def test_every_amount_is_read_as_it_was_written(value: Decimal, form: tuple[str, object]) -> None:
    amount = read_amount(form[1](form[0].format(value)), "arr")  # type: ignore[operator]
    assert amount is not None
    assert amount.value == value


@given(st.text(max_size=30))
def test_any_cell_is_an_amount_or_refused(cell: str) -> None:
    column(cell)
    try:
        read_amount(cell, "arr")
    except RowError as error:
        assert "\n" not in str(error)
