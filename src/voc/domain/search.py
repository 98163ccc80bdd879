"""Search: several rankings of the same things become one, and words are found again in a text."""

import re
from collections.abc import Iterable, Sequence

RANK_CONSTANT = 60
_WORD = re.compile(r"\w+")
# Words that say nothing by themselves: a text that has these alone of the query is no hit.
_EMPTY = frozenset(
    "a an and are as at be but by can do for from has have i if in is it its me my no not of on or our so that the their they this to too us was we with you "
    "your".split()
)
_STEM = 4  # a found word shares at least this beginning with the asked one


def fuse(rankings: Iterable[Sequence[str]]) -> list[str]:
    """One ranking by reciprocal ranks: the sum of 1 / (60 + rank) over the rankings that have it; ties as the first ranking has them.

    Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet and individual rank learning methods", SIGIR 2009.
    """
    points: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            points[key] = points.get(key, 0.0) + 1 / (RANK_CONSTANT + rank)
    return sorted(points, key=lambda key: -points[key])


def words_of(query: str) -> list[str]:
    """The query's words in lower case, in their order, each once."""
    return list(dict.fromkeys(_WORD.findall(query.lower())))


def telling_words(words: Sequence[str]) -> list[str]:
    """The words without those that say nothing by themselves; all of them where nothing else is left."""
    return [word for word in words if word not in _EMPTY] or list(words)


def find_marks(text: str, query: str) -> list[tuple[int, int]]:
    """Where words of the query stand in the text, by their beginnings: (start, end) in order. `exporting` is found for `exports`."""
    stems = [word[: max(_STEM, len(word) - 3)] for word in telling_words(words_of(query))]
    return [found.span() for found in _WORD.finditer(text) if any(found[0].lower().startswith(stem) for stem in stems)]
