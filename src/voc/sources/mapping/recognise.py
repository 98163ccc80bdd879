"""What a file is: which profile's, or which kind of voc's own."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from voc.errors import InputError
from voc.sources.files import open_source
from voc.sources.mapping.naming import OwnNames
from voc.sources.mapping.profile import ROWS, File, Profile
from voc.sources.mapping.records import Record
from voc.sources.opening.transcripts import ENDINGS
from voc.sources.registry import KINDS, SourceKind

LOOKED_AT = 50  # rows
_WHOLE = 16 * 2**20  # bytes of a JSON document that is read as a whole to see what it is
_FEW = 5  # names of files
_COLUMNS = 3  # of a table in which a row of one cell is none
_PROSE = 5  # words that no name has
_MOSTLY = 0.5  # of the rows looked at that have a column: an API leaves out what is empty


@dataclass(frozen=True, slots=True)
class Sample:
    """A file's first rows by its own names, and those names."""

    path: Path
    records: Sequence[Record]
    names: Sequence[str]

    @property
    def is_transcript(self) -> bool:
        """Whether it is one call or note, whose day may have to be told."""
        is_text = self.path.suffix.lower() in (*ENDINGS, ".txt", ".md", ".zip", ".gz", "")
        return is_text and len(self.records) == 1 and {"source", "external_id", "kind", "text", "title"} <= set(self.names)

    def has(self, place: str) -> bool:
        """Whether enough rows have such a place."""
        return sum(record.has(place) for record in self.records) >= max(1, len(self.records) * _MOSTLY)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What files are. `profile` is None where they are of voc's own shape; `files`: the profile's name for each sort of file (for voc's own: ROWS) -> where
    they lie."""

    kind: SourceKind
    profile: Profile | None
    files: Mapping[str, Sequence[Path]]
    is_transcript: bool = False

    @property
    def title(self) -> str:
        """In people's words."""
        return self.profile.title if self.profile else "calls, a file each" if self.is_transcript else f"{self.kind.name} in voc's own columns"


def sample(path: Path, profiles: Collection[Profile], unpacked_limit: int | None = None) -> Sample:
    """Look at a file's first rows; it may have none. Raises InputError where it cannot be read."""
    expected = {place for profile in profiles for file in profile.files.values() for place in file.columns if not place.startswith("/")}
    known = {*expected, *(field for kind in KINDS.values() for field in kind.fields)}
    found = _sample(path, known, None, unpacked_limit)
    if path.stat().st_size <= _WHOLE and _may_be_document(found) and _own_kind(found) is None:
        for profile in profiles:
            for file in profile.files.values():
                if file.document is not None and len(file.columns) > len(_best(found, profiles)):
                    with suppress(InputError):
                        other = _sample(path, known, file.document, unpacked_limit)
                        found = other if _fits(other, file) else found
    return found


def _may_be_document(one: Sample) -> bool:
    """Whether the rows are JSON's: no other file is read again for records elsewhere in it."""
    return not one.records or one.records[0].raw.lstrip().startswith("{")


def _sample(path: Path, known: Iterable[str], document: str | None, unpacked_limit: int | None) -> Sample:
    naming = OwnNames(known, document=document)
    with open_source(path, naming, unpacked_limit) as file:
        rows = [row for row in islice(file.rows, LOOKED_AT) if not row.problem]
    records = _without_foot([Record.of(row.line, row.raw, row.values, naming.repeats) for row in rows])
    return Sample(path, records, list(dict.fromkeys(str(name) for record in records for name in record.values)))


def _without_foot(records: Sequence[Record]) -> list[Record]:
    """The records of a table without the lines of one cell that reports have below: copyright, the report's name."""
    if not records or len(records[0].values) < _COLUMNS:
        return list(records)
    return [record for record in records if sum(value not in (None, "") for value in record.values.values()) > 1] or list(records)


def _best(one: Sample, profiles: Iterable[Profile]) -> Sequence[str]:
    """The columns of the file that asks most of those that the sample fits; none where it fits none."""
    return max((file.columns for profile in profiles for file in profile.files.values() if _fits(one, file)), key=len, default=())


def recognise(samples: Sequence[Sample], profiles: Iterable[Profile]) -> list[Recognised]:
    """What the files are; those of one profile are one, and so are transcripts. A file without rows among others, as exports of all have, is none.

    Raises InputError for a file that is nothing known, and where none has a row.
    """
    known, filled = list(profiles), _list_filled(samples)
    fitting = [_list_fitting(one, known) for one in filled]
    there = Counter((profile.name, name) for several in fitting for profile, name in several)
    found: list[Recognised] = []
    for one, several in zip(filled, fitting, strict=True):
        profile, name = _choose(one, several, there)
        kind = KINDS[profile.kind] if profile else _find_own_kind(one)
        together = next((other for other in found if other.profile is profile and (profile or (one.is_transcript and other.is_transcript))), None)
        if together:
            files = {**together.files, name: (*together.files.get(name, ()), one.path)}
            found[found.index(together)] = replace(together, files=files)
        else:
            found.append(Recognised(kind, profile, {name: (one.path,)}, one.is_transcript))
    return found


def recognise_as(profile: Profile, samples: Sequence[Sample]) -> Recognised:
    """The files as those of a profile that somebody names. Raises InputError for one that lacks its columns."""
    files: dict[str, Sequence[Path]] = {}
    for one in _list_filled(samples):
        fitting = [name for name, file in profile.files.items() if _fits(one, file)]
        if not fitting:
            columns = profile.files[profile.main].columns
            lacking = [place for place in columns if not one.has(place)]
            raise InputError(f"{one.path.name} lacks {', '.join(place.strip('/^$') for place in lacking)}, by which files of profile {profile.name} are known")
        name = max(fitting, key=lambda name: len(profile.files[name].columns))
        files[name] = (*files.get(name, ()), one.path)
    return Recognised(KINDS[profile.kind], profile, files)


def _list_filled(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Those with rows. Raises InputError where none has any."""
    filled = [one for one in samples if one.records]
    if not filled:
        raise InputError(f"{', '.join(one.path.name for one in samples[:_FEW])} has no rows that can be read")
    return filled


def is_known(one: Sample, profiles: Iterable[Profile]) -> bool:
    """Whether the file is a profile's, or of voc's own shape."""
    return bool(_list_fitting(one, profiles)) or _own_kind(one) is not None


def _list_fitting(one: Sample, profiles: Iterable[Profile]) -> list[tuple[Profile, str]]:
    """The profiles whose the file may be, each with which of its files."""
    return [(profile, name) for profile in profiles for name, file in profile.files.items() if _fits(one, file) and not _says_more(one, profile)]


def _choose(one: Sample, fitting: Sequence[tuple[Profile, str]], there: Mapping[tuple[str, str], int]) -> tuple[Profile | None, str]:
    """The profile whose the file is, of those that fit, and which of its files; none where it is of voc's own shape, or unknown. `there`: how many of the
    files fit each profile's."""
    if not fitting:
        return None, ROWS
    mine = {(profile.name, name) for profile, name in fitting}
    profile, name = max(fitting, key=lambda choice: _merit(choice[0], choice[1], {part for part, number in there.items() if number > (part in mine)}))
    asked, own = profile.files[name].columns, _own_kind(one)
    if own and _own_merit(one, own) > len(asked) and not set(own.required) <= set(asked):
        return None, ROWS
    return profile, name


def _fits(one: Sample, file: File) -> bool:
    return all(one.has(place) for place in file.columns) and not any(one.has(place) for place in file.without)


def _says_more(one: Sample, profile: Profile) -> bool:
    """Whether somebody wrote words into a table that is read for its numbers alone."""
    if profile.wide_signals is None:
        return False
    return any(isinstance(value, str) and len(value.split()) >= _PROSE for record in one.records for value in record.values.values())


def _merit(profile: Profile, name: str, others: Collection[tuple[str, str]]) -> tuple[bool, int, int, bool]:
    """A profile whose main file is there goes before one whose is not; then the one that asks most. `others`: what the other files fit."""
    company = sum((profile.name, part) in others for part in profile.files if part != name)
    has_main = name == profile.main or (profile.name, profile.main) in others
    return has_main, company, len(profile.files[name].columns), name == profile.main


def _own_kind(one: Sample) -> SourceKind | None:
    if one.is_transcript:
        return KINDS["feedback"]
    fitting = [kind for kind in KINDS.values() if not kind.missing([field for field in kind.fields if one.has(field)])]
    return max(fitting, key=lambda kind: (len(kind.required), _own_merit(one, kind)), default=None)


def _own_merit(one: Sample, kind: SourceKind) -> int:
    """How many fields it has under the very names of the contract."""
    return sum(field in one.names for field in kind.fields)


def _find_own_kind(one: Sample) -> SourceKind:
    if own := _own_kind(one):
        return own
    near = Counter({kind.name: sum(one.has(field) for field in kind.fields) for kind in KINDS.values()}).most_common(1)[0]
    guess = f"; its columns are nearest to {near[0]}" if near[1] else ""
    columns = ", ".join(repr(name) for name in one.names[:15])
    raise InputError(
        f"{one.path.name} is no file that voc knows by its columns ({columns}){guess}: say what it holds, as in `voc import {near[0]} FILE`, "
        "and which column is which with --map COLUMN=FIELD and --set FIELD=VALUE"
    )
