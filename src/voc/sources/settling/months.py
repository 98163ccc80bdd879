"""Names of months in the languages of most exports."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl")


@cache
def _names() -> Mapping[str, int]:
    """Each name and abbreviation, in small letters without its dot -> the month. A name of two different months is none."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(name.lower().rstrip("."), set()).add(number)
    found |= {"mrz": {3}, "maerz": {3}, "sept": {9}}
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def month_of(name: str) -> int | None:
    """The month of this name, 1 to 12."""
    return _names().get(name.lower().rstrip("."))
