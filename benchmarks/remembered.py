"""An embedder for benchmarks that do not measure embedding."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from labelled import MODEL, Corpus
from numpy.typing import NDArray

from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder


class RememberedEmbedder:
    """Knows the vectors of a corpus; what it does not know (the phrases that themes may be named by) the real model embeds, once. `asked` counts those texts,
    `seconds` is what they took."""

    name = MODEL

    def __init__(self, corpus: Corpus) -> None:
        self._known = dict(zip(corpus.texts, corpus.vectors, strict=True))
        self._model = make_embedder(Encoding(MODEL, threads=1))
        self.asked, self.seconds = 0, 0.0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            start = time.perf_counter()
            self._known.update(zip(new, self._model.embed(new), strict=True))
            self.asked += len(new)
            self.seconds += time.perf_counter() - start
        return np.stack([self._known[text] for text in texts])
