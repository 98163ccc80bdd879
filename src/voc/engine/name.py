"""What to call a theme: phrases of its own snippets that the others do not use.

c-TF-IDF (Grootendorst 2022, arXiv 2203.05794, section 3.3) over phrases instead of words.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.lang.en.stop_words import STOP_WORDS

from voc.engine.data import read_words

LONGEST = 4  # words of a phrase
KEYPHRASES = 6
LEAST_SHARE = 0.06  # of a theme's snippets that a phrase must stand in

_TOKEN = re.compile(r"[^\W_]+(?:['’.&/-][^\W_]+)*|\S")
_EDGES = STOP_WORDS | read_words("label_fillers.txt")
_LENGTH_BONUS = {1: 0.8, 2: 2.0, 3: 2.2, 4: 2.0}


@dataclass(frozen=True, slots=True)
class Name:
    """A label, distinct within the run, and the phrases behind it, the most telling first."""

    label: str
    keyphrases: tuple[str, ...]


def name_themes(texts_by_theme: Sequence[Sequence[str]]) -> list[Name]:
    """A name for each theme, given its snippets' texts, the most central first. Labels differ from each other without regard to case."""
    counts = [_count_phrases(texts) for texts in texts_by_theme]
    everywhere: Counter[str] = Counter()
    for found, _ in counts:
        everywhere.update(found)
    mean = sum(everywhere.values()) / max(1, len(counts))
    scored = [_score(found, len(texts), everywhere, mean) for (found, _), texts in zip(counts, texts_by_theme, strict=True)]
    taken: set[str] = set()
    names = []
    for texts, phrases, (_, surface) in zip(texts_by_theme, scored, counts, strict=True):
        keyphrases = _drop_overlaps(phrases)[:KEYPHRASES]
        label = _distinct_label([surface[p] for p in keyphrases], texts, taken)
        taken.add(label.lower())
        names.append(Name(label, tuple(surface[p] for p in keyphrases)))
    return names


def _count_phrases(texts: Sequence[str]) -> tuple[Counter[str], dict[str, str]]:
    """In how many texts each phrase (lower-case, plural s off) stands, and how it is mostly written."""
    found: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    for text in texts:
        for phrase, surface in sorted(_phrases(text).items()):
            found[phrase] += 1
            written.setdefault(phrase, Counter())[surface] += 1
    return found, {phrase: min(forms, key=lambda f: (-forms[f], f)) for phrase, forms in written.items()}


def _phrases(text: str) -> dict[str, str]:
    tokens = _TOKEN.findall(text)
    phrases: dict[str, str] = {}
    for start in range(len(tokens)):
        for length in range(1, LONGEST + 1):
            words = tokens[start : start + length]
            if len(words) < length or not all(w[0].isalnum() for w in words):
                break
            edges = (words[0].lower(), words[-1].lower())
            if any(w in _EDGES or len(w) < 2 or w[0].isdigit() for w in edges):
                continue
            phrases.setdefault(
                " ".join(_stem(w) for w in words), " ".join(w if w.isupper() or not w.istitle() else w.lower() if start == 0 else w for w in words)
            )
    return phrases


def _stem(word: str) -> str:
    word = word.lower()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _score(found: Counter[str], texts: int, everywhere: Counter[str], mean: float) -> dict[str, float]:
    least = max(2 if texts >= 4 else 1, round(LEAST_SHARE * texts))
    scores = {
        phrase: count / texts * math.log(1 + mean / everywhere[phrase]) * _LENGTH_BONUS[phrase.count(" ") + 1] * (count / everywhere[phrase]) ** 0.5
        for phrase, count in found.items()
        if count >= least
    }
    return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))


def _drop_overlaps(phrases: dict[str, float]) -> list[str]:
    """The best phrases, none of which repeats the words of a better one."""
    kept: list[str] = []
    for phrase in phrases:
        words = set(phrase.split())
        if not any(words <= set(k.split()) or set(k.split()) <= words for k in kept):
            kept.append(phrase)
        if len(kept) == KEYPHRASES:
            break
    return kept


def _distinct_label(keyphrases: Sequence[str], texts: Sequence[str], taken: set[str]) -> str:
    """One phrase where it has two words or more, else two joined; one more is added as long as the label is taken."""
    for count in range(1, len(keyphrases) + 1):
        label = _capital(", ".join(keyphrases[:count]))
        if len(label.split()) >= 2 and label.lower() not in taken:
            return label
    fallback = _capital(" ".join(texts[0].split()[:8]) if texts else "") or "Unnamed"
    while fallback.lower() in taken:
        fallback += " (2)" if not fallback.endswith(")") else "'"
    return fallback


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
