"""Phone numbers: by how people set their digits apart, by the numbering plans of phonenumbers, and by the words before."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.context import follows_a_things, names_a_thing

_EXTENSION = r"(?:,? ?(?:ext|extension|x|durchwahl|poste)\.? ?\d{1,5})?"
# An international prefix, or groups of digits that are set apart as people set phone numbers apart. A bare count, an amount or a date is none.
_SHAPED = re.compile(
    r"(?<![\w+.,/#-])(?<!\d )(?!(?:(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d)(?!\d))(?:"
    r"(?:\(\+\d{1,3}\)|(?:\+|00(?=[1-9]))\d{1,3})(?:[ ./-]{0,3}\(?\d{1,5}\)?){2,6}"
    r"|\(\d{2,5}\)[ ./-]?\d{2,4}(?:[ ./-]?\d{2,5}){1,3}"
    r"|0\d{1,4}[ ./-]\d{2,4}(?:[ ./-]?\d{2,5}){1,3}"
    r"|(?:1[ .-])?(?:\(\d{3}\)[ .-]?|\d{3}[.-])\d{3}[ .-]\d{4}|(?:1 )?[2-9]\d{2} [1-9]\d{2}[ -]\d{4}"
    r"|555-\d{4}"
    rf"){_EXTENSION}(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
# Groups that are a phone number where some country's plan has it.
_PLANNED = re.compile(
    r"(?<![\w+.,/#$€£-])(?:0\d{3,4}[ -]\d{5,6}|"
    r"[6-9]\d{2} \d{2} \d{2} \d{2}|[6-9]\d{4}[ -]\d{5}|0[67]\d{8,9}|01[567]\d{8,9}|\d{2} 9\d{4}-\d{4}|0\d \d{4} \d{4})(?![\w-]|[.,]\d)"
)
_REGIONS = ("GB", "DE", "ES", "IN", "BR", "AU", "AT", "CH", "NL", "PL")
# Digits that are not set apart are a phone number where the words before say so.
_DIALLED = re.compile(
    rf"\b(?:{read_patterns('phone_words.txt')})(?:nummer|nr)?\b(?: (?:number|no|nr|to|phone))?(?: is| =| ist| est| es| :)?"
    r"[.: ]{0,3}((?:\+|\(?0)?\d(?:[ ./()-]{0,2}\d){6,14})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_CALLED_SO = re.compile(r"(?<![\w+.,/#$€£-])(\d{9,11})(?=,? (?:as|is) (?:my|our|the) (?:phone|mobile|cell|telephone)\b)", re.IGNORECASE)
# Digits in words, said one by one.
_SAID = rf"(?:(?:double|triple|doppel|doble|dobbel) )?(?:{read_patterns('digit_words.txt')})"
_DICTATED = re.compile(rf"(?<![\w-])(?:plus[ ,]{{1,2}})?{_SAID}(?:[ ,.…–—-]{{1,3}}{_SAID}){{5,17}}(?![\w-])", re.IGNORECASE)
_TOLD = re.compile(rf"(?:{read_patterns('phone_words.txt')}|number|nummer|numéro|número|numero)\b[^\n.;!?]{{0,30}}$", re.IGNORECASE)
_COUNT = ("one two three four five six", "six five four three two one", "eins zwei drei vier fünf", "un deux trois quatre cinq", "uno dos tres cuatro")
_LEAST_SAID, _LOOK_BACK = 7, 60
_DATE = re.compile(r"(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}$|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d$")


def find_phones(text: str) -> Iterator[Edit]:
    """Numbers that are set apart as phone numbers are."""
    for found in _SHAPED.finditer(text):
        if 7 <= _count_digits(found[0]) <= 15 and (found[0].startswith(("+", "(+")) or not _is_a_things(text, found)):
            yield *found.span(), "[phone]"


def find_planned_phones(text: str) -> Iterator[Edit]:
    """Numbers that a country's numbering plan has, grouped as it groups them."""
    for found in _PLANNED.finditer(text):
        if not _is_a_things(text, found) and _is_in_a_plan(found[0]):
            yield *found.span(), "[phone]"


def find_dialled_phones(text: str) -> Iterator[Edit]:
    """Bare digits after words such as `call me on`, or before `as my phone`."""
    for found in _DIALLED.finditer(text):
        if not _DATE.match(found[1]):
            yield *found.span(1), "[phone]"


def find_digits_called_phones(text: str) -> Iterator[Edit]:
    """`2025550143 as my phone`."""
    yield from ((*m.span(1), "[phone]") for m in _CALLED_SO.finditer(text))


def find_dictated_phones(text: str) -> Iterator[Edit]:
    """`five five five, zero one seven two`: seven digits in words, or six after words such as `call me on`. Who counts gives no number."""
    for found in _DICTATED.finditer(text):
        words = re.findall(r"\w+", found[0].lower())
        told = _TOLD.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
        if (len(words) >= _LEAST_SAID or told) and not any(count in " ".join(words) for count in _COUNT) and len(set(words)) > 1:
            yield *found.span(), "[phone]"


def _is_in_a_plan(number: str) -> bool:
    import phonenumbers  # its tables take a moment to load, and most texts hold no such groups

    for region in _REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _is_a_things(text: str, found: re.Match[str]) -> bool:
    return names_a_thing(text, found.start()) or follows_a_things(text, *found.span())


def _count_digits(found: str) -> int:
    return sum(c.isdigit() for c in re.split("[ext]", found, maxsplit=1)[0])
