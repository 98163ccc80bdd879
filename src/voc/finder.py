"""The finder's door: how the web process asks the one that has the model for what means the same. Without a finder, search is by words alone."""

import hashlib
import hmac
import logging
from collections.abc import Sequence
from typing import Any

import httpx

log = logging.getLogger(__name__)

PATIENCE = httpx.Timeout(2.0, connect=0.3)


def finder_token(signing_key: str) -> str:
    """What the two processes know of each other by: both have the signing key, nobody else has."""
    return hmac.new(signing_key.encode(), b"finder", hashlib.sha256).hexdigest()


class Finder:
    """Asks a finder at `url`; "" where there is none."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=PATIENCE, headers={"authorization": f"Bearer {token}"}, trust_env=False) if url else None

    def find(self, text: str, limit: int) -> list[str] | None:
        """Snippets that mean what the text says, the nearest first; None where nobody can tell now."""
        return self._ask("/meaning", {"text": text, "limit": limit})

    def find_alike(self, snippet_ids: Sequence[str], limit: int) -> list[str] | None:
        """Snippets that mean what these do; None where nobody can tell now."""
        return self._ask("/alike", {"snippet_ids": list(snippet_ids), "limit": limit})

    def _ask(self, path: str, body: dict[str, Any]) -> list[str] | None:
        if self._client is None:
            return None
        try:
            answer = self._client.post(path, json=body)
            answer.raise_for_status()
            return [str(key) for key, _ in answer.json()["found"]]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.warning("the finder did not answer, so search is by words alone (%s)", error)
            return None
