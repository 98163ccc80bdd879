"""Files that belong together, nested: each record gets the rows of the others that were put by for it, each of these the rows that belong to it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from voc.sources.fields import plain
from voc.sources.mapping.profile import Profile, Versions, list_places
from voc.sources.mapping.records import Record, root_of
from voc.sources.mapping.shelf import Shelf
from voc.sources.mapping.texts import read_source
from voc.sources.rows import SourceRow
from voc.sources.settling.dates import read_date
from voc.sources.settling.ids import read_id


def read_key(value: Any) -> str | None:
    """What rows share, in one spelling."""
    return read_id(said) if (said := plain(value, "key")) else None


def gathers_by_others(profile: Profile) -> bool:
    """Whether what the gathered rows share stands in a file beside the main one, which has to be joined before."""
    return profile.gather is not None and any(root_of(place) in profile.files for place in list_places(profile.gather.by))


class Beside:
    """The files beside the main one; `shelves` hold their rows by their keys."""

    def __init__(self, profile: Profile, shelves: Mapping[str, Shelf]) -> None:
        self._files = profile.files
        self._main_key = profile.files[profile.main].key
        self._shelves = shelves

    def join(self, records: Iterable[Record | SourceRow]) -> Iterator[Record | SourceRow]:
        """The records, each with the rows that were put by for it under the names of their files."""
        for record in records:
            yield self._add(record, None, self._main_key) if self._shelves and isinstance(record, Record) else record

    def _add(self, record: Record, within: str | None, own_key: str | None) -> Record:
        for name, shelf in self._shelves.items():
            file = self._files[name]
            place = file.at or own_key or file.key
            if file.within != within or place is None or (key := read_key(read_source(record, place))) is None:
                continue
            found = [Record.of(0, "", row) for row in shelf.find(key)]
            if file.versions is not None:
                found = find_newest(found, file.versions)
            nested = [self._add(row, name, None).values for row in found]
            record = Record.of(record.line, record.raw, {**record.values, name: nested})
        return record


def find_newest(records: Iterable[Record], versions: Versions) -> list[Record]:
    """Of each thing the newest record, in the order in which the things first came."""
    newest: dict[str, tuple[str, Record]] = {}
    for number, record in enumerate(records):
        known = plain(record[versions.of], versions.of)
        when = plain(read_source(record, versions.newest), "newest") or ""
        found = (read_date(when) or when), record
        key = f"\x00{number}" if known is None else known
        if key not in newest or found[0] >= newest[key][0]:
            newest[key] = found
    return [record for _, record in newest.values()]


def keep_newest(records: Iterable[Record | SourceRow], versions: Versions, shelf: Shelf, skipped: Counter[str]) -> Iterator[Record | SourceRow]:
    """The records that are the newest of their thing; the others are counted."""
    for number, record in enumerate(records):
        if isinstance(record, SourceRow):
            yield record
        else:
            key = plain(record[versions.of], versions.of)
            shelf.put_record(f"\x00{number}" if key is None else key, record)
    for key in shelf:
        found = shelf.find_records(key)
        (kept,) = find_newest(found, versions) if not key.startswith("\x00") else found
        if len(found) > 1:
            skipped["an older version"] += len(found) - 1
        yield kept
