"""Texts that the repeats of a regular expression take, to try how long it needs for many of them."""

from collections.abc import Iterator, Sequence
from itertools import islice, product
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 24  # samples of one repeat
_OF_CATEGORY = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_OTHERS = "a1 -.,;!#(\u00fc"


def list_repeated(pattern: str) -> list[str]:
    """Samples of what stands inside each repeat of the pattern, each once."""
    return list(dict.fromkeys(sample for body in _repeats(parser.parse(pattern)) for sample in islice(_samples(body), _MOST) if sample))


def _repeats(tree: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for code, value in tree:
        if code in _REPEATS:
            yield value[2]
            yield from _repeats(value[2])
        elif code is codes.SUBPATTERN:
            yield from _repeats(value[3])
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch)


def _samples(tree: Sequence[Any]) -> Iterator[str]:
    """Some texts that the tree takes: each branch, each repeat once."""
    parts = [list(islice(_of_one(code, value), 6)) or [""] for code, value in tree]
    yield from map("".join, islice(product(*parts), _MOST))


def _of_one(code: Any, value: Any) -> Iterator[str]:
    if code is codes.LITERAL:
        yield chr(value)
    elif code is codes.NOT_LITERAL:
        yield next(letter for letter in _OTHERS if ord(letter) != value)
    elif code is codes.ANY:
        yield "a"
    elif code is codes.IN:
        yield from _of_set(value)
    elif code is codes.BRANCH:
        for branch in value[1]:
            yield from islice(_samples(branch), 2)
    elif code is codes.SUBPATTERN:
        yield from _samples(value[3])
    elif code in _REPEATS:
        yield from ("".join([sample] * max(1, min(value[0], 20))) for sample in _samples(value[2]))


def _of_set(items: Sequence[Any]) -> Iterator[str]:
    if items[0][0] is codes.NEGATE:
        taken = {value for code, value in items if code is codes.LITERAL}
        yield from (letter for letter in _OTHERS if ord(letter) not in taken and not letter.isspace())
        return
    for code, value in items:
        if code is codes.LITERAL:
            yield chr(value)
        elif code is codes.RANGE:
            yield chr(value[0])
        elif code is codes.CATEGORY:
            yield _OF_CATEGORY.get(value, "#")
