"""Names of persons that the words before tell, in the main languages: introductions, titles, greetings, signatures, fields of a form."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns, read_words
from voc.engine.language import ENGLISH

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĢĪİŁŃŇŐŘŚŞŠŤŪŮŰŹŻŽ]"
_WORD = rf"(?:(?:{_CAPITAL}['’])?{_CAPITAL}[^\W\d_]+(?:['’-][^\W\d_]+){{0,2}})(?!\w)"
_SMALL = r"(?:van|von|de|da|do|dos|das|del|della|der|den|di|du|la|le|zu|zum|ten|ter|bin|al|el|y|e)"
_PARTICLE = r"(?:van|von|vom|zu|zum|de|da|di|del|della|dos|das|ten|ter|du)(?: (?:der|den|de|het|la|dem))?"
_MORE = rf"(?: (?:{_CAPITAL}\. )?(?:{_SMALL} ){{0,2}}{_WORD})"
_ONE, _TWO = rf"{_WORD}{_MORE}{{0,3}}", rf"{_WORD}{_MORE}{{1,3}}"
# After these a single word is a name; after those it takes two.
_SURE = re.compile(rf"(?<!\w)(?i:{read_patterns('name_cues.txt')}),? (?P<name>{_ONE})")
_LIKELY = re.compile(rf"(?<!\w)(?i:{read_patterns('likely_name_cues.txt')})[,:]? (?P<name>{_TWO})")
_TITLED = re.compile(rf"(?<![\w.])(?:{read_patterns('titles.txt')}) (?:(?:Dr|Prof|Ing)\. )?(?P<name>(?:{_PARTICLE} )?{_ONE})")
_ROLE = rf"(?i:{read_patterns('name_roles.txt')})"
_WHOSE = (
    r"(?i:our|my|the|their|your|his|her|unsere?[nrms]?|meine?[nrms]?|der|die|notre|nos|mon|ma|le|la|nuestr[oa]|mi|el|nostr[oa]|il|mia?o?"
    r"|nosso|nossa|meu|minha|onze?|mijn|de)"
)
_IN_ROLE = re.compile(rf"(?<!\w){_WHOSE} (?:[a-z-]{{2,15}} )?{_ROLE},? (?P<name>{_TWO})")
_PRESENTED = re.compile(
    r"(?:^|(?<=[\n.!?>] )|(?<=[\n>]))(?i:hi|hey|hello|hiya|morning|good morning|evening),? (?i:it'?s|this is|its) "
    r"(?P<name>[a-z]{3,15} [a-z]{3,15})(?= (?:here|speaking|from|again)\b)"
)
_FOREIGN_TITLED = re.compile(rf"(?<![\w.])(?:{read_patterns('foreign_titles.txt')}) (?P<name>{_ONE})")
_GREETED = re.compile(rf"(?:^|(?<=[\n.!?>\"“] )|(?<=[\n>\"“]))(?i:{read_patterns('greetings.txt')}) (?P<name>{_WORD}{_MORE}{{0,2}})(?=\s?[,!:–\n]|\s-|$)")
_SIGNED = re.compile(rf"^(?i:{read_patterns('closings.txt')})[^\n]{{0,40}}\n\s{{0,3}}(?P<name>{_ONE})(?=\s*(?:\n|$))", re.MULTILINE)
_FIELD = re.compile(
    rf"(?<![^\W_])(?i:{read_patterns('name_fields.txt')})[\"']?\s?[:=]\s?(?:[\"'](?P<quoted>[^\W\d_][^\"\d\n\[\]{{}}:]{{1,60}}?)[\"']"
    rf"|(?P<name>{_ONE}(?:, {_WORD}(?! ?\w{{0,10}} ?[:=]))?))"
)
_PERSON = rf"(?:(?:{read_patterns('titles.txt')}|Ms\.?) )?{_TWO}"
_LISTED = re.compile(
    rf"(?<!\w)(?:(?i:{read_patterns('people_lists.txt')}): ?|(?i:{read_patterns('meeting_words.txt')}) )"
    rf"(?P<list>{_PERSON}(?:(?:, | and | und | et | y | e | en | och | og |; ?| ?[+&/] ?){_PERSON}){{0,15}})"
)
_CONTACT = re.compile(
    rf"(?<![^\W_])(?i:{read_patterns('contact_fields.txt')})[\"']?\s?[:=]\s?[\"']?(?P<name>{_PERSON})"
    r"(?=[\"']|\s*(?:[\n,;|(<\[&–+]|$| - |\. |\.$))"
)
_NAME = re.compile(_TWO)
_NO_NAMES = read_words("no_persons.txt") | read_words("no_greeted.txt")
_COMMON = read_words("common_words.txt")
COMPANIES = re.compile(rf"(?<!\w)(?:{read_patterns('companies_like_persons.txt')})(?!\w)")
_NO_NAME = re.compile(rf"(?:{read_patterns('roles.txt')})$", re.IGNORECASE)


def find_named(text: str, language: str, known: frozenset[str]) -> Iterator[Edit]:
    """Names by the words before them. `known` are lower-case names of features and accounts: none of them is a person's."""
    patterns = (_SURE, _LIKELY, _IN_ROLE, _CONTACT, _TITLED, _GREETED, _SIGNED, *((_FOREIGN_TITLED,) if language != ENGLISH else ()))
    spans = [m.span("name") for pattern in patterns for m in pattern.finditer(text)]
    spans += [m.span("name") for m in _PRESENTED.finditer(text) if not _COMMON & set(m["name"].split())]
    spans += [m.span("quoted" if m["quoted"] else "name") for m in _FIELD.finditer(text)]
    spans += [m.span() for found in _LISTED.finditer(text) for m in _NAME.finditer(text, *found.span("list"))]
    companies = [m.span() for m in COMPANIES.finditer(text)]
    spans = [span for span in spans if not any(first < span[1] and span[0] < last for first, last in companies)]
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done and is_persons(text[start:end], known):
            yield start, end, "[name]"
            done = end


def is_persons(name: str, known: frozenset[str]) -> bool:
    """Whether no word of it is a product's, a team's or a role's."""
    words = re.findall(r"[^\W\d_]+", name)
    return bool(words) and name.lower() not in known and not any(word.lower() in _NO_NAMES or word.lower() in known or _NO_NAME.match(word) for word in words)
