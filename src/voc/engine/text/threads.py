"""Threads: several messages in one text, each under a line that says who wrote it and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.domain.conversation import Side, read_head
from voc.engine.passages import Line

_MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|oct|nov|dec|dez|déc|ene|abr|ago|dic|fev|set|out)[a-zäéû]{0,7}\.?"
_DATE = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}\.? {_MONTH} \d{{4}}|{_MONTH} \d{{1,2}}|today|yesterday)"
)
_TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: ?(?:utc|gmt|[a-z]{2,4}t)(?:[+-]\d{1,4})?)?)"
_NAME = r"[^\W\d_][\w.'’&-]*(?:[ ,]{1,2}[\w.'’&()-]{1,30}){0,5}"
_SORT = r"(?:comment|reply|message|note|update|response|posted|sent|written|answer(?:ed)?)"
_WROTE = r"(?:wrote|commented|replied|said|added|posted|responded|answered|schrieb|a écrit|escribió)"
_ROLE = r"\((?:public|customer|agent|end[- ]user|internal)\)"
_WHEN = rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},? )?{_DATE}[ ,|T]{{1,3}}(?:at |um |à )?{_TIME}"
_HEAD = re.compile(
    rf"^[\[(*#-]{{0,4}} ?(?:{_SORT}(?: (?:by|from))? )?(?P<name>{_NAME}?)(?: ?<\[?[^<>\n]{{1,80}}\]?>)?(?: {_WROTE}| {_ROLE})?"
    rf" ?(?:[,|:·•—–-]|\(|\[| on| at| am| le| el)+ ?{_WHEN}[\])]?(?: {_WROTE})? ?[:\])*-]{{0,4}}$",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(
    rf"^[\[(*#-]{{0,4}} ?{_WHEN}[\])]? ?[,|·•—–-]{{0,2}} (?:{_SORT} (?:by|from) )?(?P<name>{_NAME})(?: {_WROTE}| {_ROLE})? ?[:*-]{{0,4}}$", re.IGNORECASE
)
_RULE = re.compile(r"^[ \t]*[-_=*~]{4,}[ \t]*$")
_INTERNAL = re.compile(r"\b(?:internal|private)\b", re.IGNORECASE)
_LONGEST = 140  # characters of a head
_PARTICLE = 3  # letters of a name's small words: "de", "van"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a thread: who wrote it, lower-case, and its lines. `side`: whose it is, where the line above it tells."""

    author: str
    lines: list[Line]
    side: Side | None = None

    @property
    def label(self) -> str:
        """Who wrote it, apart from others of the same name on another side."""
        return f"{self.author} ({self.side})" if self.side else self.author


def read_thread(lines: Sequence[Line]) -> list[Message] | None:
    """The messages of a thread in their order; None where fewer than two heads stand in the text, and none that we wrote ourselves."""
    if any(read_head(line.text)[0] for line in lines):
        return list(_read_written(lines))
    heads = {index: head for index, line in enumerate(lines) if (head := _head(line.text)) is not None}
    if len(heads) < 2:
        return None
    messages: list[Message] = []
    first = min(heads)
    if any(line.text.strip() and not _RULE.match(line.text) for line in lines[:first]):
        messages.append(Message("", [line for line in lines[:first] if not _RULE.match(line.text)]))
    starts = sorted(heads)
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        messages.append(
            Message(
                heads[start],
                [line for line in lines[start + 1 : end] if not _RULE.match(line.text)],
                Side.INTERNAL if _INTERNAL.search(lines[start].text) else None,
            )
        )
    return messages


def _read_written(lines: Sequence[Line]) -> Iterator[Message]:
    """The messages under heads as `voc.domain.conversation` writes them."""
    author, side, said = "", None, list[Line]()
    for line in lines:
        is_ours, whose = read_head(line.text)
        if not is_ours:
            said.append(line)
            continue
        if said:
            yield Message(author, said, side)
        author, side, said = line.text.partition(" (")[0].strip().lower(), whose, []
    yield Message(author, said, side)


def is_head(text: str) -> bool:
    """Whether a line says who wrote the message below it, and when."""
    return _head(text) is not None


def _head(text: str) -> str | None:
    stripped = text.strip()
    if not 8 <= len(stripped) <= _LONGEST:
        return None
    found = _HEAD.match(stripped) or _DATE_FIRST.match(stripped)
    if not found or not all(word[:1].isupper() for word in found["name"].split() if len(word) > _PARTICLE and word[0].isalpha()):
        return None
    return found["name"].strip(" ,").lower()
