"""What a snippet wants: a request, a problem, praise, a question, a threat to leave, a sign that more would be bought.

Rules find what is said in set phrases; a multinomial logistic head reads the vector and what the rules found. It is trained by `benchmarks/train_intent.py` on
lines written for it and shipped as numbers. For vectors of another model than the one the head was trained on, the rules alone decide.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from voc.engine.cues import NEGATION, TROUBLE, WISH, is_mended, plain_words, polarity
from voc.engine.data import read_patterns
from voc.engine.sentiment import judge_sentiment

INTENTS = ("request", "problem", "praise", "question", "churn_threat", "upsell_signal")
LEAST_SURE = 0.35  # probability under which nothing is said
SURE = 0.6  # probability from which a threat or a sign is believed that is put into no set phrase
KIND = 0.4  # polarity from which a text without a wish or a negation praises, and below the negative of which it complains
PRAISING = 0.2  # sentiment under which nothing is praise

_QUESTION = re.compile(
    r"\?[\"'”’)]*\s*$|^(?:how|where|when|which|who|what|why|is|are|do|does|can|may)\b[^.]*\?"
    r"|\b(?:(?:please|you|somebody|someone|anybody|anyone) (?:tell me|tell us|explain)|wonder|not sure) (?:how|where|when|which|what|whether|why)\b"
    r"|^(?:- )?(?:asked|asks|wants to know|open question:?) (?:about|how|if|whether|where|when|which|what|why|who)\b",
    re.IGNORECASE,
)
_ABLE = re.compile(r"^(?:could|can|would|may) (?:you|we|there|it|they|an?|the|our|my|one|some\w+)\b|^(?:why not|how about)\b", re.IGNORECASE)
_CHURN = re.compile(rf"\b(?:{read_patterns('intent_churn_threat.txt')})", re.IGNORECASE)
_UPSELL = re.compile(rf"(?<!\w)(?:{read_patterns('intent_upsell_signal.txt')})", re.IGNORECASE)


def _found(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


# In the order in which the rules alone decide.
_RULES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("churn_threat", _found(_CHURN)),
    ("upsell_signal", _found(_UPSELL)),
    ("request", _found(_ABLE)),
    ("question", _found(_QUESTION)),
    ("request", _found(WISH)),
    ("problem", _found(TROUBLE)),
    ("negation", _found(NEGATION)),
)


@dataclass(frozen=True, slots=True)
class IntentHead:
    """A multinomial head for vectors of one model: a row of `weights` and a bias for each of `classes`, of which `none` says nothing."""

    model: str
    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    biases: NDArray[np.float64]


@cache
def shipped_intent_head() -> IntentHead:
    """The head that comes with voc."""
    saved = json.loads(files("voc.engine").joinpath("data/intent_head.json").read_text())
    return IntentHead(saved["model"], tuple(saved["classes"]), np.array(saved["weights"]), np.array(saved["biases"]))


def intent_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """Which rules hold, and the lexicon's polarity: shape (n, rules + 1)."""
    held = np.array([[rule(plain_words(text)) for _, rule in _RULES] for text in texts], dtype=np.float64).reshape(len(texts), len(_RULES))
    return np.column_stack([held, polarity(texts)])


def intent_features(texts: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """What a head reads, shape (n, dimensions + cues); `vectors` are the texts' own."""
    return np.column_stack([vectors.astype(np.float64), intent_cues(texts)])


def judge_intent(texts: Sequence[str], vectors: NDArray[np.float32], model: str) -> list[str | None]:
    """The intent of each text, one of INTENTS; None where it is not clear. `vectors` are the texts' own, by the model of that name."""
    head = shipped_intent_head()
    if not texts or model != head.model:
        return judge_by_rules(texts)
    moods = judge_sentiment(texts, vectors, model)
    found = choose_intents(head, intent_features(texts, vectors), moods >= PRAISING)
    found = ["praise" if is_mended(text, float(mood)) else name for text, name, mood in zip(texts, found, moods, strict=True)]
    return ["churn_threat" if _CHURN.search(text) else "upsell_signal" if _UPSELL.search(text) else name for text, name in zip(texts, found, strict=True)]


def choose_intents(head: IntentHead, features: NDArray[np.float64], is_kind: NDArray[np.bool_] | None = None) -> list[str | None]:
    """The likeliest class of each row; None for `none` and where no class is likely. Nothing is praise that is not kind, where that is known."""
    scores = features @ head.weights.T + head.biases
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    for name in ("churn_threat", "upsell_signal"):
        column = shares[:, head.classes.index(name)]
        column[column < SURE] = 0
    if is_kind is not None:
        shares[~is_kind, head.classes.index("praise")] = 0
    chosen = [head.classes[i] if share >= LEAST_SURE else "none" for i, share in zip(shares.argmax(axis=1), shares.max(axis=1), strict=True)]
    return [name if name in INTENTS else None for name in chosen]


def judge_by_rules(texts: Sequence[str]) -> list[str | None]:
    """What the rules alone say: the first that holds, else praise where the words are kind."""
    return [_first_rule(plain_words(text), float(said)) for text, said in zip(texts, polarity(texts), strict=True)]


def _first_rule(text: str, said: float) -> str | None:
    for intent, holds in _RULES:
        if intent in INTENTS and holds(text):
            return intent
    return "praise" if said >= KIND else "problem" if said <= -KIND else None
