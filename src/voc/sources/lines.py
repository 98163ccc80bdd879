"""Physical lines of a byte stream: numbered, decoded, capped. Never more than one line in memory, and of a line no more than the cap."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from voc.errors import InputError

LINE_LIMIT = 4 * 2**20  # bytes: a text of the longest kind in the widest letters
_KEPT = 1_000  # bytes of a line over the limit that the rejects file shows
_STEP = 2**20
BOM = b"\xef\xbb\xbf"


class ByteStream(Protocol):
    """What lines are read from."""

    def readline(self, size: int = -1, /) -> bytes: ...


class OneRead(Protocol):
    """What bytes are unpacked from."""

    def read1(self, size: int = -1, /) -> bytes: ...


@dataclass(slots=True)
class Line:
    """`text` with its line end; bytes that are not UTF-8 as lone surrogates.

    `problem` says why its row must be rejected; `cut`: only the line's start is here.
    """

    number: int
    text: str
    problem: str | None = None
    cut: bool = False

    @property
    def raw(self) -> str:
        """The text for the rejects file, with what is not text spelled out (`\\xff`)."""
        if self.problem is None:
            return self.text
        return self.text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\x00")


def read_lines(stream: ByteStream, limit: int = LINE_LIMIT, unpacked_limit: int | None = None) -> Iterator[Line]:
    """All lines. Raises InputError where they come to more than `unpacked_limit` bytes; errors of a damaged stream come through."""
    number, total = 0, 0
    while data := stream.readline(limit + 1):
        number += 1
        total += len(data)
        cut = len(data) > limit and not data.endswith(b"\n")
        if cut:
            data = data[:_KEPT]
            while rest := stream.readline(_STEP):
                total += len(rest)
                if rest.endswith(b"\n"):
                    break
        if unpacked_limit is not None and total > unpacked_limit:
            raise InputError(f"the file unpacks to more than {unpacked_limit // 2**20:,} MiB: split it")
        yield _line(number, data, cut, limit)


def _line(number: int, data: bytes, cut: bool, limit: int) -> Line:
    if cut:
        return Line(number, data.decode("utf-8", "surrogateescape"), f"the line is longer than {limit // 2**20} MiB", cut=True)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        bad = data[error.start]
        return Line(number, data.decode("utf-8", "surrogateescape"), f"is not UTF-8 (byte 0x{bad:02x}): save the file as UTF-8 and import it again")
    return Line(number, text, "contains a NUL character" if "\0" in text else None)


class Filtered(io.RawIOBase):
    """A stream behind a change of its bytes. It hands on what one read gives: when the stream breaks off, nothing read before is lost."""

    def __init__(self, stream: OneRead, change: Callable[[bytes], bytes] = bytes) -> None:
        self._stream = stream
        self._change = change

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._change(self._stream.read1(len(buffer)))
        buffer[: len(data)] = data
        return len(data)


def end_lines_with_lf(data: bytes) -> bytes:
    """Lone CRs, the line ends of old spreadsheets for the Mac, as LFs."""
    return data.replace(b"\r", b"\n")
