"""Mails, tickets and survey answers: the author's own words now, without what is quoted, and a letter's body without its trimmings."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from voc.engine.courtesy import CLOSING, GREETING, is_courtesy, turns_to_matter
from voc.engine.passages import Line, Passage, Reading, Speakers, as_context, find_paragraphs
from voc.engine.text.forms import read_form
from voc.engine.text.machines import is_automatic, is_automatic_subject, is_machine_sentence
from voc.engine.text.mail import find_quote, skip_reply_heads, split_headers
from voc.engine.text.vendor import is_own_message, is_vendor_name

_REPLY = re.compile(r"^(?:(?:re|aw|antw|sv|rif|r|res|odp|fwd?|wg|tr|rv|enc|i|vs|vb|doorst)\s*:\s*)+", re.IGNORECASE)
_INTERNAL = re.compile(r"^\W{0,3}(?:internal|private)(?: (?:note|comment)s?)?\s*[\])]?\s*:", re.IGNORECASE)
_CAPITALISED = re.compile(r"^(?:[^\W\d_a-z][\w.'’-]*[ ,]*){2,4}$")
_POSITION = re.compile(
    r"\b(?:head|director|manager|vp|president|chief|c[efiot]o|engineer|lead|officer|founder|owner|analyst|consultant|specialist|coordinator|administrator|assistant"
    r"|developer|designer|partner|accountant|buyer|leiter(?:in)?|geschäftsführer(?:in)?|directeur|directrice|responsable|gerente|gmbh|inc|ltd|llc|s\.?a\.?)\b"
    r"|\[(?:email|phone)\]|https?:|www\.",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_LAYERS = 10  # of mails handed on in mails that are read
_SHORT = 9  # words of a line that may be a closing, a name, a job title
_SIGNATURE_LINES = 12


def find_own_words(lines: list[Line]) -> list[Line]:
    """Without quoted replies: lines behind `>`, and all from a reply's or a forwarded mail's head on."""
    quote = find_quote(lines)
    return [line for line in skip_reply_heads(lines[: quote.index] if quote else lines) if not line.text.lstrip().startswith(">")]


def is_reply(subject: str) -> bool:
    """Whether the subject is another message's: what it says was said before."""
    return bool(_REPLY.match(subject.strip()))


def subject_context(subject: str) -> str | None:
    """The subject as context, without the marks of replies."""
    return as_context(_REPLY.sub("", subject.strip()))


def read_letter(lines: list[Line], speakers: Speakers, layer: int = 0) -> Reading:
    """A mail or a ticket: its author's passages, those of the mails that it hands on, and its subject. A machine's and our own side's words are nobody's.
    `layer` counts the mails that it was handed on in."""
    subject, sender, body = split_headers(lines)
    if is_automatic_subject(subject.text if subject else "") or is_automatic("\n".join(line.text for line in body)) or _is_ours(sender, speakers, layer):
        return Reading([])
    if body and _INTERNAL.match(body[0].text):
        return Reading([])
    quote = find_quote(body, subject.text if subject else None)
    own = [] if speakers.is_ours else list(find_letter_passages(body, speakers.author))
    if quote is None or not quote.is_forward or layer >= _LAYERS:
        return Reading(own, None if speakers.is_ours or (not own and _is_own(find_own_words(body))) else subject)
    forwarded = read_letter(skip_reply_heads(body[quote.index :]), replace(speakers, is_ours=False, author=_name(body[quote.index :])), layer + 1)
    about = subject_context(forwarded.subject.text) if forwarded.subject else None
    passages = [replace(passage, context=passage.context or about) for passage in forwarded.passages]
    return Reading([*own, *passages], subject if own else forwarded.subject)


def _is_ours(sender: str | None, speakers: Speakers, layer: int) -> bool:
    name = (sender or "").partition("<")[0].strip(" \"'").lower()
    return bool(name) and (name in speakers.agents or (layer > 0 and is_vendor_name(name)))


def _name(lines: list[Line]) -> str | None:
    """The name of the sender that the headers of a mail name."""
    sender = split_headers(lines)[1]
    return (sender or "").partition("<")[0].strip(" \"'") or None


def _is_own(lines: list[Line]) -> bool:
    return is_own_message([part for line in lines for part in _SENTENCE_END.split(line.text) if part.strip()], [line.text for line in lines])


def find_letter_passages(lines: list[Line], author: str | None) -> Iterator[Passage]:
    """The passages of a letter without headers. One that answers what is quoted right above has that as its context; one of a form, the field's name."""
    own = find_own_words(lines)
    if _is_own(own):
        return
    form = read_form(_letter_body(own, author), is_survey=False)
    quotes, starts = _quotes_before(lines), [line.start for line in lines]
    for passage in find_paragraphs(form.lines):
        yield replace(passage, context=quotes.get(starts[bisect_right(starts, passage.start) - 1]) or form.context(passage.start))


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
    if len(_SENTENCE_END.split(body[0].text.strip())) == 1 and GREETING.match(body[0].text) and is_courtesy(body[0].text):
        body = body[1:]
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
        is_closing = (
            len(stripped.split()) <= _SHORT
            and CLOSING.match(stripped)
            and not turns_to_matter(stripped)
            and all(len(line.text.split()) <= 2 * _SHORT for line in body[index:])
        )
        if stripped in ("--", "—", "---") or is_name or is_closing or _is_card(body, index):
            return index
    return len(body)


def _is_card(body: list[Line], index: int) -> bool:
    """Whether a name stands here above a position, a company or an address, and hardly a sentence after it."""
    after = [line.text.strip() for line in body[index + 1 :] if not is_machine_sentence(line.text)]
    is_short = all(len(text.split()) <= _SHORT and not text.endswith((".", "!", "?")) for text in after)
    return bool(_CAPITALISED.match(body[index].text.strip())) and is_short and any(_POSITION.search(text) for text in after)
