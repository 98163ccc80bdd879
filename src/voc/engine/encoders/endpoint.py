"""An OpenAI-compatible `/v1/embeddings` endpoint: texts in batches, patience with a busy server, and what it cost."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from voc.engine.posting import Post, RefusedError
from voc.engine.vectors import unit
from voc.errors import UnavailableError

BATCH = 64  # texts of one request
READ = 8_000  # characters of a text: endpoints refuse what is longer than their model reads
ATTEMPTS = 6
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
SECONDS = 60.0  # of one request
LARGEST_ANSWER = 32 * 2**20  # bytes: 64 vectors of 4,096 numbers as text are six million
PASSING = {0, 408, 409, 425, 429, 500, 502, 503, 504, 529}  # statuses that another attempt may not meet; 0: no answer


class _Embedding(BaseModel):
    model_config = ConfigDict(strict=True)

    index: int
    embedding: list[float]


class EndpointEmbedder:
    """A `model` of the endpoint at `url`. `price` is that of a million tokens; `tokens` counts what the endpoint says it has read. Its vectors may differ in
    the last bits from one request to the next: that is the server's affair."""

    def __init__(
        self, name: str, model: str, url: str, key: str = "", price: float = 0.0, sleep: Callable[[float], None] = time.sleep, seconds: float = SECONDS
    ) -> None:
        self.name = name
        self.price = price
        self.tokens = 0
        self._model = model
        self._post = Post("embedding endpoint", url, key, seconds, LARGEST_ANSWER)
        self._sleep = sleep
        self._dimensions = 0

    @property
    def cost(self) -> float:
        """What the tokens cost, in the price's currency."""
        return self.tokens * self.price / 1e6

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors in the texts' order. Raises UnavailableError where the endpoint does not give them after several attempts."""
        found = []
        for start in range(0, len(texts), BATCH):
            some = texts[start : start + BATCH]
            found.append(self._read(self._ask([text[:READ] or " " for text in some]), len(some)))
            if progress:
                progress(len(some))
        return np.vstack(found) if found else np.zeros((0, self._dimensions), np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The text's unit vector, by a request of its own."""
        vector: NDArray[np.float32] = self.embed([text])[0]
        return vector

    def _ask(self, texts: list[str]) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._post.send("embeddings", {"model": self._model, "input": texts, "encoding_format": "float"})
            except RefusedError as error:
                if error.status not in PASSING:
                    raise
                if attempt == ATTEMPTS:
                    raise UnavailableError(f"{error}, {ATTEMPTS} times in a row") from None
                usual = FIRST_WAIT * 2 ** (attempt - 1)
                self._sleep(min(LONGEST_WAIT, usual if error.wait is None else max(error.wait, 0.1)))
        raise AssertionError("the last attempt returns or raises")

    def _read(self, answer: Any, count: int) -> NDArray[np.float32]:
        try:
            data = [_Embedding.model_validate(row) for row in answer["data"]]
            usage = answer.get("usage") or {}
            self.tokens += int(usage.get("total_tokens") or 0)
        except (ValidationError, TypeError, LookupError, AttributeError, ValueError):
            raise self._post.misshapen() from None
        ordered = sorted(data, key=lambda row: row.index)
        if [row.index for row in ordered] != list(range(count)):
            raise UnavailableError(f"the embedding endpoint answered with {len(data)} vectors for {count} texts, or numbered them wrongly")
        widths = {len(row.embedding) for row in ordered} | ({self._dimensions} if self._dimensions else set())
        vectors = np.array([row.embedding for row in ordered], dtype=np.float32) if len(widths) == 1 else np.zeros(0, np.float32)
        if not vectors.size or not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
            raise UnavailableError("the embedding endpoint's vectors are not of one width, or hold no numbers")
        self._dimensions = vectors.shape[1]
        return unit(vectors)
