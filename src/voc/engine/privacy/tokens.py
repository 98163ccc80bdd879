"""Keys and tokens that only the words before tell: what stands after `API key`, where it looks random."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.secrets import UUID, changes_often

_KEY = rf"(?:{read_patterns('token_words.txt')})"
_RANDOM = r"[A-Za-z0-9_+/.~=-]{16,400}(?<![.])"
_KEYED = re.compile(rf"(?<![A-Za-z0-9])(?:{_KEY})[\"')]?(?P<between>[^\n]{{0,30}}?)(?<![\w+/.=~-])(?P<value>{_RANDOM})", re.IGNORECASE)
_SCHEME = re.compile(r"\b(?:Basic|Bearer|Token|Digest|Negotiate)[ :]{1,2}[\"'“«]?(?P<value>[A-Za-z0-9_+/.~-]{12,2000}={0,2})")
_ASSIGNED = re.compile(rf"(?<![A-Za-z0-9])(?:{_KEY})[\"']?\s?[:=]\s?[\"'“«]?(?P<value>[\w+/.~-]{{6,400}}={{0,2}})", re.IGNORECASE)
_PLAIN_KEY = re.compile(rf"(?<![A-Za-z0-9])key\s?[:=]\s?[\"'“«]?(?P<value>{_RANDOM})", re.IGNORECASE)
_LICENCE = re.compile(
    r"\b(?:licen[cs]e|product|activation|serial|registration|cd|lizenz)[ -]?(?:key|code|schlüssel)?\b[^\n]{0,20}?"
    r"(?P<value>[A-Z0-9]{4,8}(?:-[A-Z0-9]{4,8}){2,8})(?![\w-])",
    re.IGNORECASE,
)
# A session's cookie by its name, and what a cookie's header holds under any name.
_COOKIE = re.compile(
    rf"(?<![^\W_])(?:{read_patterns('session_cookies.txt')})[\"']?(?:\s?[=:]\s?| (?:is|was) )[\"']?(?P<value>[\w%+/.~:-]{{12,2000}}={{0,2}})", re.IGNORECASE
)
_COOKIES = re.compile(r"\b(?:set-)?cookies?[\"']?\s?[:=][^\n]{3,4000}", re.IGNORECASE)
_PAIR = re.compile(r"(?<![\w.-])[\w.-]{1,60}=(?P<value>[\w%+/.~:-]{16,2000}={0,2})")
_COMMIT = re.compile(r"commit|sha\b|revision|hash|checksum|digest|etag|branch|https?:|request|trace|project|uuid", re.IGNORECASE)


def find_tokens(text: str) -> Iterator[Edit]:
    """What looks random after words such as API key. After `commit`, a hash is a commit's."""
    found = [m for m in _KEYED.finditer(text) if not _COMMIT.search(m["between"]) and _looks_random(m["value"])]
    found += [m for m in _SCHEME.finditer(text) if any(c.isdigit() for c in m["value"])]
    found += [m for m in _ASSIGNED.finditer(text) if _is_mixed(m["value"])]
    found += [m for m in _PLAIN_KEY.finditer(text) if _looks_random(m["value"])]
    found += [m for m in _LICENCE.finditer(text) if m["value"].count("-") > 2 and any(c.isalpha() for c in m["value"])]
    found += [m for m in _COOKIE.finditer(text) if _is_mixed(m["value"])]
    found += [m for header in _COOKIES.finditer(text) for m in _PAIR.finditer(text, *header.span()) if _looks_random(m["value"])]
    yield from ((*m.span("value"), "[secret]") for m in found)


def _is_mixed(value: str) -> bool:
    return any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def _looks_random(value: str) -> bool:
    if UUID.fullmatch(value.strip("=")):
        return True
    digits, letters = sum(c.isdigit() for c in value), sum(c.isalpha() for c in value)
    words = re.findall(r"[a-z]{4,}", value)
    return digits > 0 and letters > 1 and (sum(map(len, words)) < len(value) / 2 or changes_often(value))
