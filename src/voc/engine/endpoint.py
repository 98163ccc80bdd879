"""An OpenAI-compatible chat endpoint, asked for one JSON object at a time. Nothing it sends is trusted: not its pace, its size, nor its shape."""

import asyncio
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from voc.errors import InputError, UnavailableError

LARGEST_ANSWER = 64 * 1024  # bytes
MOST_TOKENS = 400

_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:/[^\s?#@\\]*)?")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` is the base that ends in `/v1`; `seconds` bound a whole answer. Raises InputError for a URL that is none."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 20.0

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise InputError("the naming endpoint's address must be http(s)://HOST[:PORT]/v1 or the like, without a user, a query or a fragment")
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
        try:
            with ThreadPoolExecutor(1) as thread:  # of its own: the caller's may have an event loop running
                answer = thread.submit(lambda: asyncio.run(self._post(body))).result()
            return json.loads(json.loads(answer)["choices"][0]["message"]["content"])
        except (TimeoutError, httpx.TimeoutException):
            raise UnavailableError("the naming endpoint took too long") from None
        except httpx.HTTPError as error:
            raise UnavailableError(f"the naming endpoint cannot be reached ({type(error).__name__})") from None
        except (ValueError, TypeError, LookupError, RecursionError):
            raise UnavailableError("the naming endpoint did not answer with JSON of the agreed shape") from None

    async def _post(self, body: Mapping[str, object]) -> bytes:
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {self.key}"} if self.key else {})}
        async with (
            asyncio.timeout(self.seconds),  # over all of it: a client's own timeouts start anew with every byte
            httpx.AsyncClient(timeout=self.seconds, follow_redirects=False) as client,
            client.stream("POST", f"{self.url.rstrip('/')}/chat/completions", json=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise UnavailableError(f"the naming endpoint answered with HTTP {response.status_code}")
            answer = bytearray()
            async for chunk in response.aiter_raw():  # never unpacked: a small body may unpack to a huge one
                answer += chunk
                if len(answer) > LARGEST_ANSWER:
                    raise UnavailableError("the naming endpoint's answer is too large")
            return bytes(answer)
