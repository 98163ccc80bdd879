"""The real embedding model, which many tests share. What `make demo` embedded is read from its database and not embedded again."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.encoders import Encoding
from voc.domain.feedback import hash_text
from voc.engine.encoders.choose import make_embedder

DEMO = Path(__file__).parents[1] / ".demo" / "voc.db"


class RememberingEmbedder:
    """The real model; a text that was embedded once, by this process or by the demo, is not embedded again."""

    name = "minilm"

    def __init__(self) -> None:
        self._model = make_embedder(Encoding("minilm"))
        self._known: dict[str, NDArray[np.float32]] = {}
        self.asked = 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.asked += len(texts)
        self._known.update(_read_demo([t for t in texts if t not in self._known], self.name))
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._model.embed(new, progress), strict=True))
        return np.stack([self._known[t] for t in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return self._model.embed_question(text)


def _read_demo(texts: Sequence[str], model: str) -> dict[str, NDArray[np.float32]]:
    if not DEMO.exists():
        return {}
    with closing(sqlite3.connect(f"file:{DEMO}?mode=ro", uri=True)) as demo:
        kept = "SELECT vector FROM embedding WHERE text_hash = ? AND model = ?"
        found = {text: demo.execute(kept, (hash_text(text), model)).fetchone() for text in texts}
    # As they were packed, to the bit: `unpack_vectors` would bring them to length one once more.
    return {text: np.frombuffer(row[0], "<f2").astype(np.float32) for text, row in found.items() if row}
