"""How a snippet sounds: negative, positive, or neither, by a head of three classes on the snippet's vector and the cues in its words.

Praise is positive; anger, complaints and reports that something failed are negative; facts, questions, wishes, thanks in passing are neither (decision 0038).
The shipped head is trained by `benchmarks/train_sentiment.py`, which names its sources, and shipped as numbers. `voc.engine.recalibration` moves it towards a
company's own ratings. For vectors of another model than the one the head was trained on, the lexicon alone decides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voc.engine.cues import asks, is_mended, polarity, sentiment_cues

LEXICON_UNSURE = 0.2
LEXICON_ASKS = -0.5  # polarity down to which a wish or a question is no complaint


@dataclass(frozen=True, slots=True)
class SentimentHead:
    """A multinomial head of three classes for vectors of one model, as two lines: `weights` and `bias` tell positive from negative, `middle` and `middle_bias`
    what is neither. Each has a weight for the vector's dimensions, then for the cues. `ratings` counts the company's own ratings that the first was
    recalibrated on; 0: as it was shipped."""

    model: str
    weights: tuple[float, ...]
    bias: float
    middle: tuple[float, ...]
    middle_bias: float
    ratings: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As a run's record keeps it."""
        return {**asdict(self), "weights": list(self.weights), "middle": list(self.middle)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """Out of a run's record."""
        weights, middle = (tuple(float(w) for w in kept[name]) for name in ("weights", "middle"))
        return cls(str(kept["model"]), weights, float(kept["bias"]), middle, float(kept["middle_bias"]), int(kept["ratings"]))

    def score(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds of each row, as `sentiment_features` makes them, that it is positive rather than negative."""
        return np.asarray(features @ np.array(self.weights) + self.bias, dtype=np.float64)

    def share(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities of being negative, neither and positive, shape (n, 3)."""
        mood, middle = self.score(features), features @ np.array(self.middle) + self.middle_bias
        odds = np.column_stack([-mood / 2, middle, mood / 2])
        found = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


@cache
def shipped_head() -> SentimentHead:
    """The head that comes with voc."""
    return SentimentHead.from_dict({"ratings": 0, **json.loads(files("voc.engine").joinpath("data/sentiment_head.json").read_text())})


def sentiment_features(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """What a head reads, shape (n, dimensions + cues); `vectors` are the texts' own."""
    return np.column_stack([vectors.astype(np.float64), sentiment_cues(texts)])


def judge_sentiment(texts: Sequence[str], vectors: NDArray[np.float32], model: str, head: SentimentHead | None = None) -> NDArray[np.float32]:
    """The sentiment of each text, -1 to 1: how much likelier positive than negative it is; 0 where it is likeliest
    neither. `vectors` are the texts' own, by the model of that name; `head` is the shipped one unless told."""
    if not texts:
        return np.zeros(0, np.float32)
    head = head or shipped_head()
    if model != head.model:
        return judge_by_lexicon(texts)
    shares = head.share(sentiment_features(texts, vectors))
    told = shares[:, 2] + shares[:, 0]
    moods = np.where(shares.argmax(axis=1) == 1, 0, (shares[:, 2] - shares[:, 0]) / told).astype(np.float32)
    return _praise_what_is_mended(texts, moods)


def _praise_what_is_mended(texts: Sequence[str], moods: NDArray[np.float32]) -> NDArray[np.float32]:
    """A vector of trouble that is only named to be denied sounds like trouble: there the words decide."""
    said = polarity(texts).astype(np.float32)
    is_denied = np.array([is_mended(text, 0) for text in texts], dtype=bool)
    return np.where(is_denied, np.maximum(moods, said), moods).astype(np.float32)


def judge_by_lexicon(texts: Sequence[str]) -> NDArray[np.float32]:
    """What the words alone say. A wish or a question is not praise, and no complaint unless it is worded as one."""
    said = polarity(texts)
    neither = (np.abs(said) < LEXICON_UNSURE) | (asks(texts) & (said > LEXICON_ASKS))
    return np.where(neither, 0, said).astype(np.float32)
