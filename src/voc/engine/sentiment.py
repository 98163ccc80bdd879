"""How a snippet sounds: a logistic head on the snippet's vector and a few cues in its words.

The shipped head is trained by `benchmarks/train_sentiment.py` on the UCI Sentiment Labelled Sentences (Kotzias et al. 2015, CC BY 4.0) and on lines written for
it, and shipped as numbers. `voc.engine.recalibration` moves it towards a company's own ratings. For vectors of another model than the one the head was trained
on, the lexicon alone decides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voc.engine.cues import polarity, sentiment_cues

UNSURE = (0.3, 0.7)  # probabilities of being positive between which nothing is said
LEXICON_UNSURE = 0.2


@dataclass(frozen=True, slots=True)
class SentimentHead:
    """A logistic head for vectors of one model: `weights` for the vector's dimensions, then for the cues. `ratings` counts the company's own ratings that it
    was recalibrated on; 0: as it was shipped."""

    model: str
    weights: tuple[float, ...]
    bias: float
    ratings: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As a run's record keeps it."""
        return {**asdict(self), "weights": list(self.weights)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """Out of a run's record."""
        return cls(str(kept["model"]), tuple(float(w) for w in kept["weights"]), float(kept["bias"]), int(kept["ratings"]))

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds that each row, as `sentiment_features` makes them, is positive."""
        return np.asarray(features @ np.array(self.weights) + self.bias, dtype=np.float64)


@cache
def shipped_head() -> SentimentHead:
    """The head that comes with voc."""
    return SentimentHead.from_dict({"ratings": 0, **json.loads(files("voc.engine").joinpath("data/sentiment_head.json").read_text())})


def sentiment_features(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """What a head reads, shape (n, dimensions + cues); `vectors` are the texts' own."""
    return np.column_stack([vectors.astype(np.float64), sentiment_cues(texts)])


def judge_sentiment(texts: Sequence[str], vectors: NDArray[np.float32], model: str, head: SentimentHead | None = None) -> NDArray[np.float32]:
    """The sentiment of each text, -1 to 1; 0 where the evidence is too thin to say. `vectors` are the texts' own, by the model of that name; `head` is the
    shipped one unless told."""
    if not texts:
        return np.zeros(0, np.float32)
    head = head or shipped_head()
    if model != head.model:
        said = polarity(texts)
        return np.where(np.abs(said) < LEXICON_UNSURE, 0, said).astype(np.float32)
    positive = 1 / (1 + np.exp(-head.score(sentiment_features(texts, vectors))))
    unsure = (positive > UNSURE[0]) & (positive < UNSURE[1])
    return np.where(unsure, 0, 2 * positive - 1).astype(np.float32)
