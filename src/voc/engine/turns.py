"""Calls and chats: who speaks which lines, and which of them are the customer's.

Transcripts come in many dresses. `level_transcript` brings them to one, a turn a line: `Name: words`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voc.engine.alignment import AlignedText, Edit
from voc.engine.courtesy import SMALL_TALK, is_courtesy
from voc.engine.data import read_patterns, read_words
from voc.engine.passages import BULLET, Line, Passage, Speakers, as_context, read_lines
from voc.engine.text.vendor import is_own_side

_NO_SPEAKERS = read_words("no_speakers.txt")
INTERNAL = "internal note"  # the speaker of what our own people wrote for each other
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?: ?[ap]\.?m\.?)?)"
_DAY = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}),?[ T]"
_NAME = r"[^\W\d_][\w .,'’&/-]{0,40}?(?:\s*[\[(][\w .,'’&/-]{1,40}[\])])?"
_TURN = re.compile(
    rf"^(?:[\[(]?(?:{_DAY})?{_CLOCK}[\])]?\s*[-–]?\s*)?([^\W\d_][\w .,'’&/-]{{0,40}}?)(?:\s*[\[(]([\w .,'’&/-]{{1,40}})[\])])?\s*:\s+(?=\S)", re.IGNORECASE
)
_AGENT_WORDS = re.compile(
    r"\b(?:agent|csm|customer (?:success|service|care)|support(?: agent| rep)?|rep|sales rep|ae"
    r"|account (?:manager|executive)|host|interviewer|vendor|moderator|our side|us|we)\b",
    re.IGNORECASE,
)
_CUSTOMER_WORDS = re.compile(
    r"\b(?:customer(?! (?:success|support|service|care))|client|user|prospect|buyer|caller|guest|participant|interviewee)\b", re.IGNORECASE
)
_INTERNAL = re.compile(r"^[\[(](?:internal|private)(?: (?:note|comment))?[\])]", re.IGNORECASE)
_BRACKETED = re.compile(r"^\[([^\W\d_][\w .,'’&/-]{0,40})\]\s*:\s+(?=\S)")
_NUMBERED = re.compile(r"^[\[(]?(\d{4,20})[\])]?\s*:\s+(?=\S)")
_VENDOR_TALK = re.compile(rf"\b(?:{read_patterns('vendor_talk.txt')})", re.IGNORECASE)
_LISTENS = re.compile(rf"\W*(?:{read_patterns('listener_talk.txt')})", re.IGNORECASE)
_EXTENT = re.compile(rf"\W*(?:{read_patterns('extents.txt')})\W*", re.IGNORECASE)
_TELLS = re.compile(rf"\b(?:{read_patterns('says_more.txt')}|{read_patterns('customer_trouble.txt')})", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_QUESTION_END = re.compile(r"[?？][\s\"'”)]*$")
_MOSTLY = 1.5  # times the words of who leads a call: what the other one says at least
_SMALL = 12  # words of an answer to small talk

# A subtitle file's block: an optional name of the cue, its timing; and what the file holds beside the words.
_CUE = re.compile(r"^(?:(?:(?<=\n\n)|\A)[^\n]{1,80}\n)?(?:\d{1,3}:)?\d{2}:\d{2}[.,]\d{3}(?: --> |,\d{1,3}:\d{2}:)[^\n]*(?:\n|\Z)", re.MULTILINE)
_CUE_MARKS = re.compile(r"<(?:/?(?:c|i|b|u|ruby|rt|lang)(?:[. ][^<>\n]{0,80})?|\d{2}:(?:\d{2}:)?\d{2}[.,]\d{3})>")
_CUE_ASIDES = re.compile(r"(?:\AWEBVTT|^(?:NOTE|STYLE|REGION)\b)[^\n]*(?:\n(?!\n)[^\n]*)*", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[\w.]+)? ([^>\n]{1,80})>")
_TIMED = re.compile(rf"[\[(]?{_CLOCK}[\])]?\s*[-–]?\s*(?=[^\W\d_])", re.IGNORECASE)
_STARTS_BY = 120  # seconds into a call at which somebody has spoken
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_VOICE_END = re.compile(r"</v>")
# A speaker's name above the words: in bold, with the time beside it, or with a colon alone.
_NAMES_ABOVE = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        rf"^{_CLOCK}[ \t]+From[ \t]+(?P<name>{_NAME})(?:[ \t]+to[ \t]+[^:\n]{{1,60}})?[ \t]*:[ \t]*\n?[ \t]*(?=[^\n])",
        rf"^(?:\*\*|__)(?:\[?{_CLOCK}\]?\s*)?(?P<name>{_NAME})\s*:?(?:\*\*|__)(?:[ \t]*[\[(]?{_CLOCK}[\])]?)?:?[ \t]*\n?(?=[^\n])",
        rf"^(?P<name>{_NAME})[ \t]*[|,·–-]?[ \t]+[\[(]?{_CLOCK}[\])]?[ \t]*:?[ \t]*\n(?=[^\n])",
        rf"^[\[(]?{_CLOCK}[\])]?[ \t]*[|,·–-]?[ \t]+(?P<name>{_NAME})[ \t]*:?[ \t]*\n(?=[^\n])",
        rf"^(?P<name>{_NAME})[ \t]*\n[\[(]?{_CLOCK}[\])]?[ \t]*\n(?=[^\n])",
        rf"^(?P<name>{_NAME}):[ \t]*\n(?=[^\n])",
    )
)


def level_transcript(text: AlignedText) -> AlignedText:
    """The text with every turn as a line `Name: words`, where it is a subtitle file or names its speakers above their words. Other texts stay as they are."""
    if _CUE.search(text.text):
        text = text.sub(_CUE_ASIDES, "").sub(_CUE, "").sub(_VOICE, lambda tag: f"\n{tag.partition(' ')[2][:-1]}: ").sub(_VOICE_END, "")
        text = text.sub(_CUE_MARKS, "")
        return text.edited(_cue_breaks(text.text))
    named = [[m for m in pattern.finditer(text.text) if not _YEAR.search(m["name"])] for pattern in _NAMES_ABOVE]
    for found in named:
        if len(found) > len({m["name"].lower() for m in found}) > 1:  # two people, and one of them twice
            return text.edited((m.start(), m.end(), f"{m['name']}: ") for m in found)
    for found in named:
        if len(found) > 1 and _runs_on_a_clock([m[0] for m in found]):
            return text.edited((m.start(), m.end(), f"{_find_clock(m[0])} {m['name']}: ") for m in found)
    return text


def _runs_on_a_clock(heads: Sequence[str]) -> bool:
    """Whether the times beside the names are a call's: they rise from its start."""
    seconds: list[int] = []
    for head in heads:
        parts = _find_clock(head).split(":")
        if len(parts) < 2 or not parts[-1].isdigit():
            return False
        seconds.append(sum(int(part) * 60**place for place, part in enumerate(reversed(parts))))
    return seconds[0] <= _STARTS_BY and seconds == sorted(seconds)


def _find_clock(head: str) -> str:
    found = re.search(r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?", head, re.IGNORECASE)
    return found[0] if found else ""


def _cue_breaks(text: str) -> Iterator[Edit]:
    """A cue ends where the screen is full: one that goes on in the middle of a sentence is joined to the one before."""
    before: Line | None = None
    speaker: str | None = None
    for line in read_lines(text):
        spoken = _speaker(line.text)
        if not line.text.strip():
            continue
        if before and spoken is None and before.text.strip() == line.text.strip():  # captions that roll show a line again until the next one stands
            yield before.end, line.end, ""
            continue
        if before and spoken is None:
            yield before.end, line.start, " "
        elif before and spoken and spoken[0] == speaker and not before.text.rstrip().endswith((".", "!", "?", "…")):
            yield before.end, line.start + spoken[1], " "
        before, speaker = line, spoken[0] if spoken else speaker


def is_transcript(lines: list[Line], *, expected: bool) -> bool:
    """Whether the lines are mostly turns. Where none is expected, as in a ticket, somebody must speak twice: two lines of `Label: text` are no conversation."""
    spoken = [_speaker(line.text) for line in lines]
    first = next((index for index, turn in enumerate(spoken) if turn), len(lines)) if expected else 0
    turns = [turn for turn in spoken if turn is not None]
    filled = sum(bool(line.text.strip()) for line in lines[first:])
    speakers = len({name for name, _ in turns})
    is_timed = expected and all(_TIMED.match(line.text.strip()) for line, turn in zip(lines, spoken, strict=True) if turn)  # whoever speaks, once or twice
    return len(turns) >= 2 and len(turns) >= filled * 0.4 and (is_timed or speakers < (max(3, len(turns)) if expected else len(turns)))


def _speaker(text: str) -> tuple[str, int] | None:
    """The speaker's label of a line, lower-case, and where the words begin."""
    stripped = text.strip()
    if internal := _INTERNAL.match(stripped):
        return INTERNAL, len(text) - len(text.lstrip()) + internal.end()
    if numbered := _NUMBERED.match(stripped) or _BRACKETED.match(stripped):
        return numbered[1].lower(), len(text) - len(text.lstrip()) + numbered.end()
    if (turn := _TURN.match(stripped)) and len(turn[1].split()) <= 4 and not BULLET.match(stripped) and turn[1].lower() not in _NO_SPEAKERS:
        label = f"{turn[1]} ({turn[2]})" if turn[2] else turn[1]
        return label.strip().lower(), len(text) - len(text.lstrip()) + turn.end()
    return None


def find_customer_turns(lines: list[Line], speakers: Speakers) -> Iterator[Passage]:
    """The customers' turns, a passage each, with what one of our own said last as their context."""
    turns = [turn for turn in _turns(lines) if turn.speaker != INTERNAL]
    agents = find_agents(turns, speakers)
    context: str | None = None
    for turn in turns:
        if turn.speaker in agents:
            context = as_context(turn.words)
        elif turn.words.strip() and not _EXTENT.fullmatch(turn.words.strip()) and not _answers_small_talk(turn.words, context):
            yield Passage(turn.start, turn.start + len(turn.words), "prose", context)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said at a stretch, and where it starts."""

    speaker: str
    start: int
    words: str


def _turns(lines: list[Line]) -> Iterator[Turn]:
    """What each said at a stretch; lines before the first turn are nobody's."""
    speaker: str | None = None
    start, said = 0, list[str]()
    for line in lines:
        if spoken := _speaker(line.text):
            if speaker is not None:
                yield Turn(speaker, start, "\n".join(said).rstrip())
            speaker, start, said = spoken[0], line.start + spoken[1], [line.text[spoken[1] :]]
        elif speaker is not None:
            said.append(line.text)
    if speaker is not None:
        yield Turn(speaker, start, "\n".join(said).rstrip())


def find_agents(turns: Sequence[Turn], speakers: Speakers) -> set[str]:
    """The labels of the company's own people: by role word or by name, else the one speaker who mostly asks and talks as a vendor does."""
    said: dict[str, list[str]] = {}
    for turn in turns:
        said.setdefault(turn.speaker, []).append(turn.words)
    customers = {label for label in said if _CUSTOMER_WORDS.search(label) or label == (speakers.author or "").lower()}
    unknown = [label for label in said if label not in customers]
    agents = {label for label in unknown if _AGENT_WORDS.search(label) or _names(label) & speakers.agents}
    if not agents and len(said) > 1 and unknown:
        share = {label: sum(map(_sounds_like_us, words)) / len(words) for label, words in said.items()}
        most = max(unknown, key=lambda label: (share[label], label))
        others = [share[label] for label in said if label != most]
        if share[most] >= 0.4 and share[most] >= 2 * sum(others) / len(others):
            agents = {most}
        elif len(said) == 2:
            agents = {label for label in unknown if _leads(label, turns)}
    return agents if len(agents) < len(said) else set()


def _leads(label: str, turns: Sequence[Turn]) -> bool:
    """Whether one of two people leads the call: opens and closes it, asks and listens and tells of no trouble, and leaves most of the talking to the other."""
    own = [turn.words for turn in turns if turn.speaker == label]
    others = sum(len(turn.words.split()) for turn in turns if turn.speaker != label)
    heard = sum(bool(_LISTENS.fullmatch(words.strip()) or _sounds_like_us(words) or is_courtesy(words)) for words in own)
    return (
        len(own) >= 2
        and turns[0].speaker == label
        and heard >= 0.6 * len(own)
        and others >= _MOSTLY * sum(len(words.split()) for words in own)
        and any(_LISTENS.fullmatch(words.strip()) or _sounds_like_us(words) for words in own)
        and not any(_TELLS.search(words) and not _QUESTION_END.search(words) for words in own)
    )


def _answers_small_talk(words: str, said: str | None) -> bool:
    """Whether a short turn answers what the other side said of the weather, the weekend or who joins the call, and tells of no trouble and no wish."""
    if said is None or len(words.split()) > _SMALL or _TELLS.search(words):
        return False
    last = next((part for part in reversed(_SENTENCE_END.split(said.strip())) if part.strip()), "")
    return SMALL_TALK.search(last.strip()) is not None


def _sounds_like_us(words: str) -> bool:
    return words.rstrip().endswith("?") or bool(_VENDOR_TALK.search(words)) or is_own_side(words)


def _names(label: str) -> set[str]:
    """How a speaker's label may stand in the list of the company's people: in full, or by the first name."""
    name = label.split(" (")[0].strip()
    return {name, name.split()[0]} if name else set()
