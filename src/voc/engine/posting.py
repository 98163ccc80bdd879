"""JSON posted to an endpoint of somebody else's. Nothing it sends is trusted: not its pace, its size, nor its shape."""

import asyncio
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from voc.errors import InputError, UnavailableError

_ADDRESS = re.compile(r"https?://[^\s/?#@\\]+(?:/[^\s?#@\\]*)?")


class RefusedError(UnavailableError):
    """It cannot be reached, takes too long or answers with an error. `status` is the answer's, 0 where there is none; `wait` is how many seconds it asks
    for."""

    def __init__(self, line: str, status: int = 0, wait: float | None = None) -> None:
        super().__init__(line)
        self.status = status
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Post:
    """The way to an endpoint. `url` is the base that ends in `/v1`; `seconds` bound a whole answer and `largest` its bytes; `who` is what errors call it.
    Raises InputError for a URL that is none."""

    who: str
    url: str
    key: str = field(default="", repr=False)
    seconds: float = 20.0
    largest: int = 64 * 1024

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.url):
            raise InputError(f"the {self.who}'s address must be http(s)://HOST[:PORT]/v1 or the like, without a user, a query or a fragment")

    def send(self, path: str, body: Mapping[str, object]) -> object:
        """The JSON value that is answered. Raises RefusedError, or UnavailableError for an answer that is no JSON; its text holds nothing of what was sent."""
        try:
            with ThreadPoolExecutor(1) as thread:  # of its own: the caller's may have an event loop running
                return json.loads(thread.submit(lambda: asyncio.run(self._post(path, body))).result())
        except (TimeoutError, httpx.TimeoutException):
            raise RefusedError(f"the {self.who} took too long") from None
        except httpx.HTTPError as error:
            raise RefusedError(f"the {self.who} cannot be reached ({type(error).__name__})") from None
        except (ValueError, RecursionError):
            raise self.misshapen() from None

    def misshapen(self) -> UnavailableError:
        """The error for an answer that is not what was agreed."""
        return UnavailableError(f"the {self.who} did not answer with JSON of the agreed shape")

    async def _post(self, path: str, body: Mapping[str, object]) -> bytes:
        headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {self.key}"} if self.key else {})}
        async with (
            asyncio.timeout(self.seconds),  # over all of it: a client's own timeouts start anew with every byte
            httpx.AsyncClient(timeout=self.seconds, follow_redirects=False) as client,
            client.stream("POST", f"{self.url.rstrip('/')}/{path}", json=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise RefusedError(f"the {self.who} answered with HTTP {response.status_code}", response.status_code, _wait(response))
            answer = bytearray()
            async for chunk in response.aiter_raw():  # never unpacked: a small body may unpack to a huge one
                answer += chunk
                if len(answer) > self.largest:
                    raise UnavailableError(f"the {self.who}'s answer is too large")
            return bytes(answer)


def _wait(response: httpx.Response) -> float | None:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isascii() and told.isdigit() else None
