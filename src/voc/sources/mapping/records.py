"""A record: one row of a file as the file has it, and where values stand in it.

A path is a column of a table or a way into JSON such as `via.source.from.address`. Steps are parted by dots; names are compared as `slug` writes them. `tags[]`
is every item of a list, `recipients[role=from]` those items whose `role` is `from`, and a list without brackets is its first item. A cell that holds JSON as
text is gone into like JSON. `/how likely/` is the first column whose name the regular expression is found in.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from voc.errors import InputError
from voc.sources.fields import slug

_PARTS = re.compile(r"(?:[^.\[\]]|\[[^\]]*\])+")
_STEP = re.compile(r"(?P<name>[^\[\]]+)(?:\[(?:(?P<key>[^\[\]=]+)=(?P<value>[^\[\]]*))?\])?")


ENVELOPE = "_airbyte_data"  # the column in which Airbyte's files hold the whole record (docs.airbyte.com/integrations/destinations/s3)


class Repeated(list[Any]):
    """The cells of a column that a table has more than once."""


@dataclass(frozen=True, slots=True)
class Record:
    """`values` by the file's own names; `named` the same by `slug`. `line` and `raw` say where it stands in its file."""

    line: int
    raw: str
    values: Mapping[str, Any]
    named: Mapping[str, Any]

    @classmethod
    def of(cls, line: int, raw: str, values: Mapping[str, Any], repeats: Mapping[str, str] | None = None) -> "Record":
        """`repeats`: the name that the reader gave a column's second cell -> the column's own name."""
        whole: dict[str, Any] = {}
        if ENVELOPE in values and isinstance(inside := _unpack(values[ENVELOPE]), Mapping):
            values = inside
        for name, value in values.items():
            if repeats and name in repeats:
                first = whole.get(repeats[name])
                whole[repeats[name]] = Repeated([*(first if isinstance(first, Repeated) else [first]), value])
            else:
                whole[name] = value
        return cls(line, raw, whole, {slug_of(str(name)): value for name, value in whole.items()})

    def __getitem__(self, written: str) -> Any:
        """The first value at the path that is not blank, of a list its first item; None where there is none."""
        found = next((value for value in self.list_values(written) if not _is_blank(value)), None)
        while isinstance(found, list):
            found = next((item for item in found if item is not None and not _is_blank(item)), None)
        return found

    def list_values(self, written: str) -> list[Any]:
        """The values at the path, without nulls; more than one only where the path says `[]`, or a table has the column more than once."""
        place = _compile(written)
        if place.pattern:
            return [value for name, value in self.values.items() if value is not None and place.pattern.search(name)][:1]
        if place.whole in self.named:
            return _values(self.named[place.whole])
        return [value for value in _dig(self.named, place.steps) if value is not None]

    def list_items(self, written: str) -> list[Any]:
        """The same with the items of a list for the list."""
        return [item for value in self.list_values(written) for item in (value if isinstance(value, list) else [value])]

    def has(self, written: str) -> bool:
        """Whether there is such a place, be it empty."""
        place = _compile(written)
        if place.pattern:
            return any(place.pattern.search(name) for name in self.values)
        return place.whole in self.named or _reaches(self.named, place.steps)


@dataclass(frozen=True, slots=True)
class _Step:
    name: str  # as `slug` writes it
    key: str | None = None  # items whose `key` is `value` are taken
    value: str = ""
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    whole: str
    steps: tuple[_Step, ...] = ()
    pattern: re.Pattern[str] | None = None


def matches(name: str, written: str) -> bool:
    """Whether the column is the one at the path, or matches its pattern."""
    place = _compile(written)
    return bool(place.pattern.search(name)) if place.pattern else place.whole == slug_of(name)


def check_path(written: str) -> None:
    """Raises InputError where it is no path."""
    _compile(written)


def root_of(written: str) -> str:
    """The column that the path begins with, as `slug` writes it; "" for a pattern."""
    place = _compile(written)
    return place.steps[0].name if place.steps else ""


@lru_cache(maxsize=10_000)
def _compile(written: str) -> _Place:
    if len(written) > 2 and written.startswith("/") and written.endswith("/"):
        try:
            return _Place("", pattern=re.compile(written[1:-1], re.IGNORECASE))
        except re.error as error:
            raise InputError(f"{written} is no regular expression: {error}") from None
    return _Place(slug(written), tuple(_read_steps(written)))


def _read_steps(written: str) -> Iterator[_Step]:
    parts = _PARTS.findall(written)
    is_whole = ".".join(parts) == written or not {"[", "]"} & set(written)
    for part in parts:
        if (found := _STEP.fullmatch(part)) is None or not is_whole:
            raise InputError(f"{written!r} is no path such as requester.email, tags[].name or recipients[role=from].handle")
        yield _Step(slug(found["name"]), found["key"], (found["value"] or "").lower(), part.endswith("[]"))


@lru_cache(maxsize=20_000)
def slug_of(name: str) -> str:
    """`slug`, remembered: a file has the same few names in every row."""
    return slug(name)


def _dig(value: Any, steps: Sequence[_Step]) -> list[Any]:
    if not steps:
        return _values(value)
    step, rest = steps[0], steps[1:]
    value = _unpack(value)
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, Mapping):
        return []
    own = _find_named(value, step.name)
    if own is None and rest and not any(one.key or one.is_all for one in steps):  # a column whose own name has dots
        return _values(_find_named(value, ".".join(one.name for one in steps)))
    value = own
    if step.key is not None or step.is_all:
        value = _unpack(value)
    if isinstance(value, list) and step.key is not None:
        value = [item for item in value if isinstance(item, Mapping) and step.value in [_spelled(one) for one in _dig(item, tuple(_read_steps(step.key)))]]
        return [found for item in value for found in _dig(item, rest)]
    if isinstance(value, list) and step.is_all:
        return [found for item in value for found in _dig(item, rest)]
    return _dig(value, rest)


def _find_named(value: Mapping[str, Any], wanted: str) -> Any:
    return value[wanted] if wanted in value else next((part for name, part in value.items() if slug_of(str(name)) == wanted), None)


def _unpack(value: Any) -> Any:
    """The value, read as JSON where a table has it as text."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _spelled(value: Any) -> str:
    return str(value).lower()


def _values(value: Any) -> list[Any]:
    if isinstance(value, Repeated):
        return [one for one in value if one is not None]
    return [] if value is None else [value]


def _reaches(value: Any, steps: Sequence[_Step]) -> bool:
    for step in steps:
        value = _unpack(value)
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, Mapping):
            return False
        found = [part for name, part in value.items() if slug_of(str(name)) == step.name]
        if not found:
            return False
        value = found[0]
    return True


def _is_blank(value: Any) -> bool:
    return value in ("", [], {}) or (isinstance(value, str) and not value.strip())
