"""Records of a CSV out of its physical lines, so that one broken row costs that row and no other."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from voc.sources.lines import Line

RECORD_LINES = 20_000  # physical lines of one record
RECORD_CHARS = 4 * 2**20
RESCAN_CHARS = 64 * 2**20  # text that may be read twice in one file because a quote did not close

csv.field_size_limit(RECORD_CHARS)  # process-wide, there is no other; Python's own limit of 128 KiB is less than a long call


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its first line's number, its cells (none where `problem` says why), its text."""

    line: int
    cells: list[str]
    raw: str
    problem: str | None = None


class _Unreadable(Exception):
    """The record being read cannot go on."""


class _Feed:
    """Hands lines to the csv module and remembers which it took for the record at hand."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self._chars = 0
        self.taken: list[Line] = []

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self.taken and (self._chars > RECORD_CHARS or len(self.taken) >= RECORD_LINES):
            raise _Unreadable
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._chars += len(line.text)
        if line.cut:
            raise _Unreadable
        return line.text

    def finish(self) -> None:
        self.taken, self._chars = [], 0

    def take_back(self) -> int:
        """Keep the first line, hand out the others once more; how much text that is."""
        self._again.extendleft(reversed(self.taken[1:]))
        size = self._chars - len(self.taken[0].text)
        self.finish()
        return size


def read_records(lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """All records but empty lines.

    Where a quote is opened and never properly closed, only the line that opened it is rejected: the lines after it are read anew. Errors of the stream come
    through.
    """
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    rescans = RESCAN_CHARS
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _Unreadable) as error:
            first, others = feed.taken[0], feed.taken[1:]
            yield Record(first.number, [], first.raw, first.problem or _reason(error, len(others)))
            if rescans > 0:
                rescans -= feed.take_back()
            else:  # a file made to be read again and again: what was taken is rejected unread
                for line in others:
                    yield Record(line.number, [], line.raw, line.problem or "stands inside a quote that is never closed")
                feed.finish()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        taken = feed.taken
        problem = next((line.problem for line in taken if line.problem), None)
        if cells:
            yield Record(taken[0].number, cells, "".join([line.raw if problem else line.text for line in taken]), problem)
        feed.finish()


def _reason(error: Exception, more_lines: int) -> str:
    if more_lines or "unexpected end" in str(error):
        return 'a quote (") opened on this line is not closed properly; a quote inside a quoted cell must be doubled'
    if "expected after" in str(error):
        return 'a quote (") inside a quoted cell must be doubled'
    return f"is not proper CSV: {error}"
