"""Find by meaning: the snippets of the current ranking whose vectors are nearest to a text's, or to those of other snippets. It needs the model."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from voc.db.embeddings import list_vectors
from voc.db.mentions import list_text_hashes
from voc.db.runs import Run, find_current_run
from voc.db.session import reading
from voc.domain.encoders import parts_of
from voc.engine.embed import QuestionEmbedder
from voc.engine.encoders.encoder import Encoder
from voc.engine.encoders.joined import list_single
from voc.engine.nearest import find_nearest
from voc.engine.packing import unpack_vectors
from voc.engine.vectors import Vectors
from voc.errors import NotFoundError, VocError

LEAST_COSINE = 0.3  # below it a text and a snippet have nothing to do with each other


@dataclass(frozen=True)
class MeaningIndex:
    """A run's snippets by id, with their vectors in the same order."""

    run_id: str
    ids: Sequence[str]
    vectors: Vectors
    embedder: QuestionEmbedder  # whose vectors these are

    @cached_property
    def rows(self) -> dict[str, int]:
        """Where each snippet stands."""
        return {key: row for row, key in enumerate(self.ids)}


class MeaningFinder:
    """Finds in whatever ranking is current; keeps the vectors of the last one it looked into."""

    def __init__(self, engine: Engine, embedder: Encoder) -> None:
        self._engine = engine
        self._embedder = embedder
        self._index: MeaningIndex | None = None

    def warm_up(self) -> None:
        """Load the model and the vectors before anybody asks. A database that is not there yet is waited for by the first question."""
        self._embedder.embed_question("warm")
        with suppress(VocError):
            self._current()

    def find(self, text: str, limit: int) -> list[tuple[str, float]]:
        """(snippet id, cosine), the nearest first."""
        index = self._current()
        return self._nearest(index, index.embedder.embed_question(text), limit) if index.ids else []

    def find_alike(self, snippet_ids: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Snippets near the mean of these, themselves left out. Raises NotFoundError where the ranking has none of them."""
        index = self._current()
        rows = [index.rows[key] for key in snippet_ids if key in index.rows]
        if not rows:
            raise NotFoundError("the current ranking has none of these snippets")
        mean = index.vectors[rows].mean(axis=0)
        found = self._nearest(index, mean / max(float(np.linalg.norm(mean)), 1e-9), limit + len(rows))
        return [(key, cosine) for key, cosine in found if key not in set(snippet_ids)][:limit]

    def _nearest(self, index: MeaningIndex, asked: NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        return [(index.ids[row], cosine) for row, cosine in find_nearest(index.vectors, asked, limit) if cosine >= LEAST_COSINE]

    def _current(self) -> MeaningIndex:
        with reading(self._engine) as session:
            run = find_current_run(session)
            if run is None:
                raise NotFoundError("there is no ranking yet: import accounts and feedback, then run `voc refresh`")
            if self._index is None or self._index.run_id != run.id:
                hashes = list_text_hashes(session, run.id)
                embedder = self._embedder_of(run)
                kept = list_vectors(session, embedder.name, list(hashes.values()))
                ids = [key for key, text_hash in hashes.items() if text_hash in kept]
                self._index = MeaningIndex(run.id, ids, unpack_vectors([kept[hashes[key]] for key in ids]), embedder)
            return self._index

    def _embedder_of(self, run: Run) -> QuestionEmbedder:
        """The embedder; where the model was changed since this run, the first of those it joins that the run knows too."""
        known = parts_of(str(run.settings.get("model")))
        if parts_of(self._embedder.name) == known:
            return self._embedder
        return next((single for single in list_single(self._embedder) if single.name in known), self._embedder)
