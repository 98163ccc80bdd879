"""Choose two customers' sentences for a theme: one says what they want or suffer, the other what they do meanwhile."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voc.engine.data import read_patterns
from voc.engine.exemplars import choose_sentence, clean_sentence, is_readable
from voc.engine.naming.reading import content_stems

HEARD = 150  # most central texts in which a workaround is looked for
WORKAROUND = (6, 28)  # words of it
_WORKAROUND = re.compile(rf"\b(?:{read_patterns('workarounds.txt')})\b", re.IGNORECASE)
_WISHING = re.compile(r"\b(?:instead of|please|should|could|would|want|wants|don't|rather than|\?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """Two sentences and the places of the texts that they stand in. `meanwhile` is "" where nobody tells it."""

    said: str
    meanwhile: str
    cites: tuple[int, ...]


def tell_theme(texts: Sequence[str], label: str, about: Collection[str]) -> Told:
    """The summary of a theme's texts, given most central first; `about` are the stems that tell the theme apart."""
    named = content_stems(label)
    found = choose_sentence(texts, named)
    if found is None:
        return Told("", "", ())
    said, place = found
    meanwhile = _find_workaround(texts[:HEARD], named | frozenset(about), said)
    return Told(said, "", (place,)) if meanwhile is None else Told(said, meanwhile[0], tuple(dict.fromkeys((place, meanwhile[1]))))


def _find_workaround(texts: Sequence[str], about: Collection[str], said: str) -> tuple[str, int] | None:
    best: tuple[float, int, str] | None = None
    for place, text in enumerate(texts):
        sentence = clean_sentence(text)
        if sentence == said or not _WORKAROUND.search(sentence) or _WISHING.search(sentence) or not is_readable(text):
            continue
        words = len(sentence.split())
        spoken = len(content_stems(sentence) & set(about))
        if not WORKAROUND[0] <= words <= WORKAROUND[1] or not spoken:
            continue
        cost = (
            place / len(texts)
            - 0.3 * min(spoken, 3)
            + words / WORKAROUND[1] * 0.3
            + 0.2 * any(character.isdigit() for character in sentence)
            + ("[" in sentence)
        )
        if best is None or (cost, place) < best[:2]:
            best = (cost, place, sentence)
    return (best[2], best[1]) if best else None
