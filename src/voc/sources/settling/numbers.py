"""Numbers and amounts in any usual form, made plain decimals. Which of point and comma parts the decimals is settled over the whole column."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import get_currency_symbol

from voc.errors import RowError
from voc.sources.fields import list_codes

_NOTHING = frozenset(("", "-", "–", "—", *"#n/a n/a na #value! #ref! #div/0! null none nil nan unknown tbd ? n.a. k.a.".split()))
_SCALES = {"k": 3, "tsd": 3, "m": 6, "mio": 6, "mn": 6, "mm": 6, "b": 9, "bn": 9, "mrd": 9}
_SIGN = r"[^\s0-9.,'’+\-()%]{1,4}"
_PARTS = re.compile(
    rf"(?P<sign>[+-]?)\s?(?P<before>{_SIGN}|[A-Z]{{2}} ?\$)?\s?(?P<inner>[+-]?)(?P<digits>[0-9](?:[0-9.,]*[0-9])?|[.,][0-9]+)"
    rf"(?:[eE](?P<power>[+-]?[0-9]{{1,2}}))?\s?(?P<scale>k|tsd\.?|mio\.?|mm|mn|m|bn|b|mrd\.?)?\s?(?P<after>{_SIGN})?(?:/ ?(?:yr|year|jahr|an|año)|[.,]-)?",
    re.IGNORECASE,
)
_GAPS = re.compile("(?<=[0-9])[ \u00a0\u202f\u2009'\u2019](?=[0-9]{3}(?![0-9]))")
_ONE_GROUP = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was written: its `value`, and the `currency` (ISO 4217) that its sign or code tells; `sign`, where a sign is several currencies'."""

    value: Decimal
    currency: str | None = None
    sign: str | None = None
    is_scaled: bool = False  # the cell itself says thousands or millions


@dataclass(slots=True)
class NumberColumn:
    """What the cells of a column tell about its marks: a cell in which the point parts the decimals, one in which the comma does, one that says neither."""

    point: str | None = None
    comma: str | None = None
    open: str | None = None

    def see(self, cell: str) -> None:
        """Take one cell into account."""
        found = _PARTS.fullmatch(_unwrap(cell)[0])
        mark = _decimal_mark(found["digits"]) if found else None
        if mark == ".":
            self.point = self.point or cell
        elif mark == ",":
            self.comma = self.comma or cell
        elif mark == "?":
            self.open = self.open or cell

    @property
    def mark(self) -> str | None:
        """The mark before the decimals; None where no cell tells, or they differ."""
        if bool(self.point) == bool(self.comma):
            return None
        return "." if self.point else ","


def read_amount(cell: str, column: str, mark: str | None = None, *, is_money: bool = True) -> Amount | None:
    """The cell's number; None where it says that there is none ("-", "#N/A"). Raises RowError where it is no number, or two and no mark is told.

    Nobody writes money with three decimals behind a comma: "1,250" is 1250 unless the column's commas part decimals; "1.250" may come from a program. Other
    numbers have as many decimals as they like: "1.085" is a rate, "1,085" is refused.
    """
    bare, is_negative = _unwrap(cell)
    if bare.lower() in _NOTHING:
        return None
    found = _PARTS.fullmatch(bare)
    if found is None:
        raise RowError(column, f"{cell[:60]!r} is not a number")
    digits = found["digits"]
    told = _decimal_mark(digits)
    if told == "?":
        if mark is None and is_money == ("," in digits):
            mark = "."
        if mark is None:
            whole, parted = digits.replace(".", "").replace(",", ""), digits.replace(",", ".")
            raise RowError(column, f"{cell[:60]!r} is {whole} or {parted}: no other cell of the column tells; write it without the mark, or with two decimals")
        told = mark
    whole, _, decimals = digits.rpartition(told) if told and told in digits else (digits, "", "")
    groups = re.split("[.,]", whole or "0")
    if len(groups) > 1 and not (len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups[1:])):
        raise RowError(column, f"{cell[:60]!r} is not a number")
    plain = "".join(groups) + (f".{decimals}" if decimals else "")
    after, scale = found["after"], (found["scale"] or "").lower().rstrip(".")
    if after and len(after) == 4 and after[0] in "tT" and after[1:].upper() in list_codes():  # TEUR
        after, scale = after[1:], "tsd"
    value = Decimal(plain).scaleb(int(found["power"] or 0) + _SCALES.get(scale, 0))
    if is_negative != ("-" in (found["sign"], found["inner"])):
        value = -value
    for sign in (found["before"], after):
        if sign:
            code = currency_of(sign)
            if code is None and sign not in _signs():
                raise RowError(column, f"{cell[:60]!r} is not a number")
            return Amount(value, code, None if code else sign, bool(scale))
    return Amount(value, is_scaled=bool(scale))


def _unwrap(cell: str) -> tuple[str, bool]:
    """Without spaces and the brackets of a negative amount."""
    bare = _GAPS.sub("", " ".join(cell.split()))
    if bare.startswith("(") and bare.endswith(")"):
        return bare[1:-1].strip(), True
    return bare, False


def _decimal_mark(digits: str) -> str | None:
    """The mark before the decimals of these digits; None where all marks part groups or there is none; "?" where it could be either."""
    marks = {mark: digits.count(mark) for mark in ".," if mark in digits}
    if len(marks) == 2:
        last = max(marks, key=digits.rindex)
        return last if marks[last] == 1 else None
    if not marks:
        return None
    mark, count = next(iter(marks.items()))
    if count > 1:
        return "," if mark == "." else "."  # its groups tell that the other one parts the decimals
    return "?" if _ONE_GROUP.fullmatch(digits) else mark


def currency_of(sign: str) -> str | None:
    """The currency (ISO 4217) that a code or a sign names; None where it names none, or a sign is several currencies'."""
    code = sign.upper().replace(" ", "")
    if code in list_codes():
        return code
    found = _signs().get(sign) or _signs().get(code)
    return found if found and len(found) == 3 else None


@cache
def _signs() -> dict[str, str]:
    """A currency's sign -> its code; "" for a sign of several."""
    known: dict[str, str] = {}
    for code in sorted(list_codes()):
        for language in ("en", "de", "sv", "pl"):
            sign = get_currency_symbol(code, locale=language)
            if sign != code:
                known[sign] = code if known.get(sign, code) == code else ""
    for code, sign in (("USD", "US$"), ("EUR", "€"), ("GBP", "£"), ("INR", "₹"), ("CHF", "Fr."), ("BRL", "R$"), ("CAD", "C$"), ("CAD", "CA$"), ("AUD", "A$")):
        known[sign] = code
    return known | {"$": "", "¥": "", "kr": ""}
