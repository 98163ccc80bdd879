"""Numbers that a state gives a person, and birth dates: by their shape and check digits, else after their name."""

import re
from collections.abc import Callable, Iterator

from stdnum.br import cpf
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.mx import curp

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.context import EDGE, names_a_thing

_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"), codicefiscale.is_valid),
    (re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"), cpf.is_valid),
    (re.compile(r"\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b"), curp.is_valid),
    (re.compile(r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)"), nir.is_valid),
    (re.compile(r"(?<![\d.])756\.\d{4}\.\d{4}\.\d{2}(?!\d)"), lambda found: True),  # Switzerland
    (re.compile(r"\b(?:bc1[a-z0-9]{25,60}|0x[a-fA-F0-9]{40}|0x[a-fA-F0-9]{64})\b"), lambda found: True),  # wallets
    (re.compile(r"(?<![\w-])\d{6}[-+A]\d{3}[A-FHJ-NPR-Y0-9](?![\w-])"), lambda found: found[-1].isalpha()),  # Finland
    (re.compile(r"\b(?!QQ\d)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"), lambda found: True),  # the United Kingdom
)
_WORDS = read_patterns("id_words.txt")
_NUMBER = r"(?:[ _-]?(?:number|nummer|numéro|número|numero|numer|no|nr|num|n|n°|nº|card|code|id)(?![^\W_])[.º°]?){0,2}"
_OWNER = r"(?: (?:of|for|from|von|vom|van|de|des|der|del|della|du|di|do|da) [^\d\n:=.;?!]{2,30}?(?=:|=| is | ist | est | es | è | é ))?"  # whose it is
_LINK = (
    rf"{_NUMBER}(?![^\W_]){_OWNER}(?: (?:is|was|are|ist|lautet|est|es|è|er|är|on|of|é))?[\s:#=«\"'(?>]{{0,4}}"
    r"(?:(?:it is|it's|that is|that's|sure,|yes,|customer:|caller:) ){0,2}"
)
_VALUE = r"((?=[A-Z0-9]*(?:[ -][A-Z0-9]*)?\d)[A-Z0-9]{1,20}(?:[ ./_–-]{1,2}(?:[A-Z0-9]*\d[A-Z0-9]*|(?-i:[A-Z])(?= ?\d))){0,8}(?:[ -]?(?-i:[A-Z])\b)?)"
_CUED = re.compile(rf"{EDGE}(?<!-)(?:{_WORDS})(?:/\w{{2,6}})?{_LINK}{_VALUE}", re.IGNORECASE)
# The number before its name: `219099999 is my SSN`, `typed 219099999 into the SSN field`.
_BEFORE_NAME = re.compile(
    r"(?<![\w.,/#€$£-])(?!\d{0,9}000\b)((?=[A-Z]{0,3}\d)[A-Z0-9]{1,12}+(?:[ ./-](?=[A-Z]{0,6}\d)[A-Z0-9]{1,12}+){0,5}+)[\"'”»]?(?: \([^()\n]{0,30}\))?,? "
    r"(?:(?:in|into|as|is|for|als|ist|ins|comme|est|dans|como|es|en|come|è|é|em|nel) (?:the|my|our|his|her|their|your|das|die|den|meine?"
    r"|ihre?|ma|mon|sa|son|le|la|mi|su|el|il|mio"
    rf"|sua|suo|o|a|meu|minha|mijn|het|de) )(?:{_WORDS})(?!\w)",
    re.IGNORECASE,
)
# The lines that machines read at the foot of passports and identity cards (ICAO 9303).
_MRZ = re.compile(r"(?<![\w<])(?=[A-Z0-9<]{0,43}<)[A-Z0-9<]{28,44}(?:\s{1,2}[A-Z0-9<]{28,44}){0,2}(?![\w<>])")
_YEARS = re.compile(r"(?:19|20)\d\d ?[/-] ?(?:19|20)\d\d$")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]{7,10}")
_LEAST_DIGITS, _LEAST_AMONG_CAPITALS, _LEAST_LENGTH = 4, 2, 7

_MONTHS = (
    r"(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|may|mai|maj|maj|mag|jun|juin|giu|jul|juil|lug|aug|août|aout|ago|sep|set|oct|okt|ott|out|nov|dec|dez|déc|dic|ene|gen|mei|maa|mayo)"
    r"[a-zéûç]{0,7}\.?"
)
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_DATE = (
    rf"(?:\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ -](?:de |of )?{_MONTHS}(?:,?[ -](?:de |of )?\d{{2,4}})?"
    rf"|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|{_YEAR}{_MONTH}{_DAY}|{_DAY}{_MONTH}{_YEAR})(?:(?!\w)|(?=T\d\d))"
)
# Between the word and the date: no word that tells of another day; a question and its answer may be on two lines.
_GAP = r"(?:(?:(?!\b(?:since|on|until|from|after|before|as of|by|seit|bis|depuis|desde)\b)[^\d\n]){0,30}?|[^\d?\n]{0,25}\?[^\d?]{0,40}?)"
_BIRTH = re.compile(rf"{EDGE}(?:{read_patterns('birth_words.txt')}){_GAP}(?<!\w)({_DATE})", re.IGNORECASE)

_BIRTH_AFTER = re.compile(
    rf"(?<!\w)({_DATE}),? (?:geboren|is my (?:birthday|birth ?date|date of birth|dob)|as my (?:birthday|birth ?date|date of birth))\b", re.IGNORECASE
)


def find_ids(text: str) -> Iterator[Edit]:
    """Numbers whose shape, or shape and check digits, tell that they are a person's."""
    for found in _SSN.finditer(text):
        if not names_a_thing(text, found.start()):
            yield *found.span(), "[id]"


def find_checked_ids(text: str) -> Iterator[Edit]:
    """Numbers of a country's own shape with their check digits."""
    for pattern, is_it in _SHAPES:
        yield from ((*m.span(), "[id]") for m in pattern.finditer(text) if is_it(m[0]) and not names_a_thing(text, m.start()))


def find_named_ids(text: str) -> Iterator[Edit]:
    """What follows the name of such a number: passport no., Steuer-ID, codice fiscale ..."""
    for found in _CUED.finditer(text):
        digits, length = sum(c.isdigit() for c in found[1]), sum(c.isalnum() for c in found[1])
        enough = digits >= _LEAST_DIGITS or (digits >= _LEAST_AMONG_CAPITALS and _CAPITALS.fullmatch(found[1]))
        if enough and length >= _LEAST_LENGTH and not _YEARS.match(found[1]):
            yield *found.span(1), "[id]"
    for found in _BEFORE_NAME.finditer(text):
        if sum(c.isdigit() for c in found[1]) >= _LEAST_LENGTH and not names_a_thing(text, found.start()):
            yield *found.span(1), "[id]"


def find_machine_lines(text: str) -> Iterator[Edit]:
    """What machines read in a passport: name, number, birth date and all."""
    yield from ((*m.span(), "[id]") for m in _MRZ.finditer(text) if sum(c == "<" for c in m[0]) > 1) if "<" in text else ()


def find_birth_dates(text: str) -> Iterator[Edit]:
    """A date after words that tell of a birth, or before them."""
    for pattern in (_BIRTH, _BIRTH_AFTER):
        yield from ((*m.span(1), "[birth date]") for m in pattern.finditer(text))
