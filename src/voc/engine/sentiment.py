"""How a snippet sounds: a small logistic head on the snippet's vector and its words' polarity.

The head is trained by `benchmarks/train_sentiment.py` on the UCI Sentiment Labelled Sentences (Kotzias et al. 2015, CC BY 4.0) and shipped as numbers; the
polarity is
VADER's compound score (Hutto, Gilbert 2014). For vectors of another model than the one the head was trained on, the polarity alone decides.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

UNSURE = (0.25, 0.75)  # probabilities of being positive between which nothing is said
LEXICON_UNSURE = 0.2


@cache
def _lexicon() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def _head() -> tuple[str, NDArray[np.float64], float, float]:
    saved = json.loads(files("voc.engine").joinpath("data/sentiment_head.json").read_text())
    return saved["model"], np.array(saved["weights"]), saved["polarity_weight"], saved["bias"]


def polarity(texts: Sequence[str]) -> NDArray[np.float64]:
    """The lexicon's verdict on each text, -1 to 1."""
    return np.array([_lexicon().polarity_scores(text)["compound"] for text in texts], dtype=np.float64)


def judge_sentiment(texts: Sequence[str], vectors: NDArray[np.float32], model: str) -> NDArray[np.float32]:
    """The sentiment of each text, -1 to 1; 0 where the evidence is too thin to say. `vectors` are the texts' own, by the model of that name."""
    if not texts:
        return np.zeros(0, np.float32)
    said = polarity(texts)
    trained_on, weights, polarity_weight, bias = _head()
    if model != trained_on:
        return np.where(np.abs(said) < LEXICON_UNSURE, 0, said).astype(np.float32)
    positive = 1 / (1 + np.exp(-(vectors @ weights + polarity_weight * said + bias)))
    unsure = (positive > UNSURE[0]) & (positive < UNSURE[1])
    return np.where(unsure, 0, 2 * positive - 1).astype(np.float32)
