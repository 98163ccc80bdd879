"""What a column's name says of its amounts: `ARR (k€)`, `Betrag in TEUR`, `MRR [USD]`."""

import re
from dataclasses import dataclass

from voc.sources.settling.numbers import currency_of

_UNIT = re.compile(r"[(\[](?P<inside>[^()\[\]]{1,20})[)\]]\s*$|\bin (?P<behind>[^()\[\]]{1,20})$", re.IGNORECASE)
_SCALES = {
    3: re.compile(r"k|t|tsd\.?|tausend|thousands?|milliers|miles|['’]?000s?", re.IGNORECASE),
    6: re.compile(r"m|mio\.?|mn|mm|millions?|millionen|millones", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """`power` of ten by which each amount of the column is multiplied; `currency` (ISO 4217) where the name tells one."""

    power: int = 0
    currency: str | None = None


def read_unit(name: str) -> Unit:
    """The unit that a column's name ends with; thousands and millions count beside a currency, or spelled out."""
    found = _UNIT.search(name.strip())
    if found is None:
        return Unit()
    said = (found["inside"] or found["behind"]).strip()
    for power, scale in _SCALES.items():
        for parts in (rf"(?P<scale>{scale.pattern})\s*(?:of |in )?(?P<currency>\S{{1,4}})", rf"(?P<currency>\S{{1,4}})\s*(?P<scale>{scale.pattern})"):
            if (unit := re.fullmatch(parts, said, re.IGNORECASE)) and _names_currency(unit["currency"]):
                return Unit(power, currency_of(unit["currency"]))
        if len(said) > 1 and scale.fullmatch(said):
            return Unit(power)
    return Unit(currency=currency_of(said))


def without_unit(name: str) -> str:
    """The name without the unit that it ends with; as it is where that is none."""
    return _UNIT.sub("", name.strip()).strip() if read_unit(name) != Unit() else name


def _names_currency(sign: str) -> bool:
    return sign == "$" or currency_of(sign) is not None
