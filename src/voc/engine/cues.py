"""What the words of a text tell before any vector does: the lexicon's polarity, wishes, negations, questions."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

WISH = re.compile(
    r"\b(?:please|wish(?:es)?|needs?(?! (?:it|them)\b)|needed|wants?|wanted|would (?:like|love|be|help|save)|'d (?:like|love)"
    r"|should|could (?:you|we|there|use)|missing|lacks?"
    r"|let (?:me|us)|if only|add|hoping|hope|support for|asks? for|asked for|allow)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:not?|never|nothing|nobody|none|without|cannot|hardly|only|still|again|instead|too|but|except|apart from|unless)\b|n't\b", re.IGNORECASE
)


@cache
def _lexicon() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def polarity(texts: Sequence[str]) -> NDArray[np.float64]:
    """The lexicon's verdict on each text, -1 to 1: VADER's compound score (Hutto, Gilbert 2014)."""
    return np.array([_lexicon().polarity_scores(text)["compound"] for text in texts], dtype=np.float64)


def sentiment_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """Polarity, whether something is wished for, whether something is negated, and the polarity again where it is: shape (n, 5).

    A wish is full of kind words ("would be great") and says that something is missing.
    """
    said = polarity(texts)
    wishes = np.array([bool(WISH.search(text)) for text in texts], dtype=np.float64)
    negates = np.array([bool(NEGATION.search(text)) for text in texts], dtype=np.float64)
    return np.column_stack([said, wishes, negates, said * wishes, said * negates]).reshape(len(texts), 5)
