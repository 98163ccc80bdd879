"""Money is a Decimal with a currency; rates are dated."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, to the cent, in an ISO 4217 currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class FxRate:
    """`rate` units of the reporting currency buy one unit of `currency`, from `as_of` on."""

    currency: str
    as_of: date
    rate: Decimal


def to_cents(amount: Decimal) -> Decimal:
    """Rounded to the cent, half to even."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


class FxTable:
    """Dated rates into one reporting currency."""

    def __init__(self, reporting: str, rates: Iterable[FxRate] = ()) -> None:
        self.reporting = reporting
        self._days: dict[str, list[date]] = {}
        self._rates: dict[str, list[Decimal]] = {}
        for row in sorted(rates, key=lambda r: (r.currency, r.as_of)):
            self._days.setdefault(row.currency, []).append(row.as_of)
            self._rates.setdefault(row.currency, []).append(row.rate)

    @property
    def contents(self) -> tuple[object, ...]:
        """All that the table knows, in one order."""
        return self.reporting, sorted(self._days.items()), sorted(self._rates.items())

    def convert(self, amount: Decimal | None, currency: str, on: date) -> Decimal | None:
        """`amount` in the reporting currency, to the cent, at the latest rate not after `on` (the first known one where all are later).

        None where the amount is unknown or no rate of the currency is known: an unknown amount is never 0.
        """
        if amount is None:
            return None
        if currency == self.reporting:
            return to_cents(amount)
        days = self._days.get(currency)
        if not days:
            return None
        return to_cents(amount * self._rates[currency][max(0, bisect_right(days, on) - 1)])
