"""Who speaks in a text, and which lines are nobody's point: greetings, signatures, quoted replies, agents' turns.

Works on readable text (`voc.engine.clean`) and hands on `Passage`s: stretches of one customer's own words, with offsets into that text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from voc.engine.courtesy import CLOSING, GREETING, is_courtesy
from voc.engine.data import read_patterns

_HEADERS = frozenset(
    ("subject", "from", "to", "cc", "bcc", "sent", "date", "re", "fwd", "betreff", "von", "an", "ps", "p.s", "note", "nb", "edit", "update", "http", "https")
)
_QUOTE_HEADS = re.compile(
    r"^(?:on .{6,120} wrote:|am .{6,120} schrieb .{0,120}:"
    r"|le .{6,120} a écrit ?:|-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht) ?-{2,}|_{10,}"
    r"|from: .+|##-? please type your reply above.*)$",
    re.IGNORECASE,
)
_TIMING = re.compile(r"^(?:\d+|WEBVTT.*|NOTE .*|(?:\d{2}:)?\d{2}:\d{2}[.,]\d{3} --> .*)$")
_VOICE = re.compile(r"^<v ([^>]+)>(.*?)(?:</v>)?$")
_TURN = re.compile(r"^(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–]?\s*)?([^\W\d_][\w .,'’&/-]{0,40}?)(?:\s*[\[(]([\w .,'’&/-]{1,40})[\])])?\s*:\s+(?=\S)")
_AGENT_WORDS = re.compile(
    r"\b(?:agent|csm|customer (?:success|service|care)|support(?: agent| rep)?|rep|sales rep|ae"
    r"|account (?:manager|executive)|host|interviewer|vendor|moderator|our side|us|we)\b",
    re.IGNORECASE,
)
_CUSTOMER_WORDS = re.compile(
    r"\b(?:customer(?! (?:success|support|service|care))|client|user|prospect|buyer|caller|guest|participant|interviewee)\b", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-*•–‣·]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_ASIDE = re.compile(rf"^(?:{read_patterns('asides.txt')})", re.IGNORECASE)
_HEADING = re.compile(
    r"(?::$)|\b(?:call|meeting|notes?|qbr|ebr|check-?in|sync|review|catch-?up|visit|minutes|kick-?off|recap|debrief|touch ?base)\b", re.IGNORECASE
)

CONVERSATIONS = ("call_note", "sales_note", "chat")
SURVEYS = ("nps", "csat", "review")  # an answer, not a letter

_SHORT = 9  # words of a line that may be a closing, a name, a job title
_SIGNATURE_LINES = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one customer, from `start` to `end` of the readable text. A `point` is one already (a bullet); prose is still to be cut into sentences."""

    start: int
    end: int
    form: Literal["point", "prose"]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is who in an item: lower-case names of the company's own people, and the name of the item's author where that is a customer."""

    agents: frozenset[str] = frozenset()
    author: str | None = None


def find_passages(text: str, kind: str, speakers: Speakers) -> list[Passage]:
    """The customer's own passages of one item, in their order."""
    lines = [line for line in _lines(text) if not _TIMING.match(line.text.strip())]
    if kind in SURVEYS:
        return list(_paragraphs(_own_words(lines)))
    if _is_transcript(lines, kind in CONVERSATIONS):
        return list(_customer_turns(lines, speakers))
    return list(_paragraphs(_letter_body(_own_words(lines), speakers.author)))


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for raw in text.split("\n"):
        yield _Line(start, raw)
        start += len(raw) + 1


def _own_words(lines: list[_Line]) -> list[_Line]:
    """Without quoted replies: lines behind `>`, and all from a reply's or a forwarded message's head on."""
    kept: list[_Line] = []
    for line in lines:
        stripped = line.text.strip()
        if _QUOTE_HEADS.match(stripped) and any(k.text.strip() for k in kept):
            break
        if not stripped.startswith(">"):
            kept.append(line)
    return kept


def _letter_body(lines: list[_Line], author: str | None) -> list[_Line]:
    """Without subject, greeting, closing and signature."""
    body = [line for line in lines if line.text.strip()]
    if body and (match := re.match(r"(?:subject|betreff):\s*", body[0].text, re.IGNORECASE)):
        # A ticket that says nothing but its subject has said it there.
        body = body[1:] or [_Line(body[0].start + match.end(), body[0].text[match.end() :])]
    if not body:
        return []
    if greeting := GREETING.match(body[0].text):
        rest = body[0].text[greeting.end() :]
        stands_alone = len(body) > 1 and body[1].start > body[0].end + 1  # a blank line behind it
        if len(body) > 1 and (not rest.strip() or is_courtesy(rest) or (stands_alone and len(rest.split()) <= _SHORT)):
            body = body[1:]
        elif rest.strip():
            body[0] = _Line(body[0].start + greeting.end(), rest)
    end = _find_signature(body, (author or "").lower())
    while end > 1 and len(body[end - 1].text.split()) <= _SHORT and CLOSING.match(body[end - 1].text.strip()):
        end -= 1
    return _between(lines, body[0], body[end - 1])


def _find_signature(body: list[_Line], author: str) -> int:
    """The index of the first line of the signature or of what closes the letter; the number of lines where there is none."""
    for index in range(max(1, len(body) - _SIGNATURE_LINES), len(body)):
        stripped = body[index].text.strip()
        is_name = bool(author) and (stripped.lower().startswith(author) or stripped.lower().rstrip(",.") == author.split()[0])
        is_closing = len(stripped.split()) <= _SHORT and CLOSING.match(stripped) and all(len(line.text.split()) <= 2 * _SHORT for line in body[index:])
        if stripped in ("--", "—", "---") or is_name or is_closing:
            return index
    return len(body)


def _between(lines: list[_Line], first: _Line, last: _Line) -> list[_Line]:
    return [first, *(line for line in lines if first.start < line.start <= last.start)]


def _is_transcript(lines: list[_Line], expected: bool) -> bool:
    """Whether the lines are mostly turns. Where none is expected, as in a ticket, somebody must speak twice: two lines of `Label: text` are no conversation."""
    turns = [speaker for line in lines if (speaker := _speaker(line.text)) is not None]
    filled = sum(bool(line.text.strip()) for line in lines)
    speakers = len({name for name, _ in turns})
    return len(turns) >= 2 and len(turns) >= filled * 0.4 and speakers < (max(3, len(turns)) if expected else len(turns))


def _speaker(text: str) -> tuple[str, int] | None:
    """The speaker's label of a line, lower-case, and where the words begin."""
    stripped = text.strip()
    offset = len(text) - len(text.lstrip())
    if voice := _VOICE.match(stripped):
        return voice[1].strip().lower(), offset + voice.start(2)
    if (turn := _TURN.match(stripped)) and len(turn[1].split()) <= 4 and not _BULLET.match(stripped) and turn[1].lower() not in _HEADERS:
        label = f"{turn[1]} ({turn[2]})" if turn[2] else turn[1]
        return label.strip().lower(), offset + turn.end()
    return None


def _customer_turns(lines: list[_Line], speakers: Speakers) -> Iterator[Passage]:
    agents = _agents(lines, speakers)
    current: str | None = None
    start = end = 0
    for line in lines:
        spoken = _speaker(line.text)
        if spoken is None and not line.text.strip():
            continue
        if spoken is None:
            end = line.end
            continue
        if current is not None and current not in agents and end > start:
            yield Passage(start, end, "prose")
        current, offset = spoken
        start, end = line.start + offset, line.end - (len("</v>") if line.text.rstrip().endswith("</v>") else 0)
    if current is not None and current not in agents and end > start:
        yield Passage(start, end, "prose")


def _agents(lines: list[_Line], speakers: Speakers) -> set[str]:
    """The labels of the company's own people: by role word or by name, else the one speaker who mostly asks."""
    asked: dict[str, list[bool]] = {}
    for line in lines:
        if spoken := _speaker(line.text):
            asked.setdefault(spoken[0], []).append(line.text.rstrip().endswith("?"))
    customers = {label for label in asked if _CUSTOMER_WORDS.search(label) or label == (speakers.author or "").lower()}
    unknown = [label for label in asked if label not in customers]
    agents = {label for label in unknown if _AGENT_WORDS.search(label) or _names(label) & speakers.agents}
    if not agents and len(asked) > 1 and unknown:
        share = {label: sum(asked[label]) / len(asked[label]) for label in asked}
        most = max(unknown, key=lambda label: (share[label], label))
        others = [share[label] for label in asked if label != most]
        if share[most] >= 0.4 and share[most] >= 2 * sum(others) / len(others):
            agents = {most}
    return agents


def _names(label: str) -> set[str]:
    """How a speaker's label may stand in the list of the company's people: in full, or by the first name."""
    name = label.split(" (")[0].strip()
    return {name, name.split()[0]} if name else set()


def _paragraphs(lines: list[_Line]) -> Iterator[Passage]:
    """Bullets one by one; prose by paragraph, lines that an editor wrapped joined again."""
    has_bullets = sum(bool(_BULLET.match(line.text)) for line in lines) >= 2
    start = end = -1
    form: Literal["point", "prose"] = "prose"
    for before, line in zip([None, *lines], lines, strict=False):
        stripped = line.text.strip()
        bullet = _BULLET.match(line.text) if has_bullets else None
        indented = has_bullets and form == "point" and line.text.startswith(("  ", "\t"))
        breaks = not stripped or bullet or (form == "point" and not indented) or (before is not None and not _runs_on(before, line))
        if breaks and start >= 0:
            yield Passage(start, end, form)
            start = -1
        if not stripped or (bullet and _ASIDE.match(line.text[bullet.end() :])) or (has_bullets and not bullet and not indented and _is_heading(stripped)):
            form = "prose"
            continue
        if start < 0:
            start, form = line.start + (bullet.end() if bullet else 0), "point" if bullet else "prose"
        end = line.end
    if start >= 0:
        yield Passage(start, end, form)


def _is_heading(stripped: str) -> bool:
    return len(stripped.split()) <= 12 and not stripped.endswith((".", "!", "?")) and bool(_HEADING.search(stripped) or re.search(r"\d", stripped))


def _runs_on(before: _Line, line: _Line) -> bool:
    """Whether the line goes on from the one before: that one was full, or broke off without a full stop before a small letter."""
    said = before.text.rstrip()
    return not said.endswith((".", "!", "?", ":")) and (len(said) >= 55 or line.text.strip()[:1].islower())
