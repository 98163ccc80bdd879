"""Where sentences stand that recur: in how many items, of how many voices, at which place, beside what."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

_END = re.compile(r"(?<=[.!?。！？])\s+|\s*\n\s*")
NEARLY = 0.9  # share of a sentence's items
FEW_ITEMS = 5  # to say anything of places
MANY_ITEMS = 20  # of a source, to say that most of them have a sentence
MANY = 50  # recurring sentences in an item; one with more is a document
SOME, MOST, ALL = 0.3, 0.6, 0.9  # shares of a source's items


class Said(NamedTuple):
    """A snippet. `voice`: the account, else who wrote it, else the source."""

    id: str
    item: str
    position: int
    text: str
    voice: str
    source: str


def cut_sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [part for part in _END.split(text.strip()) if part]


@dataclass
class Standing:
    """Where one sentence stands; `snippets` by id, `items` with the source of each."""

    snippets: set[str] = field(default_factory=set)
    items: dict[str, str] = field(default_factory=dict)
    voices: set[str] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)
    among: int = 0  # times that it stands among others

    def is_part(self) -> bool:
        """Whether it nearly always stands among others: what somebody wishes for is often all that they say."""
        return self.among >= max(FEW_ITEMS, NEARLY * len(self.items))

    def place(self) -> str | None:
        """Where it nearly always stands, in words."""
        where, often = max(sorted(self.places.items()), key=lambda pair: pair[1], default=("", 0))
        return where if self.among >= FEW_ITEMS and often >= NEARLY * self.among else None

    def source(self, sizes: Mapping[str, int]) -> tuple[str, float]:
        """The source that it stands in most, and the share of that source's items that have it; no share where the source is small."""
        source, items = max(sorted(Counter(self.items.values()).items()), key=lambda pair: pair[1])
        return source, items / sizes[source] if sizes[source] >= MANY_ITEMS else 0.0


def list_standings(said: Sequence[Said], groups: Sequence[Sequence[int]], wanted: frozenset[int]) -> dict[int, Standing]:
    """By sentence, for the `wanted` ones. `said` in the order of items and positions; `groups`: each one's sentences by number."""
    found: dict[int, Standing] = defaultdict(Standing)
    for item, first, end in _items(said):
        sentences = [(number, row) for row in range(first, end) for number in groups[row]]
        for place, (number, row) in enumerate(sentences):
            if number in wanted:
                standing = found[number]
                standing.snippets.add(said[row].id)
                standing.items[item] = said[row].source
                standing.voices.add(said[row].voice)
                if len(sentences) > 1:
                    standing.among += 1
                    standing.places["first" if place == 0 else "last" if place == len(sentences) - 1 else "between"] += 1
    return found


def count_companions(standings: Mapping[int, Standing]) -> Counter[int]:
    """How many of the other sentences stand in nearly the same items, by sentence: what a form or a template says is said together."""
    of_item: dict[str, list[int]] = defaultdict(list)
    for number, standing in standings.items():
        for item in standing.items:
            of_item[item].append(number)
    together = Counter(pair for numbers in of_item.values() if len(numbers) <= MANY for pair in combinations(sorted(numbers), 2))
    return Counter(number for pair, items in together.items() if items >= NEARLY * max(len(standings[number].items) for number in pair) for number in pair)


def _items(said: Sequence[Said]) -> Iterator[tuple[str, int, int]]:
    first = 0
    for row in range(1, len(said) + 1):
        if row == len(said) or said[row].item != said[first].item:
            yield said[first].item, first, row
            first = row
