"""PINs and codes for one time: what stands after the word for one, or before it."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.context import names_a_thing

_WORDS = read_patterns("code_words.txt")
_RELATIVE = r"(?:,? (?:that |which )?(?:you|we|they|he|she|it|I|support) \w+(?: (?:me|us))?)?"
_CODE = re.compile(
    rf"(?<![\w-])(?:{_WORDS})[\"')]?(?: (?:number|code|nummer|we got|you sent))?{_RELATIVE}"
    r"(?:(?: (?:is|was|ist|lautet|est|es|è|é)\b|,? on the back,?)?[\s\"'“‘„«(:#'is]{1,6}|\s?[:=#][\s\"'“‘„«(]{0,4}"
    r"|\s[-–—]\s(?=\d{5}|\d{3} \d{3}|(?!19|20)\d{4}))"
    r"(?P<value>\d(?: \d){3,7}|\d\d(?:[ -]\d\d){1,3}|(?:[A-Z]-)?\d{3,4}(?:[ -]?\d{1,4})?)(?!\d|\.\d|[ -]?\d"
    r"| (?:digits|characters|times|seconds|minutes|users))",
    re.IGNORECASE,
)
# A code that came by text message or mail, in whatever words.
_SENT = re.compile(
    r"\bc[oó]d(?:e|igo|ice)\b(?: (?:that|which|par|per|aus der|aus dem|from the|from my|in the|del|de|do|da|por|pelo|via|reçu par|by|,)){0,2}"
    r"(?: (?:you|they|he|she|we|it) (?:just )?(?:texted|sent|mailed|emailed|e-mailed|gave|messaged)(?: (?:me|us))?| (?:sms|text|mail|e-?mail|app|message))"
    r"(?: (?:was|is|ist|est|es|by \w+))?[\s:]{1,2}(?P<value>\d{4,8}|\d{3}[ -]\d{3}|\d\d(?:[ -]\d\d){2})(?!\d|\.\d)",
    re.IGNORECASE,
)
# The code before its name: `use 4471 as your code`, `559201 is your login code`.
_AS_CODE = re.compile(
    r"(?<![\w.,#/-])(?:[A-Z]-)?(?P<value>\d{4,8}|\d{3}[ -]\d{3})[\"'”»]?,? "
    r"(?:(?:as|is|als|ist|comme|est|como|es|come|è|é) (?:your|the|my|our|ihre?n?|dein(?:en)?|mein(?:en)?|der"
    r"|votre|ton|mon|le|tu|su|el|mi|o seu|seu|il tuo|il|je|uw|de|mijn))"
    rf" (?:(?:[\w-]{{2,20}} ){{0,2}}(?:{_WORDS})|code(?=[\"'”»]?(?:[.,;:!)\n]|$| (?:to|for|and|when|within)\b)))(?!\w)",
    re.IGNORECASE,
)
# Typed where one is asked for: `asks for a pin, I type 559201`.
_TYPED = re.compile(
    rf"(?<![\w-])(?:{_WORDS})[\"')]?(?:[,;.!?]| and| but){{1,2}} (?:and |but )?"
    r"I (?:just )?(?:typed?|enter(?:ed)?|put(?: in)?|gave(?: it| them)?|used?|tried) (?P<value>\d{{4,8}})(?![\d%]|[.,]\d)",
    re.IGNORECASE,
)
_NO_PART = rf"(?!(?<!\w)(?:{read_patterns('password_parts.txt')}|max|min|attempts|timeout|digits)(?!\w))"
_UNITS = r" (?:digits|characters|times|seconds|minutes|users|stellen|ziffern)"
# Whose or what for it is, between its name and a colon.
_FOR = re.compile(
    rf"(?<![\w-])(?:{_WORDS})[\"')]? (?=[^\d\n]{{1,40}}[:=])(?:{_NO_PART}[^\d\n:=.;!?\[\]]){{1,40}}"
    r"[:=] {0,2}[\"'“‘„«]?(?P<value>\d{4,8}|\d{3}[ -]\d{3}|\d\d(?:[ -]\d\d){1,3}|\d{4} \d{4})(?!\d|[.,:/]\d|[ -]?\d)"
    rf"(?!{_UNITS})",
    re.IGNORECASE,
)
_ITEM = r"(?:(?=[a-z0-9-]{0,14}\d)[a-z0-9]{3,8}(?:[ -]?[a-z0-9]{3,8}(?<=[\da-z]{3}))(?:-[a-z0-9]{3,8}){0,3}|[a-z]{4,6}-[a-z0-9]{4,6})(?![\w-])"
_AND = r"(?:[\s,;/|•*·+–—-]{1,4}(?:(?:and|und|et|y|e|en|or|och|og) )?(?:(?:\d{1,2}[.):]|#\d{1,2}|[-*•]) )?[\"'`]?)"
_RECOVERY = re.compile(
    rf"\b(?:{read_patterns('recovery_codes.txt')})\b(?:[^\d\n:]{{0,25}}[:=]\s{{0,3}}(?:\d{{1,2}}[.)] )?[\"'`(]?"
    rf"(?P<list>{_ITEM}(?:[\"'`]?{_AND}{_ITEM}){{0,39}})"
    r"|[^\d\n]{0,12}?(?P<value>(?=[a-z0-9-]{0,12}\d)[a-z0-9]{4,6}[ -][a-z0-9]{4,6}(?<=[\w-]{9}|[\d ]{9}))\b)",
    re.IGNORECASE,
)


def find_codes(text: str) -> Iterator[Edit]:
    """PINs and codes for one time, and lists of codes for the day when the phone is lost."""
    yield from ((*m.span("value"), "[password]") for pattern in (_CODE, _SENT, _TYPED) for m in pattern.finditer(text))
    yield from ((*m.span("value"), "[password]") for pattern in (_AS_CODE, _FOR) for m in pattern.finditer(text) if not names_a_thing(text, m.start("value")))
    yield from ((*m.span("list" if m["list"] else "value"), "[password]") for m in _RECOVERY.finditer(text))
