"""Opinions of nothing in particular: "Pretty decent overall", "Not for me", "meh". They are heard as sentiment; no theme is made of them."""

import re

from spacy.lang.en.stop_words import STOP_WORDS

from voc.engine.data import read_words

_VERDICT = STOP_WORDS | read_words("verdict_words.txt")
_ABOUT = frozenset("call name show side part move front bottom top full keep empty make back give see serious".split())  # spaCy has them among the empty words
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKS = re.compile(r"\b\d+ ?(?:/|out of) ?\d+\b")
_LONGEST = 9  # words; who says more mostly speaks of something


def is_bare_verdict(text: str) -> bool:
    """Whether the words tell how somebody feels, or nothing at all, and not about what. A question or a figure is about something."""
    text = _MARKS.sub("", text)
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) <= _LONGEST and not re.search(r"[?\d]", text) and all(word in _VERDICT and word not in _ABOUT for word in words)
