"""Forms and templates: the answer is what somebody says, the question or the field's name its context, and a field of particulars is neither."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voc.engine.data import read_patterns
from voc.engine.passages import BULLET, HEADING_MARK, Line
from voc.engine.text.answers import is_yes_no

_ANSWER_LABEL = rf"(?:{read_patterns('answer_labels.txt')})"
_PARTICULAR_LABEL = rf"(?:{read_patterns('particular_labels.txt')})"
_SKIPPED_HEADING = rf"(?:{read_patterns('skipped_headings.txt')})"
_LABELLED = re.compile(rf"^[ \t]*(?P<label>{_ANSWER_LABEL})[ \t]?[:：][ \t]*", re.IGNORECASE)
_BARE = re.compile(rf"^[ \t]*(?:#{{1,6}}[ \t]+)?(?P<label>{_ANSWER_LABEL})[ \t]*[:：?]?[ \t]*$", re.IGNORECASE)
_PARTICULAR = re.compile(
    rf"^[ \t]*(?:[-*•][ \t]+)?(?:\[[ x]\][ \t]*)?{_PARTICULAR_LABEL}(?: \([^()\n]{{1,60}}\))?[ \t]?[:：=](?P<value>[^\n]*)$", re.IGNORECASE
)
_CHECKBOX = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?\[[ xX]\]")
_SKIPPED = re.compile(rf"^[ \t]*(?:#{{1,6}}[ \t]+)?{_SKIPPED_HEADING}[ \t]*(?:\([^()\n]{{1,80}}\))?[ \t]*[:：?]?[ \t]*$", re.IGNORECASE)
_HEADING = re.compile(rf"^[ \t]*(?:#{{1,6}}[ \t]+)?(?:{_ANSWER_LABEL}|{_SKIPPED_HEADING}|{_PARTICULAR_LABEL})[ \t]*[:：]?[ \t]*$", re.IGNORECASE)
_NUMBER = r"(?:q|question|frage)[ .]?\d{1,2}[.:)]?[ \t]+"
_PAIR = r"(?:pros?|cons?|likes?|dislikes?|vorteile|nachteile|ventajas|desventajas|avantages|inconvénients)"
_PERMISSION = rf"(?:{read_patterns('permission_questions.txt')})"
_ASKED = re.compile(
    rf"(?:^|(?<=[.!?;:,)\s]))(?:(?:{_NUMBER}|\d{{1,2}}[.)][ \t]+)?(?:{read_patterns('survey_questions.txt')}|{_PERMISSION})[^?？\n]{{0,200}}[?？]"
    rf"|{_NUMBER}[^?？\n]{{3,200}}[?？]|{_PAIR}[ \t]?[:：])[ \t]*",
    re.IGNORECASE,
)
# A line that asks for leave to get in touch, and what answers it.
_ASKS_LEAVE = re.compile(rf"^[ \t]*(?:[-*•][ \t]+)?(?:{_NUMBER}|\d{{1,2}}[.)][ \t]+)?{_PERMISSION}[^?？\n]{{0,200}}[?？][ \t*:：-]*", re.IGNORECASE)
_REACHED_AT = re.compile(r"[\W\d]*(?:(?:\[\w+\]|\S+@\S+|(?:e-?mail|phone|mobile|tel\.?|telefon|teléfono|téléphone)\b)[\W\d]*)*", re.IGNORECASE)
_PRAISES = re.compile(
    r"\b(?:like|love|enjoy|best|gefällt|mögen|schätzen|aimez|plaît|appréciez|gusta|valora|gosta|piace|apprezza|bevalt|vindt u goed|waardeert)\b", re.IGNORECASE
)
_NO_PRAISE = re.compile(r"\b(?:dislike|least|not|don't|improve|nicht|wenigsten|moins|pas|menos|não|no|meno|non|niet|minst)\b", re.IGNORECASE)
_NOUNS = re.compile(
    r"^\W*(?:(?:the|your|its|der|die|das|euer|ihr|le|la|les|l['’]|el|los|las|o|a|os|as|il|lo|i|gli|de|het)\s?)?[^\W\d_]+[.!]?\s*$", re.IGNORECASE
)
_BARELY = 3  # words of an answer that names what is liked and says nothing of it
_TROUBLE = re.compile(r"\b(?:is|are|was|does|do|did|has|have|can|cannot|will|would|should|not|no|fails?|n't|we|i|it|they|please)\b|n't\b", re.IGNORECASE)
_PARTICULAR_WORDS = 8  # of a value; who writes more says something


@dataclass(frozen=True, slots=True)
class Form:
    """The lines that hold answers, and what was asked, by the place where the answer begins; None where the asking ends."""

    lines: list[Line]
    asked: list[tuple[int, str | None]]

    def context(self, place: int) -> str | None:
        """What the words at that place answer."""
        index = bisect_right(self.asked, place, key=lambda asked: asked[0])
        return self.asked[index - 1][1] if index else None


def read_form(lines: Sequence[Line], *, is_survey: bool) -> Form:
    """The lines without particulars, each answer on lines of its own with what it answers. Lines of no form stay as they are."""
    kept: list[Line] = []
    asked: list[tuple[int, str | None]] = []
    is_answered = True
    lines = _without_leave(lines)
    own_questions = _find_questions(lines) if is_survey else frozenset()
    has_parts = sum(bool(line.text.strip()) for line in lines) > 1  # a single line is an answer, whatever its word
    for line in _without_particulars(lines) if has_parts else lines:
        heading = _BARE.match(line.text) if has_parts else None
        if line.start in own_questions:
            kept.append(Line(line.start, ""))
            asked.append((line.end, line.text.strip()))
        elif is_survey and not heading:
            for question, answer in _answers(line):
                if question is not None:
                    kept.append(Line(answer.start, ""))
                    asked.append((answer.start, question))
                if not _is_bare(answer.text, question or (asked[-1][1] if asked else None)):
                    kept.append(answer)
        elif label := heading or _LABELLED.match(line.text):
            rest = line.without_first(label.end())
            kept += Line(line.start, ""), rest
            asked.append((rest.start, label["label"].strip() if rest.text or is_survey else None))
            is_answered = bool(rest.text.strip())
        else:
            kept.append(line)
            if HEADING_MARK.match(line.text) or (is_answered and not line.text.strip()):
                asked.append((line.start, None))
            is_answered = is_answered or bool(line.text.strip())
    return Form(kept, asked)


def _without_leave(lines: Sequence[Line]) -> list[Line]:
    """Without questions for leave to get in touch or to publish, together with the yes, the no or the address that answers them. A customer may ask so too:
    unanswered, they stay."""
    kept: list[Line] = []
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and line.text.strip():
            if not (is_yes_no(line.text) or _REACHED_AT.fullmatch(line.text)):
                kept.append(waiting)
            else:
                kept.append(Line(line.start, ""))
                waiting = None
                continue
            waiting = None
        if asks := _ASKS_LEAVE.match(line.text):
            answer = line.text[asks.end() :]
            if not answer.strip():
                waiting = line
                continue
            if is_yes_no(answer) or _REACHED_AT.fullmatch(answer):
                kept.append(Line(line.start, ""))
                continue
        kept.append(line)
    return [*kept, waiting] if waiting is not None else kept


def _find_questions(lines: Sequence[Line]) -> frozenset[int]:
    """Where lines begin that are questions of the form, whatever they ask: they stand above an answer, behind a blank line, in a text that has a survey's
    question as well."""
    if not any((found := _ASKED.match(line.text)) and found.end() == len(line.text) for line in lines):
        return frozenset()
    around = zip([Line(0, ""), *lines], lines, [*lines[1:], Line(0, "")], strict=False)
    return frozenset(
        line.start
        for before, line, after in around
        if not before.text.strip() and after.text.strip() and line.text.rstrip().endswith(("?", "？")) and not _ASKED.match(line.text)
    )


def _is_bare(answer: str, question: str | None) -> bool:
    """Whether an answer only agrees, or names in a word what somebody likes: "The support"."""
    if question is None:
        return False
    return is_yes_no(answer) or bool(
        _PRAISES.search(question) and not _NO_PRAISE.search(question) and 0 < len(answer.split()) <= _BARELY and _NOUNS.match(answer)
    )


def _answers(line: Line) -> Iterator[tuple[str | None, Line]]:
    """A line cut behind the questions in it: the question, if any, and what follows it."""
    begun, question = 0, None
    for found in _ASKED.finditer(line.text):
        if found.start() > begun or question is not None:
            yield question, _part(line, begun, found.start())
        begun, question = found.end(), found[0].strip(" \t\n:：")
    if question is None and (label := _LABELLED.match(line.text)):
        begun, question = label.end(), label["label"].strip()
    yield question, _part(line, begun, len(line.text))


def _part(line: Line, start: int, end: int) -> Line:
    return replace(line, start=line.start + start, text=line.text[start:end].rstrip())


def _without_particulars(lines: Sequence[Line]) -> Iterator[Line]:
    """Without fields of particulars, ticked boxes, and the blocks under headings such as "Environment" or "Steps to reproduce"."""
    skipping: str | None = None  # the kind of heading whose block is skipped
    is_blank = seen = False
    for line in lines:
        stripped = line.text.strip()
        is_heading = bool(HEADING_MARK.match(line.text) or (stripped and _HEADING.match(line.text)) or _LABELLED.match(line.text))
        if stripped and _SKIPPED.match(line.text):
            skipping, seen = "marked" if HEADING_MARK.match(line.text) else "plain", False
        elif skipping and stripped and (is_heading or (skipping == "plain" and is_blank and seen and not BULLET.match(line.text))):
            skipping = None
        if skipping is None and not _is_particular(line.text):
            yield line
        elif skipping and stripped and not _SKIPPED.match(line.text):
            seen = True
        is_blank = not stripped


def _is_particular(text: str) -> bool:
    if _CHECKBOX.match(text):
        return True
    found = _PARTICULAR.match(text)
    return found is not None and len(found["value"].split()) <= _PARTICULAR_WORDS and not _TROUBLE.search(found["value"])
