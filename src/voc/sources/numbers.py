"""Numbers as people and spreadsheets write them, read only where they can mean one thing."""

import math
import re
from decimal import Context, Decimal, InvalidOperation

from babel.numbers import get_currency_symbol

from voc.errors import RowError
from voc.sources.fields import Raw, required, shown, text

MONEY_LIMIT = Decimal(10) ** 12
_RATE_RANGE = (Decimal("1e-9"), Decimal("1e9"))
_NUMBER_LIMIT = Decimal(10) ** 15

_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_GAPS = re.compile("(?<=[0-9])[ \u00a0\u202f\u2009'\u2019](?=[0-9]{3}(?![0-9]))")
_COMMA_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_DOT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]*)?")
_COMMA_POINT = re.compile(r"[+-]?[0-9]+,[0-9]+")
_SYMBOL = re.compile(r"([+-]?)([^\s0-9.,'+\-()]{1,4})\s?(?=[0-9.])")


def money(raw: Raw, column: str, currency: str) -> Decimal:
    """A required amount from 0 to below a million million, to four places; `$`, `€`, ... in front must be the currency's own sign."""
    return required(optional_money(raw, column, currency), column)


def optional_money(raw: Raw, column: str, currency: str) -> Decimal | None:
    """`money` that may be empty."""
    amount = read_money(raw, column, currency)
    return None if amount is None else round_stored(amount)


def read_money(raw: Raw, column: str, currency: str) -> Decimal | None:
    """`money` that may be empty, to its last digit: what is multiplied is rounded afterwards."""
    value = text(raw, column)
    if value is None:
        return None
    if sign := _SYMBOL.match(value):
        symbol = get_currency_symbol(currency, locale="en")
        if not symbol.endswith(sign[2]) and sign[2].upper() not in (currency, currency[:2] + symbol):
            raise RowError(column, f"{shown(value)} bears {sign[2]} but the row's currency is {currency}: set its currency column")
        value = sign[1] + value[sign.end() :]
    amount = _read(value, column, money=True)
    if amount < 0:
        raise RowError(column, f"{shown(value)} is negative; expected 0 or more")
    if amount >= MONEY_LIMIT:
        raise RowError(column, f"{shown(value)} is absurdly large; expected less than 1,000,000,000,000")
    return amount


def bears_sign(raw: Raw, column: str) -> bool:
    """Whether the amount stands behind a currency's sign."""
    return bool(_SYMBOL.match(text(raw, column) or ""))


def rate(raw: Raw, column: str) -> Decimal:
    """A required exchange rate, above 0."""
    value = required(text(raw, column), column)
    found = _read(value, column)
    if not _RATE_RANGE[0] <= found <= _RATE_RANGE[1]:
        raise RowError(column, f"{shown(value)} is not a rate; expected a number above 0 and at most 1e9")
    return Context(prec=20).plus(found)


def number(raw: Raw, column: str) -> Decimal | None:
    """Any finite number within a million billion of 0, to its last digit; true and false are 1 and 0."""
    value = text(raw, column)
    if value is None:
        return None
    if value.lower() in ("true", "false"):
        return Decimal(value.lower() == "true")
    found = _read(value, column)
    if abs(found) >= _NUMBER_LIMIT:
        raise RowError(column, f"{shown(value)} is absurdly large")
    return found


def round_stored(amount: Decimal) -> Decimal:
    """To the four places that the database keeps; two where that loses nothing."""
    rounded = amount.quantize(Decimal("0.0001"))
    return cents if (cents := rounded.quantize(Decimal("0.01"))) == rounded else rounded


def _read(value: str, column: str, *, money: bool = False) -> Decimal:
    value = _GAPS.sub("", value.strip())
    if _PLAIN.fullmatch(value):
        digits = value
    elif _COMMA_GROUPS.fullmatch(value):
        if not money and value.count(",") == 1 and "." not in value:
            raise RowError(column, f"{shown(value)} can be read in two ways; write it without a comma, with a point before the decimals")
        digits = value.replace(",", "")
    elif _DOT_GROUPS.fullmatch(value):
        digits = value.replace(".", "").replace(",", ".")
    elif _COMMA_POINT.fullmatch(value):
        digits = value.replace(",", ".")
    else:
        raise RowError(column, f"{shown(value)} is not a number")
    try:
        found = Decimal(digits)
    except InvalidOperation:
        raise RowError(column, f"{shown(value)} is not a number") from None
    if not math.isfinite(float(found)):
        raise RowError(column, f"{shown(value)} is not a finite number")
    return found
