"""A conversation as one text: each message under a line that says who wrote it, on whose side they are, and when.

Whoever reads a source writes it so, and the splitter reads it back; the form of the line stands here and nowhere else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Side(StrEnum):
    """Whose message it is. An internal one is what our own people wrote for each other."""

    CUSTOMER = "customer"
    AGENT = "agent"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `side` is None where nobody told; then the words have to."""

    text: str
    side: Side | None = None
    name: str | None = None
    at: datetime | None = None


_NAMELESS = {Side.CUSTOMER: "Customer", Side.AGENT: "Agent", Side.INTERNAL: "Internal note", None: "Somebody"}
_UNSAFE = re.compile(r"[\s():,]+")
_HEAD = re.compile(r"^[^():,\n]{1,80} \((?P<side>customer|agent|internal|unknown)\)(?:, \d{4}-\d\d-\d\d \d\d:\d\d UTC)?:$")


def write_conversation(messages: Sequence[Message], *, is_call: bool = False) -> str:
    """The messages as one text, in their order; of a call each on one line, `Name (customer): words`."""
    if is_call:
        labels = (f"{_name(message)}{f' ({message.side})' if message.side else ''}" for message in messages)
        return "\n".join(f"{label}: {' '.join(message.text.split())}" for label, message in zip(labels, messages, strict=True))
    return "\n\n".join(f"{_name(message)} ({message.side or 'unknown'}){_when(message)}:\n{message.text.strip()}" for message in messages)


def read_head(line: str) -> tuple[bool, Side | None]:
    """Whether the line stands above a message of such a text, and whose message it is."""
    found = _HEAD.match(line.strip())
    if found is None:
        return False, None
    return True, None if found["side"] == "unknown" else Side(found["side"])


def _name(message: Message) -> str:
    return _UNSAFE.sub(" ", message.name or "").strip()[:80].strip() or _NAMELESS[message.side]


def _when(message: Message) -> str:
    return f", {message.at:%Y-%m-%d %H:%M} UTC" if message.at else ""
