"""A theme in its customers' words: the quotes that stand for it, and one of them as its summary."""

import re
from collections.abc import Collection, Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.engine.courtesy import GREETING, is_courtesy
from voc.engine.phrases import is_content, stem, tokenize

EXEMPLARS = 3
READABLE = (5, 40)  # words of a quote that reads as a sentence
SUMMARY = (6, 25)  # words of a good summary
POOL = (12, 0.25)  # at least so many, and such a share, of a theme's most central snippets, from which quotes are chosen
SPOKEN = 40  # of them, from which the summary is
LIKENESS = 0.35  # weight of being like a quote already chosen, against being central

_HESITATION = r"(?:u+m+|u+h+|e+r+m*|h+m+|a+h+)"
_LEADING = re.compile(
    rf"^(?:[\"“”']?(?:{_HESITATION}|and|but|or|so|because|then|also|well|yeah|yes|no|ok|okay|oh|look|honestly|anyway|quote|plus|right|now)\b(?![-'])[\s,:;.–-]*"
    r"|[^\w\[(\"“„«]+)",
    re.IGNORECASE,
)
_NEEDED_COMMA = frozenset("no well right now look or also then so".split())  # "no reply" and "so slow" begin a sentence, "no, wait" does not
_AMID = re.compile(rf",?\s+(?:{_HESITATION}|well|you know|like|i mean)\s*,(?=\s)|\s*\b{_HESITATION}\b,?(?=\s)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[\"“']?[A-Z0-9])")
_QUOTES = re.compile(r"[\"“”«»„]")
_LEANING = frozenset("it it's it'd that that's this these those they them he she there then same which both neither his her their".split())


def choose_exemplars(
    vectors: NDArray[np.float32], centre: NDArray[np.float32], texts: Sequence[str], accounts: Sequence[Hashable], count: int = EXEMPLARS
) -> list[int]:
    """Rows of a theme's quotes, the most central first: near the centre and unlike each other, by maximal marginal relevance (Carbonell, Goldstein 1998).

    `vectors` are the members' unit vectors, shape (n, dimensions): their own, not blended with their passage's, so that a quote stands alone. What reads as a
    sentence goes before what does not, and an account not yet quoted before one that is; the same words are quoted twice only when there is nothing else.
    """
    if not len(texts):
        return []
    near = np.round(vectors @ centre, 5)
    pool = sorted(range(len(texts)), key=lambda i: (-near[i], texts[i], i))[: max(POOL[0], round(POOL[1] * len(texts)))]
    chosen: list[int] = []
    while pool and len(chosen) < count:
        like = np.round((vectors[pool] @ vectors[chosen].T).max(axis=1), 5) if chosen else np.zeros(len(pool))
        said, quoted = {_bare(texts[i]) for i in chosen}, {accounts[i] for i in chosen}
        place = min(
            range(len(pool)),
            key=lambda k: (_bare(texts[pool[k]]) in said, not is_readable(texts[pool[k]]), accounts[pool[k]] in quoted, LIKENESS * like[k] - near[pool[k]], k),
        )
        chosen.append(pool.pop(place))
    return chosen


def is_readable(text: str) -> bool:
    """Whether a quote reads as a sentence: of some length, begun at its beginning, its quotation marks in pairs, and not mere manners."""
    words = text.split()
    if not READABLE[0] <= len(words) <= READABLE[1] or is_courtesy(text):
        return False
    return not text[:1].islower() and len(_QUOTES.findall(text)) % 2 == 0 and bool(clean_sentence(text)) and _begins_itself(text)


def summarise(texts: Sequence[str], about: Collection[str]) -> str:
    """One cleaned sentence of the most central texts (given most central first) that speaks of what the theme is `about` (content stems). "" without texts."""
    found = choose_sentence(texts, about)
    return found[0] if found else ""


def choose_sentence(texts: Sequence[str], about: Collection[str]) -> tuple[str, int] | None:
    """The sentence of `summarise` and the place of its text; None where no text has one."""
    best, least = None, float("inf")
    for rank, text in enumerate(texts[:SPOKEN]):
        sentence = clean_sentence(text)
        if not sentence:
            continue
        cost = rank / SPOKEN + _awkwardness(sentence, text, about)
        if cost < least:
            best, least = (sentence, rank), cost
    return best


def clean_sentence(text: str) -> str:
    """The first sentence of some length, without hesitations, greeting, stray quotation marks and a lone conjunction; with capital and full stop."""
    sentences = [_clean(part) for part in _SENTENCE_END.split(" ".join(text.split()))]
    return next((s for s in sentences if len(s.split()) >= READABLE[0]), max(sentences, key=len, default=""))


def _clean(sentence: str) -> str:
    before = None
    while sentence != before:
        before = sentence
        sentence = GREETING.sub("", _without_stray_quotes(sentence))
        lead = _LEADING.match(sentence)
        if lead and lead.group().strip().lower() not in _NEEDED_COMMA:
            sentence = sentence[lead.end() :]
    sentence = re.sub(r"\s+([,.!?;:])", r"\1", _AMID.sub("", sentence)).strip(" ,;:–-")
    if not any(character.isalnum() for character in sentence):
        return ""
    return sentence[:1].upper() + sentence[1:] + ("" if sentence[-1] in ".!?…)。！？" else ".")


def _without_stray_quotes(sentence: str) -> str:
    """Quotation marks go where they have lost their partner or stand around all of it."""
    around = bool(_QUOTES.match(sentence)) and bool(_QUOTES.match(sentence.rstrip(".!?")[-1:]))
    return _QUOTES.sub("", sentence) if around or len(_QUOTES.findall(sentence)) % 2 else sentence


def _awkwardness(sentence: str, text: str, about: Collection[str]) -> float:
    words = sentence.split()
    said = {stem(token) for token in tokenize(sentence) if is_content(token)}
    missing = 1 - len(said & set(about)) / len(about) if about else 0.0
    return (
        missing
        + 0.5 * (not SUMMARY[0] <= len(words) <= SUMMARY[1])
        + 0.5 * (not _begins_itself(sentence))
        + 0.4 * (text[:1].islower() or text[:1] in "\"“'")
        + 0.5 * is_courtesy(sentence)
        + 0.3 * sentence.endswith("?")
        + 0.1 * any(character.isdigit() for character in sentence)
        + 0.3 * ("[" in sentence)
    )


def _begins_itself(sentence: str) -> bool:
    """Whether a sentence does without the one before it."""
    tokens = tokenize(sentence)
    return bool(tokens) and tokens[0].lower() not in _LEANING and _LEADING.match(sentence) is None


def _bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
