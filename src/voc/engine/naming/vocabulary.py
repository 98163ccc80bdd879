"""What all themes say, against which one theme's words weigh.

The words that tell a theme apart are weighed by c-TF-IDF (Grootendorst 2022, arXiv 2203.05794, section 3.3).
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voc.engine.naming.reading import Reading, capitalise, usual_case
from voc.engine.phrases import Phrase, is_content, stem, wholeness

KEYPHRASES = 6
CANDIDATES = 24  # phrases of a theme that are embedded
WHOLE, SHARED, TELLING, LENGTH = 0.3, 0.1, 0.1, 0.05  # of a phrase's merit: a clean cut, how many say so, its words' weight, each word
VARIANTS = 2  # candidates made of the same words
EVERYDAY = (3, 0.2)  # themes, and share of them, in which a capitalised word is the product's name
_LENGTH_BONUS = {1: 0.8, 2: 2.0, 3: 2.2, 4: 2.0}  # of keyphrases


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that could be. `merit` is of its words and grammar, before its nearness to the theme is known."""

    text: str
    merit: float


class Vocabulary:
    """What all themes say, against which one theme's words weigh."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._everywhere: Counter[str] = Counter()
        themes: Counter[str] = Counter()
        for reading in readings:
            self._everywhere.update(reading.counts)
            themes.update(reading.counts.keys())
        self._mean = sum(self._everywhere.values()) / max(1, len(readings))
        self._spread = {word: count / len(readings) if len(readings) > 1 else 0.0 for word, count in themes.items()}
        self._everyday = {word for word, count in themes.items() if count >= EVERYDAY[0] and count > EVERYDAY[1] * len(readings)}
        self._written = usual_case(tokens for reading in readings for tokens in reading.tokens)

    def candidates(self, reading: Reading) -> list[Candidate]:
        """The phrases made of the theme's own words, heaviest first."""
        texts = len(reading.texts)
        by_words: dict[frozenset[str], list[tuple[float, str, float]]] = {}
        for phrases in reading.phrases.values():
            first = phrases[0]
            if min(reading.counts[word] for word in first.stems) < reading.least or not self._says_more_than_the_product(first):
                continue
            shared = math.log1p(reading.shared(first.stems)) / math.log1p(texts)
            whole = wholeness(phrases)
            weight = self.weigh(reading, first.stems) * (0.3 + whole) * (0.3 + shared)
            merit = WHOLE * whole + SHARED * shared + LENGTH * len(first.words)
            by_words.setdefault(frozenset(first.stems), []).append((-weight, self._write(first.words), merit))
        best = sorted(found for variants in by_words.values() for found in sorted(variants)[:VARIANTS])[:CANDIDATES]
        return [Candidate(text, merit + TELLING * weight / best[0][0]) for weight, text, merit in best]

    def weigh(self, reading: Reading, stems: Collection[str]) -> float:
        """How much these words tell of the theme, a longer list no more than a shorter one."""
        return sum(reading.counts.get(word, 0) / len(reading.texts) * self._rarity(word) for word in stems) / math.sqrt(max(1, len(stems)))

    def names_product(self, word: str) -> bool:
        """Whether a word is written as a name in many themes: the product's."""
        return stem(word) in self._everyday and self._case(word)[0].isupper()

    def write(self, text: str) -> str:
        """With a capital first letter, and the others' usual case."""
        return self._write(text.split())

    def keyphrases(self, reading: Reading) -> tuple[str, ...]:
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
        return math.log1p(self._mean / max(1, self._everywhere[word])) * (1 - 0.9 * self._spread.get(word, 0.0))

    def _says_more_than_the_product(self, phrase: Phrase) -> bool:
        names = sum(map(self.names_product, filter(is_content, phrase.words)))
        return len(phrase.stems) > names

    def _case(self, word: str) -> str:
        return self._written.get(word.lower(), word.lower() if word.istitle() else word)

    def _write(self, words: Sequence[str], capital: bool = True) -> str:
        text = " ".join(map(self._case, words))
        return capitalise(text) if capital else text
