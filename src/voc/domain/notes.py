"""Notes beside snippets and themes, and the colleagues that they name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from voc.errors import InputError

NOTE_LIMIT = 2_000
_HANDLE = re.compile(r"(?<![\w@.])@([\w][\w.+-]*(?:@[\w-]+(?:\.[\w-]+)+)?)")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be named. `handle`: what stands after the @, the e-mail address where others share its first part; the address always does."""

    id: str
    name: str
    handle: str
    email: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a snippet or a theme, one of which is named. `readers`: when each colleague that it names read it, by user id."""

    id: str
    snippet_id: str | None
    theme_id: str | None
    text: str
    author_id: str
    author_name: str
    made_at: datetime
    readers: Mapping[str, datetime | None]


def name_handles(users: Iterable[tuple[str, str, str]]) -> list[Colleague]:
    """(id, name, e-mail) of the users to what they are called by."""
    known = list(users)
    parts = [email.partition("@")[0].lower() for _, _, email in known]
    return [
        Colleague(key, name, part if parts.count(part) == 1 else email.lower(), email.lower()) for (key, name, email), part in zip(known, parts, strict=True)
    ]


def read_note(text: str) -> str:
    """A note's text as it is kept. Raises InputError."""
    text = text.strip()
    if not text or len(text) > NOTE_LIMIT or not text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise InputError(f"a note has 1 to {NOTE_LIMIT:,} printable characters")
    return text


def find_named(text: str, colleagues: Iterable[Colleague]) -> list[Colleague]:
    """The colleagues that a text names by `@handle`, each once. Raises InputError for a handle that is nobody's."""
    known = list(colleagues)
    by_handle = {handle: colleague for colleague in known for handle in (colleague.handle, colleague.email)}
    found: dict[str, Colleague] = {}
    for match in _HANDLE.finditer(text):
        handle = match[1].rstrip(".-+").lower()
        if handle not in by_handle:
            there = ", ".join(f"@{colleague.handle}" for colleague in known[:10]) or "the users, of whom there are none yet"
            raise InputError(f"@{handle} is nobody here; write one of {there}")
        found[by_handle[handle].id] = by_handle[handle]
    return list(found.values())
