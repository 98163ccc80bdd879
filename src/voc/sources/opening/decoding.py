"""Text in any usual encoding as UTF-8. The encoding is settled on the whole file, so that never half of it is read in another."""

import codecs
import io
import zlib

from charset_normalizer import from_bytes

from voc.sources.lines import OneRead

_STEP = 2**20
_SAMPLE = 2**16
_LEGACY = ["cp1252", "cp1250", "cp1251", "mac_roman"]
_TELLING = 12  # bytes beyond ASCII from which a guess among many is worth something
_MAC_LETTERS = frozenset("äöüßÄÖÜéèêëàâáçñóòôíìîúùûøåÅÉ".encode("mac_roman")) - frozenset("’“”–—…€•".encode("cp1252"))
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def settle_encoding(stream: io.BufferedIOBase) -> str:
    """The encoding of all that the stream holds, which is read to its end.

    A file of which more letters are UTF-8 than are not is UTF-8 with a few broken rows; of another one the likeliest of the usual encodings is taken.
    """
    start = stream.read(_SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    if guessed := _guess_utf16(start):
        return guessed
    good, bad, first_bad = 0, 0, b""
    rest, data = b"", start
    while data:
        good_here, bad_here, rest, sample = _count_letters(rest + data)
        good, bad, first_bad = good + good_here, bad + bad_here, first_bad or sample
        try:
            data = stream.read(_STEP)
        except (EOFError, zlib.error, OSError):  # it breaks off: whoever reads the rows tells where
            break
    return "utf-8" if bad <= good else _guess_legacy(first_bad)


def _guess_utf16(start: bytes) -> str | None:
    """Without a mark: every second byte is zero."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    few, many = sorted((even, odd))
    if many > len(start) // 4 and few < max(1, len(start) // 50):
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _count_letters(data: bytes) -> tuple[int, int, bytes, bytes]:
    """How many letters of several bytes are UTF-8, how many bytes are not, a letter's bytes that are cut at the end, and a sample around the first bad one."""
    if data.isascii():
        return 0, 0, b"", b""
    good = bad = 0
    sample, place = b"", 0
    while place < len(data):
        try:
            text = data[place:].decode()
        except UnicodeDecodeError as error:
            good += _letters(data[place : place + error.start].decode())
            if error.end == len(data) - place and error.end - error.start < 4 and "unexpected end" in error.reason:
                return good, bad, data[place + error.start :], sample
            at = place + error.start
            sample = sample or data[max(0, at - _SAMPLE // 2) : at + _SAMPLE // 2]
            bad += 1
            place = at + 1
            if bad > 10_000:
                return good, bad, b"", sample
        else:
            return good + _letters(text), bad, b"", sample
    return good, bad, b"", sample


def _letters(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _guess_legacy(sample: bytes) -> str:
    """Windows-1252, or the Mac's where the letters stand at its places alone; among the others the likeliest where there is enough to tell."""
    high = bytes(byte for byte in sample if byte > 127)
    if all(byte in _MAC_LETTERS for byte in high):
        return "mac_roman"
    found = from_bytes(sample, cp_isolation=_LEGACY).best() if len(high) >= _TELLING else None
    return found.encoding if found else "cp1252"


class Transcoded(io.RawIOBase):
    """A stream of another encoding, as UTF-8."""

    def __init__(self, stream: OneRead, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            data = self._stream.read1(2**16)
            self._ended = not data
            self._ready = self._decoder.decode(data, final=self._ended).replace("\ufeff", "").encode("utf-8", "replace")
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
