"""Files that a profile reads, opened: the main one as a stream of rows, the others put by for it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from voc.errors import InputError, RowError
from voc.sources.fields import plain
from voc.sources.files import SourceFile, join_sources, open_source
from voc.sources.mapping.beside import Beside, gathers_by_others, keep_newest, read_key
from voc.sources.mapping.conversations import ConversationReader, find_own_author, follows
from voc.sources.mapping.events import count_events
from voc.sources.mapping.naming import MappedNames, OwnNames
from voc.sources.mapping.profile import Answers, File, Profile, Rule
from voc.sources.mapping.questions import LOOKED_AT, find_open, read_labels
from voc.sources.mapping.readers import find_reader
from voc.sources.mapping.records import Record, matches
from voc.sources.mapping.rows import FILE, RowMaker, find_read, list_paths
from voc.sources.mapping.shelf import Shelf
from voc.sources.mapping.texts import read_source
from voc.sources.registry import SourceKind
from voc.sources.rows import SourceRow


@contextmanager
def open_mapped(files: Mapping[str, Sequence[Path]], profile: Profile, kind: SourceKind, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
    """The rows of a profile's files; `files`: the profile's name for each sort of file -> where they lie. Raises InputError where one is missing."""
    _require(files, profile)
    with ExitStack() as stack:
        shelves = {name: stack.enter_context(Shelf()) for name in profile.files if name in files and name != profile.main}
        beside = Beside(profile, shelves)
        own: set[str] = set()
        for name, shelf in shelves.items():
            for path in files[name]:
                _put_by(path, profile.files[name], shelf, own, profile, unpacked_limit)
        skipped: Counter[str] = Counter()
        labels: dict[str, str] = {}
        open_columns: set[str] = set()
        opened, rows = [], []
        for path in files[profile.main]:
            naming = _names(profile.files[profile.main], path, unpacked_limit)
            opened.append(stack.enter_context(open_source(path, naming, unpacked_limit)))
            rows.append(_see_answers(_own_records(opened[-1].rows, naming, path, profile, labels), profile, labels, open_columns))
        records: Iterator[Record | SourceRow] = chain.from_iterable(rows)
        if (versions := profile.files[profile.main].versions) is not None:
            records = keep_newest(records, versions, stack.enter_context(Shelf()), skipped)
        records = _leave_out(records, profile, skipped)
        if gathers_by_others(profile):
            records = beside.join(records)
        if profile.gather:
            records = _gather(records, profile, stack.enter_context(Shelf()), own)
        people = shelves.get(profile.conversation.people.where) if profile.conversation and profile.conversation.people else None
        roles, is_account = profile.words.get("author_role", {}), profile.constants.get("kind") == "sales_note"
        reader = ConversationReader(profile.conversation, roles, people, own, is_account=is_account) if profile.conversation else None
        maker = RowMaker(profile, kind.fields, reader, labels, open_columns)
        joined = records if gathers_by_others(profile) else beside.join(records)
        made = count_events(_only_records(joined), profile.events, skipped) if profile.events else _make(joined, maker, profile)
        names = MappedNames({field: source for field, source in profile.fields.items() if isinstance(source, str)})
        yield replace(join_sources(opened), rows=made, skipped=skipped, columns=names)


def _require(files: Mapping[str, Sequence[Path]], profile: Profile) -> None:
    missing = [name for name, file in profile.files.items() if name not in files and (name == profile.main or not file.optional)]
    if missing:
        there = next(path.name for paths in files.values() for path in paths)
        raise InputError(f"{there} is a file of {profile.title}: import it together with the file of {missing[0]}, as in `voc import A B`")


def _names(file: File, path: Path, unpacked_limit: int | None) -> OwnNames:
    """How the file is read: a document in which the first list already holds the records is read by that."""
    if file.document is not None:
        naming = OwnNames(file.columns, file.columns)
        with suppress(InputError), open_source(path, naming, unpacked_limit) as opened:
            first = next((Record.of(row.line, row.raw, row.values) for row in opened.rows if not row.problem), None)
            if first and all(first.has(place) for place in file.columns):
                return naming
    return OwnNames(file.columns, file.columns, file.document)


def _put_by(path: Path, file: File, shelf: Shelf, own: set[str], profile: Profile, unpacked_limit: int | None) -> None:
    naming, said = _names(file, path, unpacked_limit), profile.conversation
    with open_source(path, naming, unpacked_limit) as opened:
        for row in opened.rows:
            if row.problem:
                continue
            record = _record_of(row, naming)
            if any(follows(record, rule) for rule in file.leave_out):
                continue
            if file.key and (key := read_key(record[file.key])) is not None:
                shelf.put(key, record.values)
            if said and (author := find_own_author(record, said)):
                own.add(author)


def _record_of(row: SourceRow, naming: OwnNames) -> Record:
    """The row under the file's own names; a NUL character, which no text holds and one bad cell would stop the import by, is U+FFFD."""
    has_nul = "\0" in row.raw or "\\u0000" in row.raw
    return Record.of(row.line, row.raw, _without_nul(row.values) if has_nul else row.values, naming.repeats)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, Mapping):
        return {name: _without_nul(part) for name, part in value.items()}
    return [_without_nul(part) for part in value] if isinstance(value, list) else value


def _own_records(rows: Iterator[SourceRow], naming: OwnNames, path: Path, profile: Profile, labels: dict[str, str]) -> Iterator[Record | SourceRow]:
    """The file's records under its own names; a row that is broken as it is. Further header rows tell the columns' questions."""
    for _ in range(profile.further_headers):
        if header := next(rows, None):
            told = {name: str(text) for name, text in header.values.items() if text} if profile.questions_below else read_labels(header.values)
            for name, text in told.items():
                labels.setdefault(name, text)
    questions = _name_by_questions(labels, profile) if profile.questions_below else {}
    for row in rows:
        if row.problem:
            yield row
            continue
        record = _record_of(row, naming)
        values = {**{questions.get(name, name): value for name, value in record.values.items()}, FILE: path.name.split(".")[0]}
        items = record.list_items(profile.rows) if profile.rows else [None]
        for item in items:
            yield Record.of(row.line, row.raw, values if profile.rows is None else {**values, profile.rows.split(".")[-1].removesuffix("[]"): item})


def _see_answers(records: Iterator[Record | SourceRow], profile: Profile, labels: Mapping[str, str], open_columns: set[str]) -> Iterator[Record | SourceRow]:
    """The same records; once the first is asked for, the columns in which people wrote are among `open_columns`."""
    if any(isinstance(source, Answers) and source.others for source in profile.fields.values()):
        first = list(islice(records, LOOKED_AT))
        seen = [record for record in first if isinstance(record, Record)]
        open_columns |= find_open(seen, labels, find_read(profile, seen[0])) if seen else set()
        yield from first
    yield from records


def _name_by_questions(labels: Mapping[str, str], profile: Profile) -> Mapping[str, str]:
    """The columns that the profile does not name -> their questions, each once."""
    named, found = list_paths(profile), dict[str, str]()
    for name, label in labels.items():
        if not any(matches(name, place) for place in named):
            found[name] = f"{label} ({name})" if label in found.values() else label
    return found


def _leave_out(records: Iterable[Record | SourceRow], profile: Profile, skipped: Counter[str]) -> Iterator[Record | SourceRow]:
    """The records that are to be read."""
    for record in records:
        if isinstance(record, Record) and (rule := _breaks(record, profile)) is not None:
            skipped[rule] += 1
        else:
            yield record


def _gather(records: Iterable[Record | SourceRow], profile: Profile, shelf: Shelf, own: set[str]) -> Iterator[Record | SourceRow]:
    """One record for all that share a key, with the list of them; one without a key is of its own."""
    gather, said = profile.gather, profile.conversation
    if gather is None:
        return
    broken = []
    for number, record in enumerate(records):
        if isinstance(record, SourceRow):
            broken.append(record)
            continue
        key = plain(read_source(record, gather.by), "key")
        shelf.put_record(key if key is not None else "" if gather.together else f"\x00{number}", record)
        if said and (author := find_own_author(record, said)):
            own.add(author)
    yield from broken
    for key in shelf:
        found = shelf.find_records(key)
        raw = "\n".join(one.raw for one in found)
        yield Record.of(found[0].line, raw, {**found[0].values, gather.into: [one.values for one in found]})


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
        try:
            made = [values for row in maker.make(record) for values in (reader(record, row) if reader else (row,))]
        except RowError as problem:
            yield SourceRow(record.line, record.raw, {}, problem.with_traceback(None))
            continue
        for values in made:
            yield SourceRow(record.line, record.raw, values)
