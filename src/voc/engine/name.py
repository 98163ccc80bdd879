"""What to call a theme: a phrase of its own snippets that lies near the theme and far from the others.

The words that tell a theme apart are weighed by c-TF-IDF (Grootendorst 2022, arXiv 2203.05794, section 3.3); of the phrases made of such words the one is
taken whose vector is nearest to the theme's centre and farthest from its nearest rival's (docs/decisions/0009).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from voc.domain.labels import LONGEST_LABEL
from voc.engine.embed import Embedder
from voc.engine.exemplars import summarise
from voc.engine.phrases import Phrase, find_phrases, is_content, stem, tokenize, wholeness

KEYPHRASES = 6
CENTRAL = 300  # texts of a theme that are read
CANDIDATES = 24  # phrases of a theme that are embedded
VARIANTS = 2  # candidates made of the same words
RIVAL = 0.65  # weight of the cosine to the nearest other theme
SHARED, WHOLE, LENGTH = 0.05, 0.3, 0.02  # weights of how many say so, of a clean cut, of each word up to ENOUGH_WORDS
ENOUGH_WORDS = 4
LOUD = (0.2, 0.5)  # share of a theme's texts that one wording must make, and that such wordings must make together
EVERYDAY = (3, 0.2)  # themes, and share of them, in which a capitalised word is the product's name
_LENGTH_BONUS = {1: 0.8, 2: 2.0, 3: 2.2, 4: 2.0}  # of keyphrases

NO_LABELS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Name:
    """A label, distinct within the run; the phrases behind it, the most telling first; and a sentence that a customer said."""

    label: str
    keyphrases: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    words: int
    weight: float  # by c-TF-IDF
    shared: float  # 0 to 1: in how many texts its content words meet
    whole: float


def name_themes(
    texts_by_theme: Sequence[Sequence[str]],
    centres: NDArray[np.float32] | None = None,
    embedder: Embedder | None = None,
    kept: Mapping[int, str] = NO_LABELS,
    wanted: Collection[int] | None = None,
) -> list[Name]:
    """A name for each theme, given its snippets' texts, the most central first, and the themes' unit centres, shape (themes, dimensions).

    Labels differ from each other without regard to case. `kept` are labels that stay, by the theme's number. Larger themes choose first, so that a label does
    not depend on the themes' order. Without centres and an embedder the words alone decide. Of themes that are not `wanted` (None: all are) only the label is
    told: they are there for the others to be told apart from.
    """
    readings = [_Reading(texts) for texts in texts_by_theme]
    vocabulary = _Vocabulary(readings)
    candidates = [[] if number in kept else vocabulary.candidates(reading) for number, reading in enumerate(readings)]
    preferred = _by_nearness(candidates, centres, embedder) if centres is not None and embedder is not None else [_by_words(some) for some in candidates]
    labels = _settle(readings, preferred, kept)
    return [
        Name(label, vocabulary.keyphrases(reading), summarise(reading.texts, _content(label))) if wanted is None or number in wanted else Name(label, ())
        for number, (label, reading) in enumerate(zip(labels, readings, strict=True))
    ]


class _Reading:
    """A theme's texts, read: `counts` of texts by content stem, `where` their texts as bits."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self.texts = _speaking_texts(texts[:CENTRAL])
        self.tokens = [tokenize(text) for text in self.texts]
        self.where: dict[str, int] = {}
        for bit, tokens in enumerate(self.tokens):
            for word in {stem(token) for token in tokens if is_content(token)}:
                self.where[word] = self.where.get(word, 0) | 1 << bit
        self.counts = {word: bits.bit_count() for word, bits in self.where.items()}
        # a word of one text is that text's affair; of the few texts of a small theme, all are heard
        self.least = 1 if len(self.texts) < 4 else min(3, max(2, round(0.02 * len(self.texts))))

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], list[Phrase]]:
        """By their lower-case words."""
        found: dict[tuple[str, ...], list[Phrase]] = {}
        for tokens in self.tokens:
            for phrase in dict.fromkeys(find_phrases(tokens)):
                found.setdefault(tuple(word.lower() for word in phrase.words), []).append(phrase)
        return found

    def shared(self, stems: Iterable[str]) -> int:
        """In how many texts all of these stems stand."""
        bits = -1
        for word in stems:
            bits &= self.where[word]
        return bits.bit_count()


def _speaking_texts(texts: Sequence[str]) -> list[str]:
    """The texts that a theme is named by, each once; where a few wordings are half of what was said, those alone, lest the rest name what they are not."""
    counts = Counter(texts)
    loud = [text for text in counts if counts[text] >= LOUD[0] * len(texts) and counts[text] > 1]
    return loud if sum(counts[text] for text in loud) >= LOUD[1] * len(texts) else list(counts)


class _Vocabulary:
    """What all themes say, against which one theme's words weigh."""

    def __init__(self, readings: Sequence[_Reading]) -> None:
        self._everywhere: Counter[str] = Counter()
        themes: Counter[str] = Counter()
        for reading in readings:
            self._everywhere.update(reading.counts)
            themes.update(reading.counts.keys())
        self._mean = sum(self._everywhere.values()) / max(1, len(readings))
        self._spread = {word: count / len(readings) if len(readings) > 1 else 0.0 for word, count in themes.items()}
        self._everyday = {word for word, count in themes.items() if count >= EVERYDAY[0] and count > EVERYDAY[1] * len(readings)}
        self._written = _usual_case(tokens for reading in readings for tokens in reading.tokens)

    def candidates(self, reading: _Reading) -> list[_Candidate]:
        """The phrases made of the theme's own words, heaviest first."""
        texts = len(reading.texts)
        by_words: dict[frozenset[str], list[_Candidate]] = {}
        for phrases in reading.phrases.values():
            first = phrases[0]
            if min(reading.counts[word] for word in first.stems) < reading.least or not self._says_more_than_the_product(first):
                continue
            shared = math.log1p(reading.shared(first.stems)) / math.log1p(texts)
            whole = wholeness(phrases)
            words = sum(reading.counts[word] / texts * self._rarity(word) for word in first.stems) / math.sqrt(len(first.stems))
            candidate = _Candidate(self._write(first.words), len(first.words), words * (0.3 + whole) * (0.3 + shared), shared, whole)
            by_words.setdefault(frozenset(first.stems), []).append(candidate)
        best = [candidate for variants in by_words.values() for candidate in sorted(variants, key=_by_weight)[:VARIANTS]]
        return sorted(best, key=_by_weight)[:CANDIDATES]

    def keyphrases(self, reading: _Reading) -> tuple[str, ...]:
        """Words and phrases that recur in the theme and not elsewhere, none repeating the words of a better one."""
        counts: Counter[tuple[str, ...]] = Counter({(word,): count for word, count in reading.counts.items()})
        written: dict[tuple[str, ...], Counter[str]] = {}
        for tokens in reading.tokens:
            for token in filter(is_content, tokens):
                written.setdefault((stem(token),), Counter())[self._write((token,), capital=False)] += 1
        for phrases in reading.phrases.values():
            if len(phrases[0].words) == len(phrases[0].stems) in _LENGTH_BONUS:
                counts[phrases[0].stems] += len(phrases)
                written.setdefault(phrases[0].stems, Counter())[self._write(phrases[0].words, capital=False)] += len(phrases)
        scores = {
            stems: count / len(reading.texts) * max(map(self._rarity, stems)) * _LENGTH_BONUS[len(stems)]
            for stems, count in counts.items()
            if count >= reading.least
        }
        chosen: list[tuple[str, ...]] = []
        for stems in sorted(scores, key=lambda s: (-scores[s], s)):
            if len(chosen) < KEYPHRASES and not any(set(stems) <= set(other) or set(other) <= set(stems) for other in chosen):
                chosen.append(stems)
        return tuple(min(written[stems], key=lambda form: (-written[stems][form], form)) for stems in chosen)

    def _rarity(self, word: str) -> float:
        return math.log1p(self._mean / self._everywhere[word]) * (1 - 0.9 * self._spread[word])

    def _says_more_than_the_product(self, phrase: Phrase) -> bool:
        names = sum(stem(word) in self._everyday and self._case(word)[0].isupper() for word in phrase.words if is_content(word))
        return len(phrase.stems) > names

    def _case(self, word: str) -> str:
        return self._written.get(word.lower(), word.lower() if word.istitle() else word)

    def _write(self, words: Sequence[str], capital: bool = True) -> str:
        text = " ".join(map(self._case, words))
        return _capital(text) if capital else text


def _by_weight(candidate: _Candidate) -> tuple[float, str]:
    return -candidate.weight, candidate.text


def _usual_case(texts: Iterable[Sequence[str]]) -> dict[str, str]:
    """How each word is mostly written where it does not begin a sentence."""
    forms: dict[str, Counter[str]] = {}
    for tokens in texts:
        begins = True
        shouted = all(token.isupper() for token in tokens if token[0].isalpha())
        for word in tokens:
            if not begins and not shouted:
                forms.setdefault(word.lower(), Counter())[word] += 1
            begins = word in '.!?:;"“”'
    return {word: min(found, key=lambda form: (-found[form], form)) for word, found in forms.items()}


def _by_words(candidates: Sequence[_Candidate]) -> list[str]:
    heaviest = max((candidate.weight for candidate in candidates), default=0.0) or 1.0
    return _ranked(candidates, [candidate.weight / heaviest for candidate in candidates])


def _by_nearness(candidates: Sequence[Sequence[_Candidate]], centres: NDArray[np.float32], embedder: Embedder) -> list[list[str]]:
    """Each theme's candidates, best first, by the cosine to its centre less that to the nearest other centre."""
    texts = sorted({candidate.text for some in candidates for candidate in some})
    row = {text: i for i, text in enumerate(texts)}
    cosines = embedder.embed(texts) @ centres.T if texts else np.zeros((0, len(centres)), np.float32)
    ranked = []
    for theme, some in enumerate(candidates):
        near = cosines[[row[candidate.text] for candidate in some]]
        rivals = np.delete(near, theme, axis=1)
        rival = rivals.max(axis=1) if rivals.shape[1] else np.zeros(len(some), np.float32)
        ranked.append(_ranked(some, np.round(near[:, theme] - RIVAL * rival, 5).tolist()))
    return ranked


def _ranked(candidates: Sequence[_Candidate], nearness: Sequence[float]) -> list[str]:
    def score(candidate: _Candidate, near: float) -> float:
        return near + SHARED * candidate.shared + WHOLE * candidate.whole + LENGTH * min(candidate.words, ENOUGH_WORDS)

    return [text for _, text in sorted((-score(candidate, near), candidate.text) for candidate, near in zip(candidates, nearness, strict=True))]


def _settle(readings: Sequence[_Reading], preferred: Sequence[Sequence[str]], kept: Mapping[int, str]) -> list[str]:
    """One label a theme, the larger themes first; a label whose content words are another's is taken only when nothing else is left."""
    labels = dict(kept)
    taken = {label.lower() for label in kept.values()}
    said = {_content(label) for label in kept.values()}
    for number in sorted(set(range(len(readings))) - set(kept), key=lambda n: (-readings[n].size, readings[n].texts)):
        free = [label for label in preferred[number] if label.lower() not in taken]
        label = next((label for label in free if _content(label) not in said), free[0] if free else _fallback(readings[number].texts, taken))
        labels[number] = label
        taken.add(label.lower())
        said.add(_content(label))
    return [labels[number] for number in range(len(readings))]


def _content(label: str) -> frozenset[str]:
    return frozenset(stem(word) for word in tokenize(label) if is_content(word))


def _fallback(texts: Sequence[str], taken: set[str]) -> str:
    """The first words of the most central text."""
    words = [token for token in tokenize(texts[0] if texts else "") if token[0].isalnum()]
    label = _capital(" ".join(words[: LONGEST_LABEL - 1])) or "Unnamed theme"
    return next(new for attempt in range(1, len(taken) + 2) if (new := label if attempt == 1 else f"{label} {attempt}").lower() not in taken)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
