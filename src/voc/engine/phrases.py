"""Phrases that could name a theme: runs of two to seven words, cut where a reader would cut."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.engine.data import read_words
from voc.engine.privacy.marks import HIDDEN

KNOWN = 100_000  # words that each cache keeps: texts repeat their words
_TOKEN = re.compile(rf"{HIDDEN.pattern}|\[\w+\]|[^\W_]+(?:['.&/+-][^\W_]+)*\+*|\S")  # [email] and its like are what hidden personal data leaves behind

POSSESSIVES = frozenset("my our your their his her its".split())
DETERMINERS = POSSESSIVES | frozenset("a an the this these those each every any some all another".split())
PRONOUNS = frozenset("i we you they he she it i'm i've i'd i'll we're we've we'd we'll you're you've they're they've it's there there's".split())
PREPOSITIONS = frozenset("about across after against at before between by during for from in into of on onto over per through to under via with within".split())
NEGATIONS = frozenset("no not cannot can't couldn't won't doesn't don't didn't isn't aren't wasn't hasn't haven't never without".split())
MODALS = frozenset("would could should shall may might must".split())
AUXILIARIES = MODALS | frozenset("am is are was were be been being do does did has have had can will to".split()) | (NEGATIONS - {"no", "without"})
CONNECTIVES = frozenset(
    "that which who whom whose because when whenever if while since so but where why what how than then though although unless until whether as or".split()
)
PARTICLES = frozenset("out up off back".split())
_SAID_EMPTY = frozenset("bottom call empty front full keep move name part show side top".split())  # by spaCy; labels need them
FUNCTION_WORDS = (
    frozenset(word.replace("‘", "'").replace("’", "'") for word in STOP_WORDS) | DETERMINERS | PRONOUNS | NEGATIONS | AUXILIARIES | CONNECTIVES
) - _SAID_EMPTY
FILLERS = read_words("label_fillers.txt")

_OPENERS = frozenset("no can't cannot couldn't won't doesn't".split())
_BROKEN_BY = CONNECTIVES | PRONOUNS | {"and"}
_ASKING = frozenset("how what which whose what's".split())
_DEGREES = frozenset("too so very more most less quite rather as".split())
_INVERTING = MODALS | frozenset("do does did will can".split()) | (NEGATIONS - {"no", "not", "never", "without"})
# words that say nothing, or only of one occasion
_PARTICULAR = MODALS | frozenset(
    "such other another this these those each every some any never being get got several many few both own too so very still again single".split()
)
_ENTERING = frozenset("log logg sign".split())  # stems of verbs that take "in"

_OPENING = frozenset('"“„«([{:#$€£')  # marks after which the sentence goes on

_TORN, _LOOSE, _PARTED = 0.3, 0.4, 0.7  # how much of a phrase's wholeness a bad, a poor and a fair cut leaves


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of a text's words, and where it was cut. `stems` are its content words', in their order (see `stem`).

    `left` and `right`, 0 to 1, tell how little the cut tears apart on either side of it, `before` and `after` the words there; `inside` tells how general
    its words are.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    left: float
    right: float
    inside: float
    before: str
    after: str


def wholeness(occurrences: Sequence[Phrase]) -> float:
    """How much the occurrences of one phrase look like a unit of the language, 0 to 1.

    A side is clean where its cuts are, or where many different words stand beside it (accessor variety, Feng et al. 2004): "the CSV export" is cut from "died",
    "stalls" and "server", so it is a phrase though each of these cuts looks torn.
    """
    n = len(occurrences)
    left = max(sum(o.left for o in occurrences), len({o.before for o in occurrences}) - 1) / n
    right = max(sum(o.right for o in occurrences), len({o.after for o in occurrences}) - 1) / n
    return left * right * occurrences[0].inside


def tokenize(text: str) -> list[str]:
    """Words and single marks, in order."""
    return [str(token) for token in _TOKEN.findall(text.replace("’", "'").replace("‘", "'"))]


@lru_cache(KNOWN)
def is_content(word: str) -> bool:
    """Whether the word says what something is about."""
    low = word.lower().removesuffix("'s")
    return len(low) > 1 and low[0].isalpha() and low not in FUNCTION_WORDS and low not in FILLERS


@lru_cache(KNOWN)
def stem(word: str) -> str:
    """A key under which a word's forms meet: lower case without the endings of plural, past and -ing."""
    low = word.lower().removesuffix("'s")
    for ending in ("ing", "ied", "ies", "ed", "es", "s", "e", "y"):
        if len(low) - len(ending) >= 3 and low.endswith(ending) and not low.endswith("ss"):
            base = low.removesuffix(ending)
            doubled = len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiouls"
            return base[:-1] if doubled else base
    return low


def find_phrases(tokens: Sequence[str]) -> Iterator[Phrase]:
    """Every phrase of a text that could stand alone, without the possessives in it.

    It begins and ends with a content word (or begins with a negation, or ends with a particle), crosses no mark and no connective, and has two content
    words, or one with its negation or particle.
    """
    lows = [token.lower() for token in tokens]
    content = [is_content(token) for token in tokens]
    for start, first in enumerate(lows):
        if not (content[start] or first in _OPENERS) or (start and lows[start - 1] in _ASKING):
            continue
        kept: list[int] = []
        for i in range(start, len(tokens)):
            if not lows[i][0].isalnum() or (lows[i] in _BROKEN_BY and i > start) or _inverted(lows, start, i):
                break
            if lows[i] in POSSESSIVES:
                continue
            if len(kept) == LONGEST_LABEL:
                break
            kept.append(i)
            particle = _is_particle(lows, i) and content[i - 1]
            if len(kept) < SHORTEST_LABEL or not (content[i] or particle):
                continue
            stems = tuple(stem(lows[k]) for k in kept if content[k])
            if stems and len(set(stems)) == len(stems) and len(stems) + (first in _OPENERS) + particle >= SHORTEST_LABEL:
                yield Phrase(
                    words=tuple(tokens[k] for k in kept),
                    stems=stems,
                    left=_left(lows, content, start, i),
                    right=_right(lows, content, i + 1),
                    inside=float(_PARTED ** sum(lows[k][0].isdigit() or lows[k] in FILLERS or lows[k] in _PARTICULAR for k in kept)),
                    before=lows[start - 1] if start else "",
                    after=lows[i + 1] if i + 1 < len(lows) else "",
                )


def _is_particle(lows: Sequence[str], i: int) -> bool:
    """Whether word i belongs to the verb before it and not to a noun after it."""
    if not i or not (lows[i] in PARTICLES or (lows[i] == "in" and stem(lows[i - 1]) in _ENTERING)):
        return False
    after = lows[i + 1] if i + 1 < len(lows) else "."
    return not after[0].isalnum() or (after in FUNCTION_WORDS and after not in DETERMINERS)


def _inverted(lows: Sequence[str], start: int, i: int) -> bool:
    """Whether word i makes a question or a torn verb of the phrase: "isn't my refund", "countries do your", "card be delivered"."""
    if i == start:
        return False
    opener = i == start + 1 and lows[start] in _OPENERS and lows[start] != "no"
    if lows[i] in DETERMINERS and (lows[i - 1] in _INVERTING or opener):
        return True
    return lows[i] in ("be", "been") and not any(word in AUXILIARIES for word in lows[max(start, i - 2) : i])


def _left(lows: Sequence[str], content: Sequence[bool], start: int, last: int) -> float:
    """How cleanly a phrase is cut off from the words before it."""
    before = lows[start - 1] if start else "."
    if not before[0].isalnum():
        return 1.0
    if content[start - 1] or before[0].isdigit() or before in _DEGREES:
        return _TORN
    if before in AUXILIARIES and before != "to":
        return _PARTED
    inside = set(lows[start:last])
    if PREPOSITIONS & set(lows[max(0, start - 2) : start]) and before != "to":
        if inside & AUXILIARIES:
            return _LOOSE  # "of the app is slow": what is slow stands before
        if inside & (PREPOSITIONS - {"of"}):
            return _PARTED  # "from the deal into a project": what goes there stands before
    return _PARTED if before in PRONOUNS and lows[start] not in _OPENERS else 1.0


def _right(lows: Sequence[str], content: Sequence[bool], end: int) -> float:
    """How cleanly a phrase is cut off from the word after it."""
    after = lows[end] if end < len(lows) else "."
    if not after[0].isalnum():
        return _LOOSE if after in _OPENING and end + 1 < len(lows) else 1.0
    if content[end] or after[0].isdigit():
        return _TORN
    if after in DETERMINERS or after == "of" or _is_particle(lows, end):
        return _LOOSE  # a verb without its object, a head without its complement, "top" of "top up"
    return 0.9 if after in AUXILIARIES or after in FILLERS else 1.0
