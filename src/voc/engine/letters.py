"""Mails, tickets and survey answers: the author's own words now, without what is quoted, and a letter's body without its trimmings."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from voc.engine.courtesy import CLOSING, GREETING, is_courtesy
from voc.engine.passages import Line, Passage, as_context, find_paragraphs

_QUOTE_HEADS = re.compile(
    r"^(?:on .{6,120} wrote:|am .{6,120} schrieb .{0,120}:"
    r"|le .{6,120} a écrit ?:|-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht) ?-{2,}|_{10,}"
    r"|from: .+|##-? please type your reply above.*)$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^(?:(subject|betreff|title|titel)|from|to|cc|bcc|sent|date|reply-to|importance|priority|von|an|gesendet|datum):[ \t]*(?=\S)", re.IGNORECASE
)
_REPLY = re.compile(r"^(?:(?:re|aw|antw|fwd?|wg)\s*:\s*)+", re.IGNORECASE)
_SHORT = 9  # words of a line that may be a closing, a name, a job title
_SIGNATURE_LINES = 12


def split_headers(lines: list[Line]) -> tuple[Line | None, list[Line]]:
    """A letter's subject, if it names one, and the letter without the headers above it, those of a forwarded message too."""
    subject: Line | None = None
    for index, line in enumerate(lines):
        stripped = line.text.strip()
        if header := _HEADER.match(line.text):
            subject = line.without_first(header.end()) if header[1] else subject
        elif stripped and not _QUOTE_HEADS.match(stripped):
            return subject, lines[index:]
    return subject, []


def find_own_words(lines: list[Line]) -> list[Line]:
    """Without quoted replies: lines behind `>`, and all from a reply's or a forwarded message's head on."""
    kept: list[Line] = []
    is_empty = True
    for line in lines:
        stripped = line.text.strip()
        if not is_empty and _QUOTE_HEADS.match(stripped):
            break
        if not stripped.startswith(">"):
            kept.append(line)
            is_empty = is_empty and not stripped
    return kept


def is_reply(subject: str) -> bool:
    """Whether the subject is another message's: what it says was said before."""
    return bool(_REPLY.match(subject.strip()))


def subject_context(subject: str) -> str | None:
    """The subject as context, without the marks of replies."""
    return as_context(_REPLY.sub("", subject.strip()))


def find_letter_passages(lines: list[Line], author: str | None) -> Iterator[Passage]:
    """The passages of a letter without headers. One that answers what is quoted right above has that as its context."""
    own = find_own_words(lines)
    quotes, starts = _quotes_before(lines), [line.start for line in own]
    for passage in find_paragraphs(_letter_body(own, author)):
        yield replace(passage, context=quotes.get(starts[bisect_right(starts, passage.start) - 1]))


def _quotes_before(lines: list[Line]) -> dict[int, str | None]:
    """What is quoted right above a line, by the line's start."""
    found: dict[int, str | None] = {}
    quoted: list[str] = []
    for line in lines:
        stripped = line.text.strip()
        if stripped.startswith(">"):
            quoted.append(stripped.lstrip("> "))
        elif stripped:
            if quoted:
                found[line.start] = as_context(" ".join(quoted))
            quoted = []
    return found


def _letter_body(lines: list[Line], author: str | None) -> list[Line]:
    """Without greeting, closing and signature."""
    body = [line for line in lines if line.text.strip()]
    if not body:
        return []
    if greeting := GREETING.match(body[0].text):
        rest = body[0].text[greeting.end() :]
        stands_alone = len(body) > 1 and body[1].start > body[0].end + 1  # a blank line behind it
        if len(body) > 1 and (not rest.strip() or is_courtesy(rest) or (stands_alone and len(rest.split()) <= _SHORT)):
            body = body[1:]
        elif rest.strip():
            body[0] = body[0].without_first(greeting.end())
    end = _find_signature(body, (author or "").lower())
    while end > 1 and len(body[end - 1].text.split()) <= _SHORT and CLOSING.match(body[end - 1].text.strip()):
        end -= 1
    first, last = body[0], body[end - 1]
    return [first, *(line for line in lines if first.start < line.start <= last.start)]


def _find_signature(body: list[Line], author: str) -> int:
    """The index of the first line of the signature or of what closes the letter; the number of lines where there is none."""
    for index in range(max(1, len(body) - _SIGNATURE_LINES), len(body)):
        stripped = body[index].text.strip()
        is_name = bool(author) and (stripped.lower().startswith(author) or stripped.lower().rstrip(",.") == author.split()[0])
        is_closing = len(stripped.split()) <= _SHORT and CLOSING.match(stripped) and all(len(line.text.split()) <= 2 * _SHORT for line in body[index:])
        if stripped in ("--", "—", "---") or is_name or is_closing:
            return index
    return len(body)
