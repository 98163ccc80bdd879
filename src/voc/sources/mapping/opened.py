"""Files that a profile reads, opened: the main one as a stream of rows, the others put by for it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from voc.errors import InputError
from voc.sources.fields import plain
from voc.sources.files import SourceFile, open_source
from voc.sources.mapping.conversations import ConversationReader, find_own_author, follows
from voc.sources.mapping.events import count_events
from voc.sources.mapping.naming import MappedNames, OwnNames
from voc.sources.mapping.profile import File, Profile, Rule
from voc.sources.mapping.readers import find_reader
from voc.sources.mapping.records import Record
from voc.sources.mapping.rows import FILE, RowMaker
from voc.sources.mapping.shelf import Shelf
from voc.sources.mapping.texts import read_source
from voc.sources.registry import SourceKind
from voc.sources.rows import SourceRow

_LINE, _RAW = "\x00line", "\x00raw"  # beside the columns of a row that is put by


@contextmanager
def open_mapped(paths: Mapping[str, Path], profile: Profile, kind: SourceKind, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
    """The rows of a profile's files; `paths`: the profile's name of each file -> where it lies. Raises InputError where the main one is not there."""
    if profile.main not in paths:
        raise InputError(f"{', '.join(path.name for path in paths.values())}: {profile.title} also needs its file of {profile.main}")
    if missing := [name for name, file in profile.files.items() if not file.optional and name not in paths]:
        raise InputError(f"{paths[profile.main].name} is a file of {profile.title}: import it together with the file of {missing[0]}, as in `voc import A B`")
    with ExitStack() as stack:
        shelves = {name: stack.enter_context(Shelf()) for name in profile.files if name in paths and name != profile.main}
        own: set[str] = set()
        for name, shelf in shelves.items():
            _put_by(paths[name], profile.files[name], shelf, own, profile, unpacked_limit)
        main = profile.files[profile.main]
        naming = _names(profile, main)
        file = stack.enter_context(open_source(paths[profile.main], naming, unpacked_limit))
        skipped: Counter[str] = Counter()
        rows = iter(file.rows)
        labels: dict[str, str] = {}
        for _ in range(profile.further_headers):
            if header := next(rows, None):
                labels |= {name: str(text) for name, text in header.values.items() if text and not labels.get(name)}
        if profile.gather:
            rows = _gather(rows, profile, stack.enter_context(Shelf()), own, naming, skipped)
        records = _records(rows, profile, naming, shelves, skipped, paths[profile.main].name.split(".")[0])
        people = shelves.get(profile.conversation.people.where) if profile.conversation and profile.conversation.people else None
        reader = ConversationReader(profile.conversation, profile.words.get("author_role", {}), people, own) if profile.conversation else None
        maker = RowMaker(profile, kind.fields, reader, labels)
        made = count_events(_only_records(records), profile.events, skipped) if profile.events else _make(records, maker, profile)
        yield replace(
            file, rows=made, skipped=skipped, columns=MappedNames({field: source for field, source in profile.fields.items() if isinstance(source, str)})
        )


def _names(profile: Profile, file: File) -> OwnNames:
    return OwnNames(file.columns, file.columns, file.document)


def _put_by(path: Path, file: File, shelf: Shelf, own: set[str], profile: Profile, unpacked_limit: int | None) -> None:
    naming, said = _names(profile, file), profile.conversation
    with open_source(path, naming, unpacked_limit) as opened:
        for row in opened.rows:
            if row.problem:
                continue
            record = Record.of(row.line, row.raw, row.values, naming.repeats)
            if file.key and (key := plain(record[file.key], file.key)) is not None:
                shelf.put(key, record.values)
            if said and (author := find_own_author(record, said)):
                own.add(author)


def _gather(rows: Iterator[SourceRow], profile: Profile, shelf: Shelf, own: set[str], naming: OwnNames, skipped: Counter[str]) -> Iterator[SourceRow]:
    """One row for all that share a key, with the list of them; a row without a key is one of its own."""
    gather, said = profile.gather, profile.conversation
    if gather is None:
        return
    broken = []
    for row in rows:
        if row.problem:
            broken.append(row)
            continue
        record = Record.of(row.line, row.raw, row.values, naming.repeats)
        if (rule := _breaks(record, profile)) is not None:
            skipped[rule] += 1
            continue
        key = plain(read_source(record, gather.by), "key")
        shelf.put(key if key is not None else "" if gather.together else f"\x00{row.line}", {**record.values, _LINE: row.line, _RAW: row.raw})
        if said and (author := find_own_author(record, said)):
            own.add(author)
    yield from broken
    for key in shelf:
        found = shelf.find(key)
        line, raw = found[0][_LINE], "\n".join(one[_RAW] for one in found)
        for one in found:
            del one[_LINE], one[_RAW]
        yield SourceRow(line, raw, {**found[0], gather.into: found})


def _records(
    rows: Iterator[SourceRow], profile: Profile, naming: OwnNames, shelves: Mapping[str, Shelf], skipped: Counter[str], name: str
) -> Iterator[Record | SourceRow]:
    """The records that are to be read, each with what was put by for it; a row that is broken as it is."""
    for row in rows:
        if row.problem:
            yield row
            continue
        for values in _unfold(row, profile, naming):
            record = Record.of(row.line, row.raw, values)
            if not profile.gather and (rule := _breaks(record, profile)) is not None:
                skipped[rule] += 1
                continue
            beside: dict[str, Any] = {
                part: shelf.find(key) for part, shelf in shelves.items() if (key := _key_of(record, profile, profile.files[part])) is not None
            }
            yield Record.of(row.line, row.raw, {**values, **beside, FILE: name})


def _unfold(row: SourceRow, profile: Profile, naming: OwnNames) -> Iterator[Mapping[str, Any]]:
    record = Record.of(row.line, row.raw, row.values, naming.repeats)
    if profile.rows is None:
        yield record.values
        return
    for item in record.list_items(profile.rows):
        yield {**record.values, profile.rows.split(".")[-1].removesuffix("[]"): item}


def _key_of(record: Record, profile: Profile, file: File) -> str | None:
    place = file.at or profile.files[profile.main].key or file.key
    return plain(record[place], place) if place else None


def _breaks(record: Record, profile: Profile) -> str | None:
    """Why the record is left out; None where it is not."""
    for rule in profile.leave_out:
        if follows(record, rule):
            return _told(rule)
    return None if profile.only is None or follows(record, profile.only) else f"not {_told(profile.only)}"


def _told(rule: Rule) -> str:
    return rule.because or f"{rule.where} is {' or '.join(rule.values)}"


def _only_records(records: Iterator[Record | SourceRow]) -> Iterator[Record]:
    return (record for record in records if isinstance(record, Record))


def _make(records: Iterator[Record | SourceRow], maker: RowMaker, profile: Profile) -> Iterator[SourceRow]:
    reader = find_reader(profile.reader) if profile.reader else None
    for record in records:
        if isinstance(record, SourceRow):
            yield record
            continue
        made = chain.from_iterable(reader(record, row) for row in maker.make(record)) if reader else maker.make(record)
        for values in made:
            yield SourceRow(record.line, record.raw, values)
