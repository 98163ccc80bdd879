"""Passwords that do not stand right behind the word for one: further on in its sentence, before it, in markup, on a command line."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.passwords import EDGE, IS, MENTIONED, VALUE, WORDS, is_plain, looks_like_one

_NO_PART = rf"(?!(?<!\w)(?:{read_patterns('password_parts.txt')})(?!\w))"
_GAP = rf"(?:{_NO_PART}[^\n.:;!?\"“”«»\[\]]){{1,60}}?"
# `the password you gave us was ...`, `password for the test system: ...`
_FAR = re.compile(rf"{EDGE}(?:{WORDS}|(?<!ing )(?<!son )(?<!ski )(?<!bus )(?<!day )pass)s?\b(?:{_GAP})?{IS}:? ?[\"'“‘„`«(]?(?P<value>{VALUE})", re.IGNORECASE)
# Several words in quotes, where a password or a passphrase is told.
_QUOTED = re.compile(rf"{EDGE}(?:{WORDS})s?\b(?:{_GAP})?{IS}:? ?(?:[\"“„](?P<one>[^\n\"“”]{{6,100}})[\"”“]|«\s?(?P<two>[^\n«»]{{6,100}}?)\s?»)", re.IGNORECASE)
# `I was asked for a password and typed ...`
_TYPED = re.compile(
    rf"{EDGE}(?:{WORDS})\b[^\n.;!?\[\]]{{0,40}}?\b(?:typed?|entered|enter|gave (?:it|them|him|her)|used|put in|tried|tippte|eingegeben|tapé|saisi|escribí"
    rf"|puse|digitei|digitato|typte|with) [\"'“‘„`«]?(?P<value>{VALUE})",
    re.IGNORECASE,
)
# `... as my new password`
_AS = re.compile(
    r"(?<![^\s\"'“‘„`«(])(?P<value>[^\s\"'“”‘’„`«»<>\[\](),;]{4,64})[\"'”’`»]? (?:as|for|is|als|ist|comme|est|pour|como|es|come|è|é|per|para)"
    r"(?: (?:my|our|the|your|his|her|their|a|mein|das|unser|dein|ihr|mon|le|notre|votre|mi|la|nuestra|su|tu|a minha|minha|sua|il|mijn|het|ons))?"
    rf"(?: [^\W\d_]{{2,12}})? (?:{WORDS})(?!\w)",
    re.IGNORECASE,
)
_IN_MARKUP = re.compile(
    rf"\b(?:key|name|id|property|field|type|label)[\"']?\s?[:=]\s?[\"'][\w.:-]{{0,60}}?{EDGE}(?:{WORDS})[\"'][,\s]{{1,4}}(?:[\w-]{{1,20}}=[\"'][^\"'\n]{{0,40}}[\"']\s){{0,4}}"
    r"[\"']?(?:value|content|val|default)[\"']?\s?[:=]\s?[\"'](?P<value>[^\"'\n\[\]]{4,200})[\"']"
    rf"|<(?:[\w.-]{{1,40}}[:.])?[\w-]{{0,30}}?{EDGE}(?:{WORDS})(?:\s[^<>\n]{{0,100}})?>\s{{0,3}}(?:<!\[CDATA\[)?(?P<inner>[^\s<>\[\]]{{4,200}})\s{{0,3}}(?:\]\]>)?</"
    rf"|<(?:property|entry|string|setting|param|add|item|value|field|prop|key)\s[^<>\n]{{1,80}}[\"'][\w.:-]{{0,60}}?{EDGE}(?:{WORDS})[\"']\s?>(?P<leaf>[^\s<>\[\]]{{4,200}})</",
    re.IGNORECASE,
)
# A command's user with its password, or its password alone.
_USER = re.compile(
    r"(?<=\s)(?:-u|-U|--user|--proxy-user|--basic-auth|--auth|--creds?)[ =]?[\"']?[\w.@\\+-]{1,80}(?::|%(?=\S{6}))(?P<value>[^\s\"'\[\]]{3,200})"
    r"|(?<=\s)--(?:[a-z]{1,20}-)?(?:password|passwd|passphrase|pass|pwd)[ =][\"']?(?P<option>(?![-$<{])[^\s\"'\[\]]{4,200})"
    r"|\b(?:mysql|mysqldump|mysqladmin|mariadb|sshpass|mongo(?:sh|dump)?|docker login|ldapsearch|psexec)\b[^\n|]{0,120}?"
    r"\s-(?:p|w)\s?[\"']?(?P<short>(?![-$<{])[^\s\"'\[\]]{4,200})"
)
# `changed it from ... to ...`: what it is stands elsewhere in the text.
_OBJECT = r"(?: (?:it|mine|this|that|them|ours|his|hers|the old one|es|ihn|sie|das|meins|la|lo|le|het))?"
_REPLACED = re.compile(
    rf"\b(?:chang(?:ed?|ing)|switch(?:ed|ing)?|updat(?:ed?|ing)|rotat(?:ed?|ing)|reset(?:ting)?|went|moved?|set|renew(?:ed|ing)?|replaced|geändert|ändern|änderte|gewechselt|wechselte"
    rf"|changé|passé|modifié|cambi(?:é|ado|ato|ai)|mudei|alterei|trocado|gewijzigd|veranderd)\b{_OBJECT},? (?:from|von|de|da|van) "
    rf"[\"'“‘„`«]?(?P<old>{VALUE})[\"'”’“`»]? (?:to|into|auf|in|zu|zum|à|en|a|para|por|naar) [\"'“‘„`«]?(?P<new>{VALUE})"
    rf"|(?:from|von|van) [\"'“‘„`«]?(?P<from>{VALUE})[\"'”’“`»]? (?:to|auf|in|zu|naar) [\"'“‘„`«]?(?P<to>{VALUE})[\"'”’“`»]?"
    r" (?:geändert|gewechselt|gewijzigd|veranderd)",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?:chrome|edge|firefox|safari|opera|windows|win|android|ipad|ios|ie|office|outlook|java|python|node|php|v)[\d.]+$|[A-Z]{2,8}-\d+$|0x[0-9a-f]+$|\d+[.,]?\d*[€$£%]?$|[\w-]+\.(?:html?|pdf|png|docx?|xlsx?|csv|js|py|php|json|txt)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:plan|tier|team|level|build|release|version|api|server|db|node|user|group|role|sha|aes|tls|rsa"
    r"|bcrypt|phase|step|day|week|q|v|r)[-_]?\d[\d.-]*$|\d",
    re.IGNORECASE,
)
_MOULD = re.compile(r"[$<{%].*|\*+$|(?:your|my|the|enter|new|old|log|sign)[\s_-].*", re.IGNORECASE)
_LEAST, _WORDS_IN_QUOTES = 6, 2


def find_told_passwords(text: str) -> Iterator[Edit]:
    """What looks like a password and is told to be one, if not right behind the word."""
    if not MENTIONED.search(text):
        return
    for pattern in (_FAR, _TYPED, _AS):
        yield from ((*m.span("value"), "[password]") for m in pattern.finditer(text) if _is_firm(m["value"]))
    for found in _QUOTED.finditer(text):
        name = "one" if found["one"] else "two"
        if len(found[name].split()) >= _WORDS_IN_QUOTES and not _MOULD.match(found[name]) and found[name][0].strip():
            yield *found.span(name), "[password]"


def find_replaced_passwords(text: str) -> Iterator[Edit]:
    """An old password and its new one, where the text speaks of passwords anywhere."""
    for found in _REPLACED.finditer(text) if MENTIONED.search(text) else ():
        names = ("old", "new") if found["old"] else ("from", "to")
        if all(_is_firm(found[name]) and not _COUNTED.match(found[name]) for name in names):
            yield from ((*found.span(name), "[password]") for name in names)


def find_passwords_in_markup(text: str) -> Iterator[Edit]:
    """`<password>...</password>`, and attributes whose name or key is a password's."""
    for found in _IN_MARKUP.finditer(text) if "<" in text or "{" in text else ():
        name = str(found.lastgroup)
        if looks_like_one(found[name]) or is_plain(found[name]) or found[name].isdigit():
            yield *found.span(name), "[password]"


def find_passwords_of_commands(text: str) -> Iterator[Edit]:
    """`curl -u user:...`, `--password ...`, `mysql -p...`"""
    for found in _USER.finditer(text) if " -" in text else ():
        name = str(found.lastgroup)
        if not _MOULD.match(found[name]):
            yield *found.span(name), "[password]"


def _is_firm(value: str) -> bool:
    """Whether it looks like a password even away from the word: no error code, no amount, no file."""
    return len(value) >= _LEAST and looks_like_one(value) and not _CODED.match(value) and not _MOULD.match(value)
