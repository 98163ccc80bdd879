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


def find_similar_themes(session: Session, run: Run, theme_id: str, limit: int = 5) -> list[SimilarTheme]:
    """The ranked themes most like this one, the most first; none for a theme that no run has described yet. Raises NotFoundError."""
    own = get_run_theme(session, run.id, theme_id)
    others = [p for p in list_run_themes(session, run.id) if p.rank and p.theme.id != theme_id]
    quotes = {p.theme.id: p.theme.exemplars for p in (own, *others) if p.theme.exemplars}
    if theme_id not in quotes:
        return []
    hashes = find_text_hashes(session, sorted({key for keys in quotes.values() for key in keys}))
    packed = list_vectors(session, str(run.settings.get("model")), sorted(set(hashes.values())))
    means: dict[str, NDArray[np.float32]] = {}
    for key, snippets in quotes.items():
        if found := [packed[hashes[s]] for s in snippets if hashes.get(s) in packed]:
            mean = unpack_vectors(found).sum(axis=0)
            means[key] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    if theme_id not in means:
        return []
    alike = {key: float(np.round(mean @ means[theme_id], 4)) for key, mean in means.items()}
    near = sorted((p for p in others if alike.get(p.theme.id, 0.0) >= LEAST_ALIKE), key=lambda p: (-alike[p.theme.id], p.theme.id))
    return [SimilarTheme(p.figures, round(alike[p.theme.id], 2)) for p in near[:limit]]
