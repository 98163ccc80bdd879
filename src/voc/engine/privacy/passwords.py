"""Passwords: what stands after the word for one, where it looks like one."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns

WORDS = read_patterns("password_words.txt")
# Where such a word begins, also within dbPassword.
EDGE = r"(?:(?<![^\W_])|(?-i:(?<=[a-z])(?=[PK])))"
MENTIONED = re.compile(rf"{EDGE}(?:{WORDS}|pass )", re.IGNORECASE)  # most texts hold none of the words
IS = (
    r"(?: (?:is|was|are|ist|war|lautet|lautete|est|c['’]est|était|es|era|è|é|er|är|sono|zijn)\b"
    r"(?: (?:set to|now|still|actually))?(?:,? (?:uh|um|er|well|like|hm)\b,?){0,2}"
    r"|\s?(?::=|[:=]|->|=>|–)| -)"
)
VALUE = r"[^\s\"'“”‘’„`«»<>\[\],;](?:[^\s\"“”„`«»<>\[\]]{0,126}[^\s\"'“”‘’„`«»<>\[\],;.:!?)])?[!?]{0,3}"
_OPEN = r"[\"'“‘„`«(]"
# The word, a mark in between, and the value; or the value in quotes or brackets right behind the word.
_SAID = re.compile(rf"{EDGE}(?:{WORDS})s?[\"'’)]?(?P<sign>{IS})\s{{0,3}}{_OPEN}?(?P<value>{VALUE})", re.IGNORECASE)
_QUOTED = re.compile(rf"(?<![\w-])(?:{WORDS})s?,? {_OPEN}(?P<value>{VALUE})", re.IGNORECASE)
_GIVEN = r"(?:,? (?:that |which )?(?:you|we|they|he|she|it|I|support|somebody|someone) \w+(?: (?:me|us|to me|to us|by mail))?,?| from"
_GIVEN += r"| (?:provisoire|temporaire|actuel|initial|temporal|provisional|nueva|actual|inicial|temporanea|provvisoria|provisória))?"
_BARE = re.compile(rf"(?<![\w-])(?:{WORDS}|pass){_GIVEN} (?P<value>{VALUE})", re.IGNORECASE)
_CHANGED = re.compile(rf"(?<![\w-])(?:{WORDS})s? (?:from|back|over)?\s?(?:\S{{4,40}} )?to {_OPEN}?(?P<value>{VALUE})", re.IGNORECASE)
_PAIR = re.compile(
    rf"\b(?:log-?in|user(?:name)?|credentials?|creds|access|zugang|account|wi-?fi)\b[^\n]{{0,20}}?(?:\[email\]|\w{{2,40}}) ?[/|] ?(?P<value>{VALUE})",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(?<=://)[^\s/@:\[\]]{0,100}:(?P<value>[^\s/@\[\]]{1,200}(?=@))")
_PHRASE = re.compile(r"\b(?:pass ?phrase|seed phrase|recovery phrase|mnemonic)(?: is|\s?[:=])\s?[\"'“«]?(?P<value>[^\n\"”».,;\[\]]{8,200})", re.IGNORECASE)
# Several words in quotes right behind the word: no rule of the page's.
_QUOTED_PHRASE = re.compile(
    rf"\b(?:{read_patterns('passphrase_words.txt')})(?:[ ,:=-]{{1,3}}|,? (?:is|was|to|with|ist|est|es|è|é)[ :]{{1,2}})"
    r"(?:[\"“„](?P<one>[^\n\"“”\[\]]{8,200})[\"”“]|['‘](?P<two>[^\n'’\[\]]{8,200})['’]|«\s?(?P<three>[^\n«»\[\]]{8,200}?)\s?»|`(?P<four>[^\n`\[\]]{8,200})`)",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:must|should|cannot|can't|too|enter|your|please|invalid|wrong|not|required?|field|forgot|error|incorrect|at least|words|minimum"
    r"|choose|confirm|repeat|falsch|ungültig|muss"
    r"|bitte|votre|doit|incorrecte|debe|su|deve|sua|uw|moet)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"\b(?:answer to (?:my|the|your) (?:security|secret) question|mother'?s maiden name|security answer)(?:,? which)?"
    r"(?: is| was|:)\s?[\"'“«]?(?P<value>\w[\w'’-]{1,40})",
    re.IGNORECASE,
)
_CLOSING = "\"'”’“‘`»).!?,"
_STRONG = re.compile(r"[!@#$%^&*+=?~|\\]")
_NOT_ONE = re.compile(
    r"(?:null|none|nil|undefined|true|false|empty|blank|n/?a|string|required|optional|invalid|incorrect|wrong|forgotten|expired|reset|changed?|missing|\*+|x+|\.+|<.*|\$?\{.*"
    r"|2fa|mfa|sha\d+|aes\d+|md5|oauth2?|utf-?8|ios\d*|iphone\d*|windows\d*|office365|microsoft365|o365|1password|base64|https?|\d+(?:st|nd|rd|th|x|%|h|s|min|mb|gb|am|pm)?|v?\d+(?:\.\d+)+|\d+-\w+)$",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"[\"'”’»)]?(?:[.!]?\s*(?:\n|$)|[,;])")
# What a password is said to be where it is not told.
_STATE = re.compile(
    rf"(?:{read_patterns('password_states.txt')})$|\w{{2,}}(?:ed|ing|able|ible|less|ful|ive|ous|igt|ert|lich|isch|id[oa]|ad[oa]|ées?)$", re.IGNORECASE
)
_LEAST = 4


def find_passwords(text: str) -> Iterator[Edit]:
    """What is said to be a password, or stands right behind the word for it and looks like one."""
    if MENTIONED.search(text):
        yield from ((*m.span("value"), "[password]") for m in _SAID.finditer(text) if _is_told(text, m))
        for pattern in (_QUOTED, _BARE, _CHANGED):
            yield from (
                (*m.span("value"), "[password]")
                for m in pattern.finditer(text)
                if looks_like_one(m["value"]) or (pattern is _QUOTED and _is_plainly_quoted(text, m))
            )


def _is_plainly_quoted(text: str, found: re.Match[str]) -> bool:
    return is_plain(found["value"]) and text[found.end("value") : found.end("value") + 1] in _CLOSING  # a whole word, and no beginning of a sentence


def is_plain(value: str) -> bool:
    """A word in quotes behind `password`, and no name of a part of a page."""
    return bool(re.fullmatch(r"[^\W\d_]{4,}", value)) and not _NOT_ONE.match(value) and not _STATE.match(value)


def _is_told(text: str, found: re.Match[str]) -> bool:
    """Whether what follows `password is` or `password:` is one. A plain word is where it is quoted, or the last of its line and no state such as `expired`."""
    value, end, firm = found["value"], found.end("value"), found["sign"].strip() in (":", "=", ":=", "->", "=>")
    if looks_like_one(value):
        return True
    if value.isdigit():
        return len(value) >= _LEAST and not re.match(r"\s?(?:char|digit|zeichen|caract)", text[end:])
    quoted = text[found.start("value") - 1] in "\"'“‘„`«"
    plain = re.fullmatch(r"[^\W\d_]{4,}(?:/[^\W\d_]{4,})?", value) and not _NOT_ONE.match(value)
    return bool(plain and (quoted or ((firm or not _STATE.match(value)) and _LAST_WORD.match(text, end))))


def find_paired_passwords(text: str) -> Iterator[Edit]:
    """login: ana / password, or with a bar between the two."""
    if "/" in text or "|" in text:
        yield from ((*m.span("value"), "[password]") for m in _PAIR.finditer(text) if looks_like_one(m["value"]))


def find_passwords_in_addresses(text: str) -> Iterator[Edit]:
    """postgres://user:password@host"""
    if "://" in text:
        yield from ((*m.span("value"), "[password]") for m in _IN_ADDRESS.finditer(text))


def find_phrases(text: str) -> Iterator[Edit]:
    """Passphrases and the answers to security questions."""
    found = [m for pattern in (_PHRASE, _ANSWER) for m in pattern.finditer(text)]
    yield from ((*m.span("value"), "[password]") for m in found)
    for quoted in _QUOTED_PHRASE.finditer(text):
        name = str(quoted.lastgroup)
        if " " in quoted[name].strip() and not _RULE.search(quoted[name]):
            yield *quoted.span(name), "[password]"


def looks_like_one(value: str) -> bool:
    if len(value) < _LEAST or _NOT_ONE.match(value) or "://" in value:
        return False
    core = value.rstrip("!?=")
    return (
        (any(c.isdigit() for c in core) and any(c.isalpha() for c in core))
        or bool(_STRONG.search(core[1:]))
        or (value != core and any(c.isdigit() for c in core))
    )
