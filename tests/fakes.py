"""Stand-ins at real seams."""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray


@cache
def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
    return np.random.default_rng(seed).normal(size=512)


class WordEmbedder:
    """An Embedder that loads no model: texts are near where they share words of four letters or more."""

    name = "words"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.asked += texts
        vectors = np.zeros((len(texts), 512), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w{4,}", text.lower()) or ["-"]:
                vector += _direction(word)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.asarray(self.embed([text])[0])


class OtherEmbedder(WordEmbedder):
    """Another model: it sees the first four letters of a word and no more, in directions of its own."""

    name = "others"

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        seen = super().embed([" ".join(f"{word[:4]}-other" for word in text.split()) for text in texts], progress)
        return np.ascontiguousarray(seen[:, :300] / np.linalg.norm(seen[:, :300], axis=1, keepdims=True))
