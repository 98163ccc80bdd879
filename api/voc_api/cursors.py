"""Cursors: opaque, signed, and pinned to the run and the filters that a list began with."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

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
        self._signed = URLSafeSerializer(signing_key, salt="cursor")

    def write(self, cursor: Cursor) -> str:
        """The text that a client sends back."""
        text: str = self._signed.dumps([cursor.run_id, cursor.position, cursor.filters])
        return text

    def read(self, text: str, filters: str) -> Cursor:
        """What `write` wrote. Raises InputError for anything else, and for a cursor of other filters."""
        try:
            cursor = Cursor(*self._signed.loads(text))
        except (BadSignature, ValueError):
            raise InputError("cursor: this is not a cursor that an answer's next_cursor gave") from None
        if cursor.filters != filters:
            raise InputError("cursor: it belongs to other filters or another list: use it with the same parameters, or start without it")
        return cursor
