"""What takes long to read or compute, kept in the process until it may be another."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakSet

T = TypeVar("T")

_all: "WeakSet[Kept]" = WeakSet()


class Kept:
    """The last `most` answers that were asked for, each with the version of the data that it was read from."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = Lock()
        _all.add(self)

    def get(self, question: Hashable, version: Hashable, compute: Callable[[], T]) -> T:
        """The answer as of the version: kept where the last one was of the same, else computed. Nobody changes what is in it."""
        with self._lock:
            if (kept := self._answers.get(question)) and kept[0] == version:
                self._answers.move_to_end(question)
                return cast("T", kept[1])
        answer = compute()
        with self._lock:
            self._answers[question] = (version, answer)
            self._answers.move_to_end(question)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer


def forget_kept() -> None:
    """Read and compute everything anew. For who empties a database."""
    for kept in list(_all):
        kept._answers.clear()
