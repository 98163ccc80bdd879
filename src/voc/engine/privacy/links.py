"""Links that let in whoever has them: resets, invitations, magic links, signed addresses."""

import re
from collections.abc import Iterator

from voc.engine.alignment import Edit
from voc.engine.data import read_patterns
from voc.engine.privacy.secrets import UUID, is_random

_URL = re.compile(r"(?:https?://|www\.|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,24}/)[^\s<>\"'\[\]«»]{1,2000}", re.IGNORECASE)
# The end of a link whose beginning was cut off, or a line of a form that was sent.
_END_OF_ONE = re.compile(r"(?<![\w./%&?=@-])(?:[\w./%-]{0,100}\?|&)?[\w.\[\]-]{1,60}=[^\s<>\"'\[\]«»&]{1,1500}(?:&[^\s<>\"'\[\]«»]{1,2000})?")
_HOOKS = re.compile(
    r"hooks\.slack\.com/(?:services|workflows)/\w|discord(?:app)?\.com/api/webhooks/\d|webhook\.office\.com/\w|hooks\.zapier\.com/hooks/\w", re.IGNORECASE
)
_PARAMETER = re.compile(r"[?&#;]([\w.\[\]-]{1,60})=([^&#\s]{1,1500})")
_TELLING = re.compile(read_patterns("key_parameters.txt"), re.IGNORECASE)
_HINTING = re.compile(  # names that much else has too
    r"^[tks]$|key$|^(?:code|c[oó]digo|codice)$|hash$|sleutel$|schl(?:ü|ue|%C3%BC)ssel$|^(?:clave|chave|chiave|cl[eé])$", re.IGNORECASE
)
_DOOR = re.compile(read_patterns("door_words.txt"), re.IGNORECASE)
_LEAST, _LEAST_IN_PATH = 6, 16
_END = re.compile(r"[.,;:!?)}]+$")


def find_links(text: str) -> Iterator[Edit]:
    """Links with a key in them, whole."""
    for found in _URL.finditer(text):
        link = _END.sub("", found[0])
        if _lets_in(link):
            yield found.start(), found.start() + len(link), "[link]"


def find_ends_of_links(text: str) -> Iterator[Edit]:
    """What is left of a link with a key in it where its beginning is missing, whole."""
    for found in _END_OF_ONE.finditer(text) if "=" in text and ("&" in text or "?" in text) else ():
        end = _END.sub("", found[0])
        if ("&" in end or "?" in end) and any(_is_key(name, value) for name, value in _PARAMETER.findall(end if "?" in end else f"?{end.lstrip('&')}")):
            yield found.start(), found.start() + len(end), "[link]"


def _lets_in(link: str) -> bool:
    if _HOOKS.search(link) or any(_is_key(name, value) for name, value in _PARAMETER.findall(link)):
        return True
    steps = re.split(r"[?#]", link.partition("//")[2] or link, maxsplit=1)[0].split("/")[1:]
    return any(_DOOR.search(step) and any(_is_key_in_path(later) for later in steps[n + 1 :]) for n, step in enumerate(steps))


def _is_key(name: str, value: str) -> bool:
    if _TELLING.search(name):
        return len(value) >= _LEAST and (any(c.isdigit() for c in value) or len(value) >= _LEAST_IN_PATH) and not value.startswith(("/", "http"))
    if _HINTING.search(name):
        return len(value) >= _LEAST_IN_PATH and any(c.isdigit() for c in value) and any(c.isalpha() for c in value)
    return len(value) >= 2 * _LEAST_IN_PATH and is_random(value)


def _is_key_in_path(step: str) -> bool:
    mixed = any(c.isdigit() for c in step) and any(c.isalpha() for c in step)
    return len(step) >= _LEAST_IN_PATH and ((mixed and "-" not in step) or is_random(step) or bool(UUID.fullmatch(step)))
