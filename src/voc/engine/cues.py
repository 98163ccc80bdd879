"""What the words of a text tell before any vector does: the lexicon's polarity, wishes, negations, questions, troubles."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from voc.engine.data import read_patterns

WISH = re.compile(
    r"\b(?:please|pls|wish(?:es)?|needs?(?! (?:it|them)\b)|needed|wants?|wanted|would (?:like|love|be|help|save)|'d (?:like|love)"
    r"|should|could (?:you|we|there|use)|missing|lacks?"
    r"|let (?:me|us)|if only|add|hoping|hope|support for|asks? for|asked for|allow)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not?|never|nothing|nobody|none|without|cannot|hardly|only|still|again|instead|too|but|except|apart from|unless)\b|n't\b", re.IGNORECASE
)

TROUBLE = re.compile(
    r"\b(?:fail\w*|broken?|breaks?|error\w*|wrong\w*|slow\w*|crash\w*|lost|loses?|missing|stuck|late|freez\w+|frozen|hang\w*|disappear\w*|vanish\w*"
    r"|empty|blank|duplicate\w*|reject\w*|expensive|confus\w+|complicated|useless|bugs?|complain\w*|cannot"
    r"|can't|won't|doesn't|isn't|no way to|by hand|manually|twice|nobody|never)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\?|^(?:how|where|when|which|who|what|why|is|are|do|does|did|can|could|may|will|would|has|have|any)\b|\b(?:asked|asks|wants to know)\b", re.IGNORECASE
)
_PLAINT = re.compile(
    rf"{TROUBLE.pattern}|\b(?:again|still|nothing|no one|none|every time|over and over|gone|(?:did|could|was|were|had|has|have)n't|down)\b", re.IGNORECASE
)
_THANKS = re.compile(r"\b(?:thanks?|thx|thank you)\b", re.IGNORECASE)
# What trouble is denied: praise in words of trouble. And what was so once, before "but now".
_NO_TROUBLE = re.compile(rf"\b(?:{read_patterns('no_trouble.txt')})\b", re.IGNORECASE)
_UNTIL_NOW = re.compile(
    rf"^[^.!?]{{0,200}}?\b(?:{read_patterns('once.txt')})\b[^.!?]{{0,120}}?(?:[.!]|[,;]?\s+(?:but|however|yet|and|aber|doch|mais|pero|mas|ma|maar)\b)\s*(?=(?:{read_patterns('now.txt')})\b)",
    re.IGNORECASE,
)
CUES = 15  # columns of `sentiment_cues`


@cache
def _lexicon() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def polarity(texts: Sequence[str]) -> NDArray[np.float64]:
    """The lexicon's verdict on each text, -1 to 1: VADER's compound score (Hutto, Gilbert 2014)."""
    return np.array([_lexicon().polarity_scores(plain_words(text))["compound"] for text in texts], dtype=np.float64)


def asks(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Whether something is wished for or asked, by each text's words."""
    return np.array([bool(WISH.search(text) or _ASKING.search(text)) for text in texts], dtype=bool)


def sentiment_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """What the lexicon makes of each text and what sort of sentence it is, shape (n, CUES).

    A wish is full of kind words ("would be great") and a question of unkind ones ("how do I report a stolen card?"): so the polarity stands a second time
    where something is wished for, negated or asked.
    """
    return np.array([_cues(text) for text in texts], dtype=np.float64).reshape(len(texts), CUES)


def plain_words(text: str) -> str:
    """The text as its cues are to be read: "not a single problem" is praise, and what "used to be slow but now flies" is no longer slow."""
    return _NO_TROUBLE.sub(" works perfectly ", _UNTIL_NOW.sub("", text)).strip()


def is_mended(text: str, said: float) -> bool:
    """Whether trouble is named only to say that there is none, or none any more. `said`: how the text sounds."""
    plain = plain_words(text)
    if plain == text or WISH.search(plain) or _PLAINT.search(plain) or _ASKING.search(plain):
        return False
    return _NO_TROUBLE.search(text) is not None or (said > 0 and TROUBLE.search(text) is not None)


def _cues(text: str) -> list[float]:
    text = plain_words(text)
    found = _lexicon().polarity_scores(text)
    said = found["compound"]
    wishes, negates, asking = (float(pattern.search(text) is not None) for pattern in (WISH, NEGATION, _ASKING))
    kinds = [wishes, negates, asking, said * wishes, said * negates, said * asking]
    words = [abs(said), found["pos"], found["neg"], float(said == 0)]
    return [said, *kinds, *words, float("!" in text), min(len(text.split()), 40) / 20, *(float(p.search(text) is not None) for p in (_THANKS, _PLAINT))]
