"""The real embedding model, which many tests share."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.engine.embed import SentenceEmbedder


class RememberingEmbedder:
    """The real model; a text that the other database's run has embedded is not embedded again."""

    name = "minilm"

    def __init__(self) -> None:
        self._model = SentenceEmbedder("minilm")
        self._known: dict[str, NDArray[np.float32]] = {}
        self.asked = 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.asked += len(texts)
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._model.embed(new, progress), strict=True))
        return np.stack([self._known[t] for t in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._model.embed_question(text)
