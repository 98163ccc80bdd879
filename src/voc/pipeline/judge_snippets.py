"""Judge: each snippet's sentiment and intent. What the last run judged by the same head is taken from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.snapshot import SnapshotRow
from voc.engine.encoders.joined import has_part, part_of
from voc.engine.intent import judge_intent
from voc.engine.language import languages_read
from voc.engine.sentiment import SentimentHead, judge_sentiment, shipped_head
from voc.pipeline.choose_sentiment_head import choose_sentiment_head
from voc.pipeline.group_snippets import Past

Rated = Mapping[str, tuple[Decimal, str]]  # rating and scale by snippet


@dataclass(frozen=True)
class Judgement:
    """In the rows' order; `engine` is what to note for the next run."""

    sentiment: list[float]
    intent: list[str | None]
    engine: dict[str, Any]


def judge_snippets(
    rows: Sequence[SnapshotRow], vectors: NDArray[np.float32], model: str, past: Past, rated: Rated, readable: NDArray[np.bool_], *, full: bool
) -> Judgement:
    """A full run recalibrates the head on the company's own ratings (`rated`); a small step judges with the last run's. Only `readable` rows have an intent,
    and of those that more than one encoder reads, the ones that the heads' own does."""
    own, grouped_by = shipped_head().model, model
    if has_part(model, own):
        vectors, model = part_of(vectors, model, own), own
    english = languages_read(own) or frozenset()
    readable = readable & np.array([row.language in english for row in rows], dtype=bool)
    # A head of before 0038 knew no middle: it is chosen again.
    kept = past.engine.get("sentiment_head", {})
    last = SentimentHead.from_dict(kept) if "middle" in kept else None
    head = choose_sentiment_head(rows, vectors, model, rated, readable) if full or last is None else last
    known = past.places if head == last and past.engine.get("judged_by", past.engine.get("model")) == model else {}
    sentiment = [known[row.id].sentiment if row.id in known else 0.0 for row in rows]
    intent = [known[row.id].intent if row.id in known else None for row in rows]
    new = [i for i, row in enumerate(rows) if row.id not in known]
    texts = [rows[i].text for i in new]
    for i, value in zip(new, judge_sentiment(texts, vectors[new], model, head), strict=True):
        sentiment[i] = round(float(value), 3)
    for i, name in zip(new, judge_intent(texts, vectors[new], model), strict=True):
        intent[i] = name if readable[i] else None
    return Judgement(sentiment, intent, {"sentiment_head": head.to_dict(), "model": grouped_by, "judged_by": model})
