"""Cursors: opaque, signed, and pinned to the run and the filters that a list began with."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins: an offset into a run's list, or the last row's sort key."""

    run_id: str | None
    position: str
    filters: str

    @property
    def offset(self) -> int:
        """The position of a list that is counted."""
        return int(self.position)


class Cursors:
    """Writes and reads cursors with the process's key."""

    def __init__(self, signing_key: str) -> None:
        self._key = hashlib.sha256(f"cursor {signing_key}".encode()).digest()

    def write(self, cursor: Cursor) -> str:
        """The text that a client sends back."""
        body = json.dumps([cursor.run_id, cursor.position, cursor.filters], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._sign(body) + body).decode().rstrip("=")

    def read(self, text: str, filters: str) -> Cursor:
        """What `write` wrote. Raises InputError for anything else, and for a cursor of other filters."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except (ValueError, binascii.Error):
            raw = b""
        signature, body = raw[:16], raw[16:]
        if not body or not hmac.compare_digest(signature, self._sign(body)):
            raise InputError("cursor: this is not a cursor that an answer's next_cursor gave")
        cursor = Cursor(*json.loads(body))
        if cursor.filters != filters:
            raise InputError("cursor: it belongs to other filters or another list: use it with the same parameters, or start without it")
        return cursor

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()[:16]
