"""The choice among a theme's candidates: near its own centre, far from the others', unlike the labels that are taken."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.domain.labels import LONGEST_LABEL
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import list_single
from voc.engine.naming.reading import Reading, capitalise, content_stems
from voc.engine.naming.vocabulary import Candidate
from voc.engine.phrases import tokenize
from voc.engine.vectors import unit

RIVAL = 0.65  # weight of the cosine to the nearest other theme
SHARED, LENGTH, TELLING = 0.1, 0.05, 0.1  # weights of how many say so, of each word up to ENOUGH_WORDS, of the words' own weight
ENOUGH_WORDS = 5


def rank_by_words(candidates: Sequence[Candidate]) -> list[str]:
    """Candidates, best first, by their words alone."""
    heaviest = max((candidate.weight for candidate in candidates), default=0.0) or 1.0
    return _ranked(candidates, [candidate.weight / heaviest for candidate in candidates])


def rank_by_nearness(candidates: Sequence[Sequence[Candidate]], centres: NDArray[np.float32], embedder: Embedder) -> list[list[str]]:
    """Each theme's candidates, best first, by the cosine to its centre less that to the nearest other centre.

    Of encoders that are joined the first one judges: a label is short, and the others are slow.
    """
    first = list_single(embedder)[0]
    texts = sorted({candidate.text for some in candidates for candidate in some})
    row = {text: i for i, text in enumerate(texts)}
    found = first.embed(texts) if texts else np.zeros((0, centres.shape[1]), np.float32)
    cosines = found @ unit(centres[:, : found.shape[1]]).T
    ranked = []
    for theme, some in enumerate(candidates):
        near = cosines[[row[candidate.text] for candidate in some]]
        rivals = np.delete(near, theme, axis=1)
        rival = rivals.max(axis=1) if rivals.shape[1] else np.zeros(len(some), np.float32)
        ranked.append(_ranked(some, np.round(near[:, theme] - RIVAL * rival, 5).tolist()))
    return ranked


def _ranked(candidates: Sequence[Candidate], nearness: Sequence[float]) -> list[str]:
    heaviest = max((candidate.weight for candidate in candidates), default=0.0) or 1.0

    def score(candidate: Candidate, near: float) -> float:
        telling = TELLING * candidate.weight / heaviest
        return near + SHARED * candidate.shared + telling + candidate.merit + LENGTH * min(candidate.words, ENOUGH_WORDS)

    return [text for _, text in sorted((-score(candidate, near), candidate.text) for candidate, near in zip(candidates, nearness, strict=True))]


def settle(readings: Sequence[Reading], preferred: Sequence[Sequence[str]], kept: Mapping[int, str]) -> list[str]:
    """One label a theme, the larger themes first; a label whose content words are another's is taken only when nothing else is left."""
    labels = dict(kept)
    taken = {label.lower() for label in kept.values()}
    said = {content_stems(label) for label in kept.values()}
    for number in sorted(set(range(len(readings))) - set(kept), key=lambda n: (-readings[n].size, readings[n].texts)):
        free = [label for label in preferred[number] if label.lower() not in taken]
        label = next((label for label in free if content_stems(label) not in said), free[0] if free else _fallback(readings[number].texts, taken))
        labels[number] = label
        taken.add(label.lower())
        said.add(content_stems(label))
    return [labels[number] for number in range(len(readings))]


def _fallback(texts: Sequence[str], taken: set[str]) -> str:
    """The first words of the most central text."""
    words = [token for token in tokenize(texts[0] if texts else "") if token[0].isalnum()]
    label = capitalise(" ".join(words[: LONGEST_LABEL - 1])) or "Unnamed theme"
    return next(new for attempt in range(1, len(taken) + 2) if (new := label if attempt == 1 else f"{label} {attempt}").lower() not in taken)
