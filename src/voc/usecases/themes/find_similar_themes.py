"""Find the themes that are most like one, by the snippets that say each best: what to merge it with, or to compare it to."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from voc.db.embeddings import list_vectors
from voc.db.runs import Run
from voc.db.snippets import find_text_hashes
from voc.db.themes import get_run_theme, list_run_themes
from voc.engine.packing import unpack_vectors

LEAST_ALIKE = 0.3  # cosine of the means: below it two themes share a language and no more


@dataclass(frozen=True, slots=True)
class SimilarTheme:
    """A theme of the run in the API's shape, and how alike it is, 0 to 1."""

    figures: Mapping[str, object]
    alike: float


Meanings = Mapping[str, NDArray[np.float32]]  # the mean vector of each theme's quotes, at length one


def load_meanings(session: Session, run: Run) -> Meanings:
    """What each ranked theme of the run means, by its id; a theme whose quotes have no vectors is left out. It is the same as long as the run is."""
    quotes = {p.theme.id: p.theme.exemplars for p in list_run_themes(session, run.id) if p.rank}
    hashes = find_text_hashes(session, sorted({key for keys in quotes.values() for key in keys}))
    packed = list_vectors(session, str(run.settings.get("model")), sorted(set(hashes.values())))
    means: dict[str, NDArray[np.float32]] = {}
    for key, snippets in quotes.items():
        if found := [packed[hashes[s]] for s in snippets if hashes.get(s) in packed]:
            mean = unpack_vectors(found).sum(axis=0)
            means[key] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return means


def find_similar_themes(session: Session, run: Run, theme_id: str, meanings: Meanings, limit: int = 5) -> list[SimilarTheme]:
    """The ranked themes most like this one, the most first; none for a theme that no run has described yet. Raises NotFoundError."""
    get_run_theme(session, run.id, theme_id)
    if (own := meanings.get(theme_id)) is None:
        return []
    alike = {key: round(float(mean @ own), 4) for key, mean in meanings.items() if key != theme_id}
    near = sorted((key for key, value in alike.items() if value >= LEAST_ALIKE), key=lambda key: (-alike[key], key))
    return [SimilarTheme(get_run_theme(session, run.id, key).figures, round(alike[key], 2)) for key in near[:limit]]
