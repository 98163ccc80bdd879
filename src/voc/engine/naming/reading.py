"""A theme's texts, read for their words and phrases."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from voc.engine.language import ENGLISH, detect_language
from voc.engine.phrases import Phrase, find_phrases, is_content, stem, tokenize

LANGUAGE_TEXTS = 30
CENTRAL = 300  # texts of a theme that are read
LOUD = (0.2, 0.5)  # share of a theme's texts that one wording must make, and that such wordings must make together


class Reading:
    """A theme's texts, read: `counts` of texts by content stem, `where` their texts as bits."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self.texts = _speaking_texts(texts[:CENTRAL])
        self.tokens = [tokenize(text) for text in self.texts]
        self.stems = [frozenset(stem(token) for token in tokens if is_content(token)) for tokens in self.tokens]
        self.where: dict[str, int] = {}
        for bit, stems in enumerate(self.stems):
            for word in stems:
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

    @cached_property
    def is_english(self) -> bool:
        """Whether the parser can read most of it."""
        return detect_language(" ".join(self.texts[:LANGUAGE_TEXTS])) == ENGLISH

    def holding(self, stems: Iterable[str]) -> int:
        """The texts in which all of these stems stand, as bits."""
        bits = (1 << len(self.texts)) - 1
        for word in stems:
            bits &= self.where.get(word, 0)
        return bits

    def shared(self, stems: Iterable[str]) -> int:
        """In how many texts all of these stems stand."""
        return self.holding(stems).bit_count()


def _speaking_texts(texts: Sequence[str]) -> list[str]:
    """The texts that a theme is named by, each once; where a few wordings are half of what was said, those alone, lest the rest name what they are not."""
    counts = Counter(texts)
    loud = [text for text in counts if counts[text] >= LOUD[0] * len(texts) and counts[text] > 1]
    return loud if sum(counts[text] for text in loud) >= LOUD[1] * len(texts) else list(counts)


def usual_case(texts: Iterable[Sequence[str]]) -> dict[str, str]:
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


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(stem(word) for word in tokenize(text) if is_content(word))


def capitalise(text: str) -> str:
    """With a capital first letter, the others as they are."""
    return text[:1].upper() + text[1:]
