"""Several encoders' unit vectors side by side: their cosine is the mean of the encoders' cosines."""

from collections.abc import Callable, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from voc.domain.encoders import JOIN, parts_of
from voc.engine.embed import Embedder
from voc.engine.encoders.encoder import Encoder
from voc.engine.vectors import Vectors, unit

FIRST_WIDTHS = {"minilm": 384}  # dimensions of what comes first in any join (see `names.list_models`)


class JoinedEmbedder:
    """The `parts`' vectors side by side, each divided by the root of their number."""

    def __init__(self, parts: Sequence[Encoder]) -> None:
        self.name = JOIN.join(part.name for part in parts)
        self.parts = tuple(parts)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order. `progress` is told what the last part does: a text is done when all parts are."""
        *before, last = self.parts
        return join_vectors([*(part.embed(texts) for part in before), last.embed(texts, progress)])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector."""
        return join_vectors([part.embed_question(text) for part in self.parts])


def join_vectors(parts: Sequence[NDArray[np.float32]]) -> Vectors:
    """Unit vectors side by side, at length one."""
    return unit(np.concatenate(parts, axis=-1))


@overload
def list_single(embedder: Encoder) -> Sequence[Encoder]: ...
@overload
def list_single(embedder: Embedder) -> Sequence[Embedder]: ...
def list_single(embedder: Embedder) -> Sequence[Embedder]:
    """The encoders whose vectors are kept: those that are joined, or the embedder itself."""
    return embedder.parts if isinstance(embedder, JoinedEmbedder) else (embedder,)


def has_part(model: str, part: str) -> bool:
    """Whether the vectors of `model` begin with those of `part`."""
    return parts_of(model)[0] == part


def judged_width(model: str) -> int | None:
    """How many leading dimensions of the model's vectors membership is judged by: the first part's of a join, where its width is known; None: all."""
    first, *others = parts_of(model)
    return FIRST_WIDTHS.get(first) if others else None


def part_of(vectors: Vectors, model: str, part: str) -> Vectors:
    """The unit vectors of `part`, out of those of a `model` that begins with it."""
    if model == part:
        return vectors
    if not has_part(model, part):
        raise ValueError(f"the vectors of {model} do not begin with those of {part}")
    return unit(vectors[:, : FIRST_WIDTHS[part]])
