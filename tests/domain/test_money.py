from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from voc.domain.money import FxRate, FxTable, to_cents

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
rates = st.decimals(min_value="0.0001", max_value=10_000, places=6)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
DAY = date(2026, 3, 1)
EURO = [FxRate("EUR", DAY, Decimal("1.1")), FxRate("EUR", DAY + timedelta(days=10), Decimal("1.3"))]


@given(amounts)
def test_rounding_moves_an_amount_by_half_a_cent_at_most_and_only_once(amount: Decimal) -> None:
    cents = to_cents(amount)
    assert abs(cents - amount) <= Decimal("0.005")
    assert to_cents(cents) == cents
    assert cents.as_tuple().exponent == -2


def test_half_cents_go_to_the_even_side() -> None:
    assert [to_cents(Decimal(a)) for a in ("0.005", "0.015", "-0.025")] == [Decimal("0.00"), Decimal("0.02"), Decimal("-0.02")]


@given(amounts, days)
def test_the_reporting_currency_needs_no_rate(amount: Decimal, day: date) -> None:
    assert FxTable("USD").convert(amount, "USD", day) == to_cents(amount)


@given(amounts, days)
def test_an_amount_in_a_currency_without_a_rate_is_unknown_and_never_nothing(amount: Decimal, day: date) -> None:
    assert FxTable("USD", EURO).convert(amount, "CHF", day) is None


def test_the_rate_of_the_day_counts_from_its_own_day_on() -> None:
    table = FxTable("USD", reversed(EURO))
    on = {offset: table.convert(Decimal(100), "EUR", DAY + timedelta(days=offset)) for offset in (-400, 0, 9, 10, 4000)}
    assert on == {-400: Decimal("110.00"), 0: Decimal("110.00"), 9: Decimal("110.00"), 10: Decimal("130.00"), 4000: Decimal("130.00")}


@given(st.lists(st.tuples(days, rates), min_size=1, max_size=8, unique_by=lambda pair: pair[0]), days, amounts, st.randoms())
def test_the_latest_rate_not_after_the_day_counts_in_whatever_order_they_came(
    known: list[tuple[date, Decimal]], day: date, amount: Decimal, random: Random
) -> None:
    past = [pair for pair in known if pair[0] <= day]
    expected = max(past)[1] if past else min(known)[1]
    shuffled = list(known)
    random.shuffle(shuffled)
    assert FxTable("USD", (FxRate("EUR", *pair) for pair in shuffled)).convert(amount, "EUR", day) == to_cents(amount * expected)


@given(amounts, rates)
def test_conversion_is_exact_to_the_cent(amount: Decimal, rate: Decimal) -> None:
    converted = FxTable("USD", [FxRate("EUR", DAY, rate)]).convert(amount, "EUR", DAY)
    assert converted is not None
    assert abs(converted - amount * rate) <= Decimal("0.005")
