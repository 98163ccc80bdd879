"""What a person's corrections changed: the snippets that they moved, and those that the machine moved after them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

Way = tuple[str | None, str | None]  # from which theme to which, None: none


@dataclass(frozen=True, slots=True)
class Effect:
    """`decisions` since `since`, of which `moved` changed a snippet's theme; `ways` lists (way, moved by the person, moved by the machine), most of all first.
    `known`: whether the runs to compare are kept, and `read` whether the last run has read them all."""

    since: datetime | None
    decisions: int
    moved: int
    ways: tuple[tuple[Way, int, int], ...]
    known: bool
    read: bool

    @property
    def others(self) -> int:
        """Snippets that the machine moved the same ways."""
        return sum(by_machine for _, _, by_machine in self.ways)


def follow_corrections(own: Iterable[Way], machine: Mapping[Way, int]) -> tuple[tuple[Way, int, int], ...]:
    """The machine's moves that go where the person's go, or leave what they leave; other moves have other causes. `own` are the person's moves, each once."""
    mine = Counter(way for way in own if way[0] != way[1])
    left, joined = {source for source, _ in mine if source}, {target for _, target in mine if target}
    like = {way: count for way, count in machine.items() if way[0] in left or way[1] in joined}
    ways = ((way, mine[way], like.get(way, 0)) for way in mine.keys() | like.keys())
    return tuple(sorted(ways, key=lambda row: (-row[1] - row[2], row[0][0] or "", row[0][1] or "")))
