"""The choice among a theme's candidates: of much worth, near its centre, unlike the labels that are taken."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from voc.domain.labels import LONGEST_LABEL
from voc.engine.embed import Embedder
from voc.engine.encoders.joined import list_single
from voc.engine.naming.reading import Reading, capitalise, content_stems
from voc.engine.naming.vocabulary import Candidate
from voc.engine.naming.worth import NEAR
from voc.engine.phrases import tokenize
from voc.engine.vectors import unit


def rank_by_merit(candidates: Sequence[Candidate]) -> list[str]:
    """Candidates, best first, by their words alone."""
    return [found.text for found in sorted(candidates, key=lambda found: (-found.merit, found.text))]


def rank_by_nearness(candidates: Sequence[Sequence[Candidate]], centres: NDArray[np.float32], embedder: Embedder) -> list[list[str]]:
    """Each theme's candidates, best first, by their merit and the cosine to the theme's centre.

    Of encoders that are joined the first one judges: a label is short, and the others are slow.
    """
    first = list_single(embedder)[0]
    texts = sorted({candidate.text for some in candidates for candidate in some})
    if not texts:
        return [[] for _ in candidates]
    row = {text: i for i, text in enumerate(texts)}
    found = first.embed(texts)
    near = found @ unit(centres[:, : found.shape[1]]).T
    ranked = []
    for theme, some in enumerate(candidates):
        ranked.append(rank_by_merit([replace(one, merit=round(one.merit + NEAR * float(near[row[one.text], theme]), 5)) for one in some]))
    return ranked


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
