"""Vectors about their middle. Some models put all texts into a narrow cone, where any two look alike; without the mean they tell texts apart.

The mean is that of plain sentences in many languages (`data/plain_sentences.txt`), not of a company's own texts: a vector stays the same from run to run.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from voc.engine.data import read_lines
from voc.engine.encoders.encoder import Encoder
from voc.engine.encoders.names import E5_CENTRE_SHA256
from voc.engine.vectors import unit
from voc.errors import UnavailableError

NARROW = 0.5  # length of the mean of unit vectors from which they lie in a cone; MiniLM's is .1, e5's .9


class CentredEmbedder:
    """An encoder's unit vectors less their mean, at length one again. `read_mean` gives the mean; without it the mean is measured at the first
    use, and taken off only where it is long."""

    def __init__(self, inner: Encoder, read_mean: Callable[[], NDArray[np.float32]] | None = None) -> None:
        self.name = inner.name
        self.inner = inner
        self._read_mean = read_mean

    @cached_property
    def mean(self) -> NDArray[np.float32]:
        """What is taken off; noughts where nothing is."""
        if self._read_mean is not None:
            return self._read_mean()
        mean = measure_mean(self.inner)
        return mean if np.linalg.norm(mean) >= NARROW else np.zeros_like(mean)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order."""
        vectors = self.inner.embed(texts, progress)
        return unit(vectors - self.mean) if len(texts) and self.mean.any() else vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector."""
        vector = self.inner.embed_question(text)
        return unit(vector - self.mean) if self.mean.any() else vector


def measure_mean(encoder: Encoder) -> NDArray[np.float32]:
    """The mean of the encoder's vectors of the plain sentences."""
    return np.asarray(encoder.embed(read_lines("plain_sentences.txt")).mean(axis=0, dtype=np.float64), dtype=np.float32)


def read_e5_mean() -> NDArray[np.float32]:
    """`measure_mean` of the packaged e5, as `benchmarks/models.py --write-centre` wrote it."""
    kept = files("voc.engine").joinpath("data/e5_centre.json").read_bytes()
    if hashlib.sha256(kept).hexdigest() != E5_CENTRE_SHA256:
        raise UnavailableError("the file data/e5_centre.json is not the one that this version of voc came with: reinstall voc")
    return np.array(json.loads(kept), dtype=np.float32)
