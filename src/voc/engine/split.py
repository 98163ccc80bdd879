"""An item's text to its single points: the sentences and clauses of the customer's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import spacy
from spacy.language import Language

from voc.engine.conversation import SURVEYS, find_passages
from voc.engine.courtesy import GREETING, is_courtesy
from voc.engine.data import read_patterns
from voc.engine.language import ENGLISH, detect_language
from voc.engine.letters import is_reply, subject_context
from voc.engine.parser import clauses
from voc.engine.passages import Passage, Speakers
from voc.engine.text.answers import is_detail, is_identification, is_no_answer, names_matter
from voc.engine.text.code import is_code_line
from voc.engine.text.machines import is_machine_sentence
from voc.engine.text.stops import mask_stops
from voc.engine.text.vendor import is_own_side

# Where one sentence turns to another point. What stands before and behind must be able to stand alone.
_DEGREE = r"(?:hard|much|many|often|long|small|big|good|bad|little|few)\b"
# "Yet" turns behind a comma or where a subject follows it; in "yet another", "has yet to", "not yet" it turns nothing.
_NO_YET = r"(?:another|again|more|to|an? (?:second|third|new|further|different))\b"
_YET = (
    rf"(?<=[,;–—-] )yet\b(?! {_NO_YET})|yet(?= (?:we|it|they|i|you|he|she|there|its|nothing|all|the|our|my|your|this|that|these|nobody|no one"
    r"|every\w+|when|if|some\w*)\b)"
)
_TURNS = re.compile(
    r"(?:(?<=[,;–—])|(?<= -)|(?<=\w)(?<!\ball)(?<!\bnothing)(?<!\banything)(?<!\bnone)(?<!\beven)(?<!\bas)(?<!\bnot)(?<!\bnever))"
    rf"\s+(?=(?:but(?! for\b)|however(?! {_DEGREE})|although|though|whereas|on the other hand|that said|and also|also, |plus,? (?:the|we|it|our|your|you))\b"
    rf"|{_YET})"
    r"|(?<=;)\s+(?!(?:we|it|they|this|that|these|he|she|so|i|you|then|now|no|not|nobody|nothing)\b)",
    re.IGNORECASE,
)
# How it was once and how it is now are one point: "used to be slow but since the update it flies".
_ONCE = re.compile(rf"\b(?:{read_patterns('once.txt')})\b", re.IGNORECASE)
_NOW = re.compile(rf"\W*(?:(?:but|however|yet|and|aber|doch|mais|pero|mas|ma|maar)\b[, ]*)?(?:{read_patterns('now.txt')})\b", re.IGNORECASE)
# A sentence that begins so leans on the one before: its "it" is there.
_LEANING = re.compile(rf"^(?:{read_patterns('leanings.txt')})", re.IGNORECASE)
# In a letter or a call, where one breath is mostly one matter, these lean too; in a survey's answer they open another point.
_LEANING_IN_LETTERS = re.compile(rf"^(?:{read_patterns('leanings_in_letters.txt')})", re.IGNORECASE)
_CONJUNCTION = re.compile(
    rf"(?:(?:but(?! for\b)|however(?! {_DEGREE})|although|though|whereas|yet(?! {_NO_YET})\b|and|also|plus|that said|on the other hand)\b[,:]?\s*)"
    rf"(?:yet\b(?! {_NO_YET})[,:]?\s+)?",
    re.IGNORECASE,
)
# What spaCy takes the square of its length for: a ruled line, a pasted key.
_UNBROKEN = re.compile(r"[^\w\s]{50,}|\S{2000,}")
# A file, an address, a name in a program: a full stop in it ends no sentence.
_NAMED = re.compile(r"(?<!\S)(?=\S{0,2000}[\w)\]][._$#/(:\\]\S{0,2000}[\w)][._$#/(=:\\]\w)\S{1,2000}(?!\S)|\w+\.(?:[a-z]{2,4}|\d\w*)\b(?=[\s,;:)])")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OPAQUE = re.compile(
    r"https?://\S+|(?<!\S)[@#]\w[\w.]*|(?<!\S)\S*[\w)][._$#/(=:\\]+[\w(]\S*|\w*[a-z]\w*[A-Z]\w*"
)  # no words of a person's: addresses, handles, names in programs
# Whom a post addresses and what it links to, at either end of it.
_ADDRESSED = re.compile(r"(?:(?:@\w[\w.]*|https?://\S+|RT(?= @))[\s,:;–-]*)+")
_TAGGED = re.compile(r"(?:(?:^|(?<=\s))(?:[@#]\w[\w.]*|https?://\S+)\s*)+$")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}")  # a word's worth of what is written without spaces
_MIN_CLAUSE_WORDS = 3
_MIN_WORDS = 3
_NEAR = 300  # characters about a turn in which the words on either side are counted
_LEAD_IN = 50  # characters before a colon that only announce what follows
_LONG, _LONG_WORDS = 200, 25  # characters, words: what runs on longer without a full stop is parsed
_LONGEST_PARSED = 20_000  # characters
_NO_SPEAKERS = Speakers()


@dataclass(frozen=True, slots=True)
class Point:
    """One point and where it stands in the text that was split: `text == split[start:end]`. Points of one `passage` were said in one breath; `context` is what
    our own side said right before, else the letter's subject."""

    start: int
    end: int
    text: str
    passage: int
    context: str | None = None


@cache
def _nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…", "。", "！", "？"]})
    nlp.max_length = 10_000_000
    return nlp


def split_points(text: str, kind: str, speakers: Speakers = _NO_SPEAKERS) -> list[Point]:
    """The points of one item's readable text, in their order. Total: any text in, a list out, empty where nobody says anything.

    A letter's subject is the context of its points; where the letter makes none, the subject is the point, unless it is another message's.
    """
    reading = find_passages(text, kind, speakers)
    in_survey, subject = kind in SURVEYS, reading.subject
    points = [point for number, passage in enumerate(reading.passages) for point in _points(text, passage, number, in_survey=in_survey)]
    if subject is None:
        return points
    if points:
        about = subject_context(subject.text)
        return [replace(point, context=point.context or about) for point in points]
    return [] if is_reply(subject.text) or is_courtesy(subject.text) else list(_points(text, Passage(subject.start, subject.end, "point"), 0, in_survey=True))


def _points(text: str, passage: Passage, number: int, *, in_survey: bool) -> Iterator[Point]:
    least = 1 if passage.form == "point" or in_survey else _MIN_WORDS
    for start, end in _spans(text, passage, in_survey):
        leads_in = text[end : end + 1] == ":" and end - start < _LEAD_IN
        if end > start and not leads_in and _says_something(text[start:end], least) and not is_no_answer(text[start:end]):
            yield Point(start, end, text[start:end], number, passage.context)


def _spans(text: str, passage: Passage, in_survey: bool) -> Iterator[tuple[int, int]]:
    said = [span for span in _sentences(text, passage) if not _is_empty(text[slice(*span)], passage.context, in_survey)]
    for start, end in _join_leaning(text, said, in_survey):
        for clause in _clauses(text, start, end):
            yield _trim(text, *clause)


def _is_empty(sentence: str, asked: str | None, in_survey: bool) -> bool:
    """Whether a sentence says nothing of the product. An answer's manners are part of the answer."""
    if is_machine_sentence(sentence):
        return True
    if in_survey:
        return GREETING.fullmatch(_ADDRESSED.sub("", sentence.strip())) is not None
    return is_courtesy(sentence) or is_own_side(sentence) or is_identification(sentence) or is_detail(sentence, asked) or is_code_line(sentence)


def _sentences(text: str, passage: Passage) -> list[tuple[int, int]]:
    if passage.form == "point":
        return [(passage.start, passage.end)]
    plain = _UNBROKEN.sub(_masked, text[passage.start : passage.end])
    doc = _nlp()(_NAMED.sub(_masked, mask_stops(plain)))
    spans = [(passage.start + s.start_char, passage.start + s.end_char) for s in doc.sents if s.text.strip()]
    return [part for start, end in spans for part in _run_on_parts(text, start, end)]


def _run_on_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a long stretch of English that its writer did not punctuate; other sentences whole."""
    said = text[start:end].strip()
    is_punctuated = not said[:1].islower() and said.endswith((".", "!", "?"))
    if is_punctuated or len(said) > _LONGEST_PARSED or (len(said) <= _LONG and len(said.split()) <= _LONG_WORDS) or detect_language(said) != ENGLISH:
        yield start, end
        return
    for first, last in clauses(text[start:end]):
        joint = _CONJUNCTION.match(text, start + first, start + last) if first else None
        yield joint.end() if joint else start + first, start + last


def _masked(found: re.Match[str]) -> str:
    return "x" * (len(found[0]) - 1) + found[0][-1]


def _join_leaning(text: str, sentences: list[tuple[int, int]], in_survey: bool) -> list[tuple[int, int]]:
    """Sentences that cannot stand alone go with the one before."""
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        sentence = text[start:end].strip()
        now = joined and _NOW.match(sentence) and _ONCE.search(text, max(joined[-1][0], start - _NEAR), start)
        leans = now or _LEANING.match(sentence) or (not in_survey and _LEANING_IN_LETTERS.match(sentence)) or len(_WORD.findall(sentence)) < _MIN_CLAUSE_WORDS
        if joined and leans:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cut = start
    for turn in _TURNS.finditer(text, start, end):
        before, after = text[max(cut, turn.start() - _NEAR) : turn.start()], _without_conjunction(text[turn.end() : min(end, turn.end() + _NEAR)])
        if _ONCE.search(before) and _NOW.match(after):
            continue
        if len(_WORD.findall(before)) >= _MIN_CLAUSE_WORDS and len(_WORD.findall(after)) >= _MIN_CLAUSE_WORDS:
            yield cut, turn.start()
            cut = turn.end()
    yield cut, end


def _without_conjunction(words: str) -> str:
    joint = _CONJUNCTION.match(words)
    return words[joint.end() :] if joint else words


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if conjunction := _CONJUNCTION.match(text[start:end]):
        start += conjunction.end()
    if addressed := _ADDRESSED.match(text, start, end):
        start = addressed.end()
    if tagged := _TAGGED.search(text, max(start, end - _NEAR), end):
        end = tagged.start()
    while start < end and not (text[start].isalnum() or text[start] in "\"'“‘([¿¡"):
        start += 1
    if start and text[start - 1] == "[":  # the mark that personal data leaves behind stays whole
        start -= 1
    while end > start and text[end - 1] in " \t\n,;:–—-":
        end -= 1
    return start, end


def _says_something(point: str, least: int) -> bool:
    """Whether it has that many words; where one will do, a number or a smiley's worth of letters is one. A wish or a trouble takes fewer."""
    plain = _OPAQUE.sub(" ", point)
    words = len(_WORD.findall(plain)) + len(_UNSPACED.findall(plain))
    return words >= least or (least == 1 and any(c.isalnum() for c in point)) or (words >= 2 and names_matter(point))
