"""An OpenAI-compatible chat endpoint, asked for one JSON object at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.engine.posting import Post
from voc.errors import InputError

LARGEST_ANSWER = 64 * 1024  # bytes
MOST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` is the base that ends in `/v1`; `seconds` bound a whole answer. Raises InputError for a URL that is none."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 20.0

    def __post_init__(self) -> None:
        self._post()
        if not self.model:
            raise InputError("an endpoint needs the name of the model it is to use")

    def ask(self, task: str, material: str, schema: Mapping[str, object]) -> object:
        """The JSON value that the model answers to `task` about `material`. Raises UnavailableError for all else; its text holds nothing of what was sent."""
        body = {
            "model": self.model,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [{"role": "system", "content": task}, {"role": "user", "content": material}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema}},
        }
        post = self._post()
        answer: Any = post.send("chat/completions", body)
        try:
            return json.loads(answer["choices"][0]["message"]["content"])
        except (ValueError, TypeError, LookupError, RecursionError):
            raise post.misshapen() from None

    def _post(self) -> Post:
        return Post("naming endpoint", self.url, self.key, self.seconds, LARGEST_ANSWER)
