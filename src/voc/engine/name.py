"""What to call a theme: a short statement of its own snippets that says what most of them want or suffer.

Statements are found by the English parser (`naming.reduce`); where it is absent, or the theme speaks another language, phrases are (`phrases`). Of what
recurs in the theme the one is taken that is worth most (`naming.worth`; docs/decisions/0009, 0037, 0041).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from voc.domain.summaries import join_summary
from voc.engine.embed import Embedder
from voc.engine.naming.choose import rank_by_merit, rank_by_nearness, settle
from voc.engine.naming.reading import Reading, content_stems
from voc.engine.naming.statements import find_statements
from voc.engine.naming.summary import tell_theme
from voc.engine.naming.vocabulary import Candidate, Vocabulary

FEW = 3  # statements; with fewer, phrases stand beside them
NO_LABELS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Name:
    """A label, distinct within the run; the phrases behind it, the most telling first; a sentence of a customer and what they do meanwhile (see
    `domain.summaries`), with the places of the texts that these stand in."""

    label: str
    keyphrases: tuple[str, ...]
    summary: str = ""
    cites: tuple[int, ...] = ()


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
    readings = [Reading(texts) for texts in texts_by_theme]
    vocabulary = Vocabulary(readings)
    candidates = _find_candidates(readings, vocabulary, kept)
    preferred = [rank_by_merit(some) for some in candidates] if centres is None or embedder is None else rank_by_nearness(candidates, centres, embedder)
    labels = settle(readings, preferred, kept)
    return [
        _tell(label, reading, texts_by_theme[number], vocabulary) if wanted is None or number in wanted else Name(label, ())
        for number, (label, reading) in enumerate(zip(labels, readings, strict=True))
    ]


def _tell(label: str, reading: Reading, texts: Sequence[str], vocabulary: Vocabulary) -> Name:
    keyphrases = vocabulary.keyphrases(reading)
    told = tell_theme(reading.texts, label, content_stems(" ".join(keyphrases)))
    return Name(label, keyphrases, join_summary(told.said, told.meanwhile), tuple(texts.index(reading.texts[place]) for place in told.cites))


def _find_candidates(readings: Sequence[Reading], vocabulary: Vocabulary, kept: Mapping[int, str]) -> list[list[Candidate]]:
    open_ones = [number for number in range(len(readings)) if number not in kept]
    statements = dict(zip(open_ones, find_statements([readings[number] for number in open_ones], vocabulary), strict=True))
    found: list[list[Candidate]] = []
    for number, reading in enumerate(readings):
        stated = statements.get(number, [])
        phrases = vocabulary.candidates(reading) if number not in kept and len(stated) < FEW else []
        found.append([*stated, *(phrase for phrase in phrases if phrase.text not in {one.text for one in stated})])
    return found
