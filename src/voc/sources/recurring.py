"""An account's ARR as files tell it: as such, by the month, or as an amount with its interval."""

import re
from decimal import Decimal

from voc.domain.recurring import find_arr
from voc.errors import RowError
from voc.sources.fields import Raw, shown, slug, text
from voc.sources.numbers import MONEY_LIMIT, number, optional_money, read_money, round_stored

INSTEAD = ("mrr", "amount")  # either may stand for `arr`
BOUND = {"interval": "amount", "interval_count": "amount", "quantity": "amount"}  # what an amount says another thing without
FIELDS = (*INSTEAD, *BOUND, "billing_scheme")

_APART, _CENTS = Decimal("0.01"), Decimal("0.12")  # of the larger of two figures, and beside it: what rounding cannot explain
_TIERED = frozenset(("tiered", "volume", "stairstep", "graduated"))  # a price that no single amount tells
_BEFORE = re.compile(r"^(?:/_?|(?:per|a|an|each|every|billed|paid|once_an?)_)+")
_WORDS = {
    "day": "day days daily d",
    "week": "week weeks weekly w wk",
    "month": "month months monthly mo mth m",
    "quarter": "quarter quarters quarterly q qtr",
    "year": "year years yearly annual annually annum p.a. pa y yr",
}
_INTERVALS = {word: interval for interval, words in _WORDS.items() for word in words.split()}


def read_arr(raw: Raw, currency: str) -> Decimal | None:
    """The row's ARR: `arr`, else twelve times `mrr`, else `amount` by its interval; None where the row tells none, or its price is in tiers.

    Raises RowError, also where `arr` and `mrr` contradict each other: which is wrong, nobody can say but who made the file.
    """
    arr, mrr = optional_money(raw, "arr", currency), read_money(raw, "mrr", currency)
    by_month = None if mrr is None else _round(find_arr(mrr, "month"), "mrr", raw)
    if arr is not None and by_month is not None and abs(arr - by_month) > _APART * max(arr, by_month) + _CENTS:
        raise RowError("", f"arr is {arr:,f} but mrr {mrr:,f} makes {by_month:,f} a year: leave out the wrong one")
    if arr is not None or by_month is not None:
        return by_month if arr is None else arr
    return _arr_of_amount(raw, currency)


def _arr_of_amount(raw: Raw, currency: str) -> Decimal | None:
    amount = read_money(raw, "amount", currency)
    if amount is None or slug(text(raw, "billing_scheme") or "") in _TIERED:
        return None
    interval = _read_interval(raw)
    if interval is None:
        raise RowError("amount", "has no interval such as month or year beside it")
    count, quantity = number(raw, "interval_count"), number(raw, "quantity")
    if count is not None and count <= 0:
        raise RowError("interval_count", f"is {count:f}; expected a number above 0")
    if quantity is not None and quantity < 0:
        raise RowError("quantity", f"is {quantity:f}; expected 0 or more")
    return _round(find_arr(amount, interval, *(Decimal(1) if one is None else one for one in (count, quantity))), "amount", raw)


def _read_interval(raw: Raw) -> str | None:
    """One of PER_YEAR, however it is worded: Monthly, per month, /mo."""
    value = text(raw, "interval")
    if value is None:
        return None
    found = _INTERVALS.get(_BEFORE.sub("", slug(value)))
    if found is None:
        raise RowError("interval", f"is {shown(value)}; expected one of: {', '.join(_WORDS)}")
    return found


def _round(arr: Decimal, column: str, raw: Raw) -> Decimal:
    if arr >= MONEY_LIMIT:
        raise RowError(column, f"{shown(str(raw.get(column)))} makes an absurdly large ARR; expected less than 1,000,000,000,000")
    return round_stored(arr)
