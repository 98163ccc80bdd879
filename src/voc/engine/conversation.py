"""Who speaks in a text, and which lines are nobody's point: greetings, signatures, quoted replies, agents' turns.

Works on readable text (`voc.engine.clean`) and hands on `Passage`s: stretches of one customer's own words, with offsets into that text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_QUOTE_HEADS = re.compile(
    r"^(?:on .{6,120} wrote:|am .{6,120} schrieb .{0,120}:|le .{6,120} a écrit ?:|-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht) ?-{2,}|_{10,}"
    r"|from: .+|##-? please type your reply above.*)$",
    re.IGNORECASE,
)
_TIMING = re.compile(r"^(?:\d+|WEBVTT.*|NOTE .*|(?:\d{2}:)?\d{2}:\d{2}[.,]\d{3} --> .*)$")
_VOICE = re.compile(r"^<v ([^>]+)>(.*?)(?:</v>)?$")
_TURN = re.compile(r"^(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*[-–]?\s*)?([^\W\d_][\w .,'’&/-]{0,40}?)(?:\s*[\[(]([\w .,'’&/-]{1,40})[\])])?\s*:\s+(?=\S)")
_AGENT_WORDS = re.compile(
    r"\b(?:agent|csm|customer success(?: manager)?|support(?: agent| rep)?|rep|sales rep|ae|account (?:manager|executive)|host|interviewer|vendor|moderator|our side|us|we)\b", re.IGNORECASE
)
_CUSTOMER_WORDS = re.compile(r"\b(?:customer|client|user|prospect|buyer|caller|guest|participant|interviewee)\b", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|hallo|bonjour|hola|guten (?:tag|morgen)|to whom it may concern)\b", re.IGNORECASE
)
_GREETING_INLINE = re.compile(r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.,!?:;\n]{0,40}[,!:–-]\s+(?=\S)", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:(?:many |kind(?:est)? |best |warm(?:est)? |with |my |all the |sincere |friendly )*(?:thanks|thank you|regards|wishes|best|cheers|sincerely|cordially|greetings|thx|ta)\b"
    r"|yours\b|looking forward|talk soon|take care|have a (?:good|great|nice|lovely)|mit freundlichen|viele grüße|cordialement|saludos|sent from my|sent via|get outlook for"
    r"|appreciate (?:it|your|any)|hope (?:to hear|you can|this helps)|speak soon|until then|yours|br,?$|kr,?$|rgds)",
    re.IGNORECASE,
)
_PLEASANTRY = re.compile(r"^(?:(?:i )?(?:hope|trust) (?:you(?:'re| are)|this|all|your|everyone)\b.{0,60}|happy (?:monday|tuesday|wednesday|thursday|friday).{0,20})[.!]?$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–‣·]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_ASIDE = re.compile(
    r"^(?:next steps?|actions?(?: items?)?|to-?dos?|follow[- ]?ups?|attendees|participants|present|agenda|internal|owner|date|call with|duration|our side|we (?:will|to)|i(?:'ll| will| promised to))\b", re.IGNORECASE
)
_HEADING = re.compile(r"(?::$)|\b(?:call|meeting|notes?|qbr|ebr|check-?in|sync|review|catch-?up|visit|minutes|kick-?off|recap|debrief|touch ?base)\b", re.IGNORECASE)

_CLOSING_WORDS = 9
_SIGNATURE_LINES = 10


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


def find_passages(text: str, kind: str, agent_names: frozenset[str] = frozenset()) -> list[Passage]:
    """The customer's own passages of one item, in their order. `agent_names` are lower-case names of the company's people."""
    lines = [line for line in _lines(text) if not _TIMING.match(line.text.strip())]
    if kind != "nps" and _is_transcript(lines):
        return list(_customer_turns(lines, agent_names))
    lines = _own_words(lines)
    if kind not in ("nps", "csat", "review"):
        lines = _letter_body(lines)
    return list(_paragraphs(lines, kind))


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


def _letter_body(lines: list[_Line]) -> list[_Line]:
    """Without subject, greeting, closing and signature."""
    body = [line for line in lines if line.text.strip()]
    if body and (match := re.match(r"subject:\s*", body[0].text, re.IGNORECASE)):
        # A ticket that says nothing but its subject has said it there.
        body = body[1:] or [_Line(body[0].start + match.end(), body[0].text[match.end() :])]
    while len(body) > 1 and ((_GREETING.match(body[0].text.strip()) and len(body[0].text.split()) <= 7) or _PLEASANTRY.match(body[0].text.strip())):
        body = body[1:]
    for index, line in enumerate(body):
        stripped = line.text.strip()
        is_end = stripped in ("--", "—", "---") or (_CLOSING.match(stripped) and len(stripped.split()) <= _CLOSING_WORDS and len(body) - index <= _SIGNATURE_LINES)
        if index and is_end:
            return _between(lines, body[0], body[index - 1])
    return _between(lines, body[0], body[-1]) if body else []


def _between(lines: list[_Line], first: _Line, last: _Line) -> list[_Line]:
    inner = [line for line in lines if first.start < line.start <= last.start]
    return [first, *inner]


def _is_transcript(lines: list[_Line]) -> bool:
    turns = [speaker for line in lines if (speaker := _speaker(line.text)) is not None]
    filled = sum(bool(line.text.strip()) for line in lines)
    return len(turns) >= 2 and len(turns) >= filled * 0.4 and len({name for name, _ in turns}) < max(3, len(turns))


def _speaker(text: str) -> tuple[str, int] | None:
    """The speaker's label of a line, lower-case, and where the words begin."""
    stripped = text.strip()
    offset = len(text) - len(text.lstrip())
    if voice := _VOICE.match(stripped):
        return voice[1].strip().lower(), offset + voice.start(2)
    if (turn := _TURN.match(stripped)) and len(turn[1].split()) <= 4 and not _BULLET.match(stripped):
        label = f"{turn[1]} ({turn[2]})" if turn[2] else turn[1]
        return label.strip().lower(), offset + turn.end()
    return None


def _customer_turns(lines: list[_Line], agent_names: frozenset[str]) -> Iterator[Passage]:
    agents = _agents(lines, agent_names)
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


def _agents(lines: list[_Line], agent_names: frozenset[str]) -> set[str]:
    """The labels of the company's own people: by role word, by name, else, where two speak and neither is known, the one who mostly asks."""
    questions: dict[str, list[bool]] = {}
    for line in lines:
        if spoken := _speaker(line.text):
            questions.setdefault(spoken[0], []).append(line.text.rstrip().endswith("?"))
    agents = {
        label for label in questions
        if (_AGENT_WORDS.search(label) and not _CUSTOMER_WORDS.search(label)) or label in agent_names or label.split(" (")[0].strip() in agent_names
    }  # fmt: skip
    customers = {label for label in questions if _CUSTOMER_WORDS.search(label)}
    if not agents and not customers and len(questions) == 2:
        asking = {label: sum(asked) / len(asked) for label, asked in questions.items()}
        most = max(asking, key=lambda label: (asking[label], label))
        if asking[most] >= 0.4 and asking[most] >= 2 * min(asking.values()):
            agents = {most}
    return agents


def _paragraphs(lines: list[_Line], kind: str) -> Iterator[Passage]:
    """Bullets one by one; prose by paragraph, lines that an editor wrapped joined again."""
    has_bullets = sum(bool(_BULLET.match(line.text)) for line in lines) >= 2
    start = end = -1
    form: Literal["point", "prose"] = "prose"
    for line in lines:
        stripped = line.text.strip()
        bullet = _BULLET.match(line.text) if has_bullets else None
        indented = has_bullets and form == "point" and line.text.startswith(("  ", "\t"))
        breaks = not stripped or bullet or (form == "point" and not indented) or (start >= 0 and not _runs_on(lines, line))
        if breaks and start >= 0:
            yield Passage(start, end, form)
            start = -1
        if not stripped or (bullet and _ASIDE.match(line.text[bullet.end() :])) or (has_bullets and not bullet and not indented and _is_heading(stripped)):
            form = "prose"
            continue
        if start < 0:
            start, form = line.start + (bullet.end() if bullet else 0), "point" if bullet else "prose"
            if greeting := _GREETING_INLINE.match(line.text):
                start += greeting.end() if kind not in ("nps", "csat") else 0
        end = line.end
    if start >= 0:
        yield Passage(start, end, form)


def _is_heading(stripped: str) -> bool:
    return len(stripped.split()) <= 12 and not stripped.endswith((".", "!", "?")) and bool(_HEADING.search(stripped) or re.search(r"\d", stripped))


def _runs_on(lines: list[_Line], line: _Line) -> bool:
    """Whether the line goes on from the one before: that one was full, or broke off without a full stop before a small letter."""
    before = lines[lines.index(line) - 1].text.rstrip()
    return not before.endswith((".", "!", "?", ":")) and (len(before) >= 55 or line.text.strip()[:1].islower())
