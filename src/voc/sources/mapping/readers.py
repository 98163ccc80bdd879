"""What no profile can say in words: rows that a function makes of a record. Packages bring their own by the entry point `voc.readers`."""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points
from typing import Any

from voc.errors import InputError
from voc.sources.mapping.records import Record
from voc.sources.mapping.stripe import read_subscriptions

Reader = Callable[[Record, Mapping[str, Any]], Iterable[dict[str, Any]]]
"""Takes a record and the fields that its profile read; gives the rows, by the kind's fields."""

READERS: Mapping[str, Reader] = {"stripe_subscriptions": read_subscriptions}


def find_reader(name: str) -> Reader:
    """The reader of this name. Raises InputError where there is none."""
    if name in READERS:
        return READERS[name]
    for point in entry_points(group="voc.readers", name=name):
        return point.load()  # type: ignore[no-any-return]
    raise InputError(f"there is no reader {name!r}; there is {', '.join(READERS)}")
