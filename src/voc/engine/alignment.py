"""Which stretch of an original text each stretch of an edited one comes from."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

Edit = tuple[int, int, str]  # start and end of what is replaced, and what stands there instead


@dataclass(frozen=True, slots=True)
class _Stretches:
    """The replaced stretches of a text, in their order."""

    starts: list[int]
    ends: list[int]


def _carry(place: int, of: _Stretches, to: _Stretches) -> tuple[int, int]:
    """Where the character at `place` stands on the other side of an edit: a place twice, or all that it was replaced with."""
    nearest = bisect_right(of.starts, place) - 1
    if nearest < 0:
        return place, place + 1
    if place < of.ends[nearest]:
        return to.starts[nearest], to.ends[nearest]
    moved = place - of.ends[nearest] + to.ends[nearest]
    return moved, moved + 1


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text that came out of another one, the original, by edits. Immutable; each edit costs time in the text's length, each look-up a logarithm of it."""

    text: str
    _edits: tuple[tuple[_Stretches, _Stretches], ...] = ()  # (before, after) of each round of edits, the first one first

    def edited(self, edits: Iterable[Edit]) -> Self:
        """With these replacements, which are in order and do not overlap."""
        before, after, parts = _Stretches([], []), _Stretches([], []), list[str]()
        copied = length = 0
        for start, end, replacement in edits:
            parts += self.text[copied:start], replacement
            length += start - copied + len(replacement)
            before.starts.append(start)
            before.ends.append(end)
            after.starts.append(length - len(replacement))
            after.ends.append(length)
            copied = end
        if not parts:
            return self
        parts.append(self.text[copied:])
        return type(self)("".join(parts), (*self._edits, (before, after)))

    def sub(self, pattern: re.Pattern[str], replacement: str | Callable[[str], str], group: int = 0) -> Self:
        """With that group of each match replaced: as `re.sub` does it, but a callable is given the text that matched."""
        found = ((*m.span(group), replacement if isinstance(replacement, str) else replacement(m[group])) for m in pattern.finditer(self.text))
        return self.edited(edit for edit in found if self.text[edit[0] : edit[1]] != edit[2])

    def strip(self) -> Self:
        """Without white space at either end."""
        start, end = len(self.text) - len(self.text.lstrip()), len(self.text.rstrip())
        if start >= end:
            return self.edited([(0, len(self.text), "")] if self.text else [])
        return self.edited(edit for edit in ((0, start, ""), (end, len(self.text), "")) if edit[0] < edit[1])

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that became `text[start:end]`, which is not empty."""
        first, last = (start, start + 1), (end - 1, end)
        for before, after in reversed(self._edits):
            first, last = _span(first, after, before), _span(last, after, before)
        return first[0], max(first[0], last[1])

    def target(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of `text` that `original[start:end]`, which is not empty, became."""
        first, last = (start, start + 1), (end - 1, end)
        for before, after in self._edits:
            first, last = _span(first, before, after), _span(last, before, after)
        return first[0], max(first[0], last[1])


def _span(span: tuple[int, int], of: _Stretches, to: _Stretches) -> tuple[int, int]:
    start, end = span
    if start == end:  # nothing stands there: a place between two characters
        place = _carry(start, of, to)[0]
        return place, place
    return _carry(start, of, to)[0], _carry(end - 1, of, to)[1]
