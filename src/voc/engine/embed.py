"""Texts to vectors: what the engine asks of a model. The models are in `voc.engine.encoders`."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """What turns texts into vectors. `name` tells vectors of different models apart in the cache."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimensions). `progress` is told how many texts each batch has done."""
        ...


class QuestionEmbedder(Protocol):
    """What turns a question into a vector like those of an `Embedder` of the same name."""

    @property
    def name(self) -> str: ...

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """A unit vector, shape (dimensions,): `embed`'s but for the last bits, and sooner there."""
        ...
