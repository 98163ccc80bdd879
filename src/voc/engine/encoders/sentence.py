"""Models of sentence-transformers, by torch: a folder or a hub name."""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.errors import UnavailableError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
WIDTH = 8  # tokens

# What a model wants before each text when texts are to be grouped, by a part of the model's name, where the model does not say so itself.
_PROMPTS = {
    "e5-mistral": "Instruct: Identify the topic of the customer feedback\nQuery: ",
    "e5-large-instruct": "Instruct: Identify the topic of the customer feedback\nQuery: ",
    "qwen3-embedding": "Instruct: Identify the topic of the customer feedback\nQuery: ",
    "e5-": "query: ",
    "nomic-embed": "clustering: ",
    "embeddinggemma": "task: clustering | query: ",
}


class SentenceEmbedder:
    """A sentence-transformers model, loaded at the first use. `find` gives the folder or the hub name to load; raising UnavailableError, it says why not."""

    def __init__(self, name: str, find: Callable[[], Path | str], device: str = "cpu", threads: int = 2) -> None:
        self.name = name
        self._find = find
        self._device = device
        self._threads = threads

    @cached_property
    def _model(self) -> "SentenceTransformer":
        place = self._find()
        if Path(place).is_dir():
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
            return SentenceTransformer(str(place), device=self._device)
        except (OSError, ValueError, RuntimeError) as error:
            raise UnavailableError(
                f"the embedding model '{place}' cannot be loaded; set VOC_EMBEDDING_MODEL to a folder or to minilm ({error})".splitlines()[0]
            ) from error

    @cached_property
    def _halves(self) -> bool:
        """Whether to multiply in bfloat16: where the processor does it by itself that is three times as fast, and a vector's cosine to its own is .99998."""
        import torch

        return self._device == "cpu" and bool(getattr(torch.cpu, "_is_avx512_bf16_supported", bool)())

    @cached_property
    def _prompt(self) -> str:
        own = {name.lower(): prompt for name, prompt in (self._model.prompts or {}).items() if prompt}
        known = next((prompt for part, prompt in _PROMPTS.items() if part in self.name.lower()), "")
        return own.get("clustering") or own.get((self._model.default_prompt_name or "").lower()) or known

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order. A text's vector is the same to the bit whatever other texts come with it, in whatever order.

        That takes batches of one shape: the last bits of a float depend on how the processor cuts a matrix into tiles. So a text is padded to a
        multiple of WIDTH tokens and a batch is filled up to BATCH rows.
        """
        tokens = self._tokenize(texts) if texts else []
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
        tokens = self._tokenize([text])
        return np.asarray(self._forward(tokens, len(tokens[0]))[0])

    def _tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        prompted = [self._prompt + text for text in texts]
        found: list[list[int]] = self._model.tokenizer(prompted, truncation=True, max_length=self._model.max_seq_length)["input_ids"]
        return found

    def _forward(self, tokens: list[list[int]], width: int) -> NDArray[np.float32]:
        import torch

        padded = self._model.tokenizer.pad({"input_ids": tokens}, padding="max_length", max_length=width, return_tensors="pt")
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=self._halves):
            out = self._model({name: tensor.to(self._device) for name, tensor in padded.items()})["sentence_embedding"]
            return np.asarray(torch.nn.functional.normalize(out, dim=1).float().cpu().numpy())
