"""Lines and passages: what the readers of letters, calls and answers take and give."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from voc.engine.data import read_patterns

BULLET = re.compile(r"^\s*(?:[-*•–‣·]|\(?\d{1,2}[.)]|[a-z]\))\s+")
HEADING_MARK = re.compile(r"^[ \t]*#{1,6}[ \t]+(?=\S)")
_ASIDE = re.compile(rf"^(?:{read_patterns('asides.txt')})", re.IGNORECASE)
_HEADING = re.compile(
    r"(?::$)|\b(?:call|meeting|notes?|qbr|ebr|check-?in|sync|review|catch-?up|visit|minutes|kick-?off|recap|debrief|touch ?base)\b", re.IGNORECASE
)
_HEADING_WORDS = 7  # with its mark; a longer one says something
_CONTEXT_CHARS = 300


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one customer, from `start` to `end` of the text. A `point` is one already (a bullet); prose is still to be cut into sentences. `context` is what
    our own side said right before."""

    start: int
    end: int
    form: Literal["point", "prose"]
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text and where it starts."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def without_first(self, characters: int) -> "Line":
        """The rest of the line."""
        return replace(self, start=self.start + characters, text=self.text[characters:])


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is who in an item: lower-case names of the company's own people, and the name of the item's author where that is a customer."""

    agents: frozenset[str] = frozenset()
    author: str | None = None
    is_ours: bool = False  # the author is one of our own: only what they hand on is a customer's


@dataclass(frozen=True, slots=True)
class Reading:
    """The customer's own passages of one item, in their order, and the subject that a letter names."""

    passages: Sequence[Passage]
    subject: Line | None = None


def read_lines(text: str) -> Iterator[Line]:
    """The text's lines, without their line feeds."""
    start = 0
    for line in text.split("\n"):
        yield Line(start, line)
        start += len(line) + 1


def as_context(said: str) -> str | None:
    """The end of what was said, on one line and bounded; None where there is nothing."""
    folded = " ".join(said.split())
    if len(folded) > _CONTEXT_CHARS:
        folded = "\u2026 " + folded[-_CONTEXT_CHARS:].partition(" ")[2]
    return folded or None


def find_paragraphs(lines: list[Line]) -> Iterator[Passage]:
    """Bullets one by one; prose by paragraph, lines that an editor wrapped joined again."""
    has_bullets = sum(bool(BULLET.match(line.text)) for line in lines) >= 2
    start = end = -1
    form: Literal["point", "prose"] = "prose"
    for before, line in zip([None, *lines], lines, strict=False):
        stripped = line.text.strip()
        bullet = BULLET.match(line.text) if has_bullets else None
        indented = has_bullets and form == "point" and line.text.startswith(("  ", "\t"))
        breaks = not stripped or bullet or (form == "point" and not indented) or (before is not None and not _runs_on(before, line))
        if breaks and start >= 0:
            yield Passage(start, end, form)
            start = -1
        if (
            not stripped
            or _is_marked_heading(stripped)
            or (bullet and _ASIDE.match(line.text[bullet.end() :]))
            or (has_bullets and not bullet and not indented and _is_heading(stripped))
        ):
            form = "prose"
            continue
        if start < 0:
            start, form = line.start + (bullet.end() if bullet else 0), "point" if bullet else "prose"
        end = line.end
    if start >= 0:
        yield Passage(start, end, form)


def _is_marked_heading(stripped: str) -> bool:
    return bool(HEADING_MARK.match(stripped)) and len(stripped.split()) <= _HEADING_WORDS


def _is_heading(stripped: str) -> bool:
    return len(stripped.split()) <= 12 and not stripped.endswith((".", "!", "?")) and bool(_HEADING.search(stripped) or re.search(r"\d", stripped))


def _runs_on(before: Line, line: Line) -> bool:
    """Whether the line goes on from the one before: that one was full, or broke off without a full stop before a small letter."""
    said = before.text.rstrip()
    return not said.endswith((".", "!", "?", ":")) and (len(said) >= 55 or line.text.strip()[:1].islower())
