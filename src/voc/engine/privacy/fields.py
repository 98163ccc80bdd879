"""Personal data in the fields of forms, records and links whose name tells it only together with another, or with a number behind it."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.context import EDGE

_SIGN = r"[\"']?\s?(?:[:=]|>)\s?[\"']?"
_NUMBER = r"(?P<value>(?=[A-Z0-9-]{0,12}\d)[A-Z0-9](?:[ -]?[A-Z0-9]){5,18})(?![A-Z0-9])"
_DOCUMENT = rf"(?:{read_patterns('document_words.txt')})"
_DOCUMENT_NUMBER = rf"{EDGE}(?:doc(?:ument)?|id|card|licen[cs]e)?[_ -]?(?:number|num|no|nr|id){_SIGN}{_NUMBER}"
_DOCUMENTS = (
    re.compile(rf"{EDGE}{_DOCUMENT}(?![^\W_])[^\n]{{0,60}}?{_DOCUMENT_NUMBER}", re.IGNORECASE),
    re.compile(rf"{_DOCUMENT_NUMBER}[^\n]{{0,40}}?\b(?:type|kind|doc)[^\n]{{0,8}}?{EDGE}{_DOCUMENT}(?![^\W_])", re.IGNORECASE),
)
_LEAST_DIGITS = 4

_LINE = r"(?:address|addr|adresse|street|strasse|straße)(?:[ _-]?(?:line)?[ _-]?\d|[ _-]line)"
_STREET = r"(?:street(?:[ _-]?(?:address|name|line))?|strasse|straße|anschrift|indirizzo|direcci[óo]n|endere[çc]o|adresse|address|addr)"
_WHOLE = r"(?=[^\n\"'<>&]{0,80}\d)[^\W_][^\n\"<>&\[\]{}]{4,120}?"
_IN_LINE = re.compile(
    rf"{EDGE}{_LINE}[\"']?\s?[:=]\s?(?P<value>(?=[^\n]{{0,60}}\d)[A-Z0-9À-Ý][^\n\"'<>&;\[\]{{}}]{{4,100}}?)"
    r"(?=\s*(?:[\n;]|$|,\s?\w+[ _]?\w*\s?[:=]))",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    rf"{EDGE}(?:{_LINE}|{_STREET})(?:[\"']\s?[:=]\s?[\"'](?P<quoted>{_WHOLE})[\"']|=[\"'](?P<attribute>{_WHOLE})[\"']|>(?P<inner>{_WHOLE})</)", re.IGNORECASE
)
_IS_ADDRESS = re.compile(r"(?:\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?[A-ZÀ-Ý]|[A-ZÀ-Ý][^\n]{0,60} \d)")


def find_documents(text: str) -> Iterator[Edit]:
    """The number of a document that another field calls a passport, a licence or the like."""
    for pattern in _DOCUMENTS:
        for found in pattern.finditer(text):
            if sum(c.isdigit() for c in found["value"]) >= _LEAST_DIGITS:
                yield *found.span("value"), "[id]"


def find_address_lines(text: str) -> Iterator[Edit]:
    """What a form's `address_line2`, or a record's `street`, holds."""
    for pattern in (_IN_LINE, _QUOTED):
        for found in pattern.finditer(text):
            name = str(found.lastgroup)
            if _IS_ADDRESS.match(found[name]):
                yield *found.span(name), "[address]"
