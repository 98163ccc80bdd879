"""Say what files are before they are imported: of which system, which kind, and which of them belong together."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.errors import InputError
from voc.sources.columns import plain_name
from voc.sources.fields import slug
from voc.sources.layout import AS_IT_IS, Layout
from voc.sources.mapping.guess import guess_fields, guess_kind
from voc.sources.mapping.profile import ROWS
from voc.sources.mapping.recognise import Recognised, Sample, is_known, recognise, recognise_as, sample
from voc.sources.profiles.load import find_profile, load_profiles
from voc.sources.profiles.own import make_profile
from voc.sources.registry import KINDS, find_kind

_ORDER = ("fx", "catalogue", "accounts", "arr", "opportunities", "signals", "feedback")  # accounts come before what is matched to them


_TOLD_BY_NAMES: Mapping[str, frozenset[str]] = {  # kinds that names tell, with fields of which one must be there beside the required ones
    "opportunities": frozenset(("amount", "stage", "closes_on")),
    "signals": frozenset(("value",)),
    "arr": frozenset(("arr", "mrr")),
    "accounts": frozenset(("arr", "mrr", "domain", "renews_on", "segment")),
    "feedback": frozenset(),
}


_IDS = {"accounts": "account_id", "feedback": "external_id"}
_KNOWN_BY = {"accounts": "without an id an account is known by its domain, else its name", "feedback": "without an id a row is known by what it says"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """Files that are one import: the main one at `path`, the others in the layout. `title` says what they were taken for; `names` are the files' own."""

    kind: str
    path: Path
    layout: Layout
    title: str
    names: Sequence[str]
    is_transcript: bool = False
    is_guess: bool = False  # nothing knows the file; the layout is what its columns may be
    yes: bool = False  # a person said that it is right though its ARR looks like a month's

    @property
    def files(self) -> list[Path]:
        """All that are read for it."""
        return [self.path, *(path for paths in self.layout.beside.values() for path in paths)]

    def check_layout(self) -> None:
        """Raises InputError where the layout says what cannot be, such as a field that there is not."""
        if self.layout.profile:
            self.layout.profile.corrected(self.layout.mapping, self.layout.constants)
        else:
            self.layout.columns(find_kind(self.kind))


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that cannot be imported, or not alone, and why. `is_table`: it has columns, and a person may say what they are."""

    path: Path
    reason: str
    is_table: bool = False


def own_profiles(data_dir: Path) -> Path:
    """The folder of the company's own profiles."""
    return data_dir / "profiles"


def recognise_files(
    paths: Sequence[Path],
    own_profiles: Path | None,
    *,
    kind: str | None = None,
    profile: str | None = None,
    layout: Layout = AS_IT_IS,
    unpacked_limit: int | None = None,
) -> list[Delivery]:
    """What the files are, in the order in which they are best imported.

    `kind` and `profile` are what a person said; `layout` is how they correct what is found. Without them the files' columns tell.
    Raises InputError for a file that is nothing known, or not what the person said.
    """
    if profile:
        told = find_profile(profile, own_profiles)
        return [_deliver(recognise_as(told, [sample(path, [told], unpacked_limit) for path in paths]), layout)]
    profiles = list(load_profiles(own_profiles).values())
    if kind:
        find_kind(kind)
        profiles = [one for one in profiles if one.kind == kind]
    samples = [sample(path, profiles, unpacked_limit) for path in paths]
    if kind and layout.mapping.keys() | layout.constants.keys() and all(_is_told(one, kind, layout) for one in samples):
        return [_own(one, kind, layout) for one in samples]
    try:
        found = recognise(samples, profiles)
    except InputError:
        if kind:
            return [_own(one, kind, layout) for one in samples]  # whoever reads it says what is missing
        raise
    if kind and any(one.kind.name != kind for one in found):
        return [_own(one, kind, layout) for one in samples]
    return [_deliver(one, layout) for one in sorted(found, key=lambda one: _ORDER.index(one.kind.name))]


def sort_files(
    paths: Sequence[Path], own_profiles: Path | None, unpacked_limit: int | None = None, layout: Layout = AS_IT_IS
) -> tuple[list[Delivery], list[Unread]]:
    """What the files are, where no file stands in another's way: what nothing knows is guessed at, and what cannot be read is told. In the order in which they
    are best imported. `layout` is how a person corrects what is found."""
    profiles = list(load_profiles(own_profiles).values())
    samples: list[Sample] = []
    found: list[Delivery] = []
    unread: list[Unread] = []
    for path in paths:
        try:
            one = sample(path, profiles, unpacked_limit)
        except InputError as error:
            unread.append(Unread(path, str(error)))
            continue
        if not one.records:
            unread.append(Unread(path, f"{path.name} has no rows that can be read"))
        elif is_known(one, profiles):
            samples.append(one)
        else:
            found.append(_by_names(one, layout) or _guess(one))
    for several in recognise(samples, profiles) if samples else ():
        try:
            found.append(_deliver(several, layout))
        except InputError as error:
            unread += [Unread(path, str(error), is_table=True) for files in several.files.values() for path in files]
    return sorted(found, key=lambda one: _ORDER.index(one.kind)), unread


def _by_names(one: Sample, layout: Layout) -> Delivery | None:
    """The file as one of the kind whose fields its columns are called by in other words, or by a person's; None where they do not tell all that is needed."""
    for kind in _TOLD_BY_NAMES:
        try:
            found = _complete(one, kind, layout)
        except InputError:  # a column has a name that no profile can say: a person has to
            continue
        there = {*found.layout.mapping.values(), *layout.constants, *(plain_name(KINDS[kind], name) for name in one.names)} & set(KINDS[kind].fields)
        if found.layout.profile:
            there |= {*found.layout.profile.fields, *found.layout.profile.constants}
        if not KINDS[kind].missing(there) and (kind == "feedback" or there & _TOLD_BY_NAMES[kind]):
            return found
    return None


def _complete(one: Sample, kind: str, layout: Layout) -> Delivery:
    """The file as one of the kind, with what the names of its columns tell where nobody said so."""
    guessed = guess_fields(KINDS[kind], _cells(one), by_content=False)
    said = {*layout.mapping.values(), *layout.constants}
    mapping = {column: field for column, field in guessed.items() if field not in said and column not in layout.mapping}
    words = ", ".join(f"{column!r} as {field}" for column, field in mapping.items())
    found = replace(layout, mapping={**mapping, **layout.mapping})
    title = f"{kind}{f', with {words}' if words else ''}"
    own = {field: name for name in one.names if (field := plain_name(KINDS[kind], name)) in KINDS[kind].fields}
    fields = {**own, **{field: column for column, field in found.mapping.items()}}
    if KINDS[kind].missing({*fields, *layout.constants}) == [_IDS.get(kind)] and (kind != "accounts" or "name" in fields):
        profile = make_profile("Rows without an id", kind, list(fields.values()), fields, layout.constants, layout.dates, without_id=True)
        found, title = Layout(profile=profile, dates=layout.dates), f"{title}; {_KNOWN_BY[kind]}"
    return Delivery(kind, one.path, found, title, (one.path.name,))


def suggest(guess: Delivery) -> str:
    """What a person may say of a file that nothing knows, in one line."""
    said = [f"--map {shlex.quote(f'{column}={field}')}" for column, field in guess.layout.mapping.items()]
    said += [f"--set {field}={value}" for field, value in guess.layout.constants.items()]
    if guess.kind == "feedback" and "kind" not in guess.layout.mapping.values():
        said.append("--set kind=ticket")
    name = guess.path.name
    return f"{name} is no file that voc knows by its columns; if it holds {guess.kind}: voc import {guess.kind} {shlex.quote(name)} {' '.join(said)}".rstrip()


def guess_delivery(path: Path, kind: str, unpacked_limit: int | None = None) -> Delivery:
    """The file as one of the kind, by what its columns may be. Raises InputError where it cannot be read."""
    return _guess(sample(path, (), unpacked_limit), kind)


def _guess(one: Sample, kind: str | None = None) -> Delivery:
    columns = _cells(one)
    kind = kind or guess_kind(columns)
    mapping = guess_fields(KINDS[kind], columns)
    there = {*mapping.values(), *(slug(name) for name in one.names)}
    constants = {"source": slug(one.path.name.split(".")[0]) or "file"} if kind == "feedback" and "source" not in there else {}
    return Delivery(kind, one.path, Layout(mapping, constants), "A file that nothing here knows", (one.path.name,), is_guess=True)


def _cells(one: Sample) -> dict[str, list[str]]:
    return {name: ["" if (value := record.values.get(name)) is None else str(value) for record in one.records] for name in one.names}


def _is_told(one: Sample, kind: str, layout: Layout) -> bool:
    """Whether the person's words and the contract's names are all that the file needs."""
    there = [field for field in KINDS[kind].fields if one.has(field)]
    return not KINDS[kind].missing([*there, *layout.mapping.values(), *layout.constants])


def _own(one: Sample, kind: str, layout: Layout) -> Delivery:
    """The file as the person says, with what the names of its columns tell beside."""
    plain = Delivery(kind, one.path, layout, f"a file of {kind}", (one.path.name,))
    return plain if _is_told(one, kind, layout) else _complete(one, kind, layout)


def _deliver(one: Recognised, layout: Layout) -> Delivery:
    main = one.profile.main if one.profile else ROWS
    path, *more = one.files.get(main) or next(iter(one.files.values()))
    beside = {name: paths for name, paths in one.files.items() if name != main} | ({main: tuple(more)} if more else {})
    names = [file.name for paths in one.files.values() for file in paths]
    if one.profile and main not in one.files:
        raise InputError(f"{names[0]} is a file of {one.profile.title}: import it together with the file of {main}, as in `voc import A B`")
    return Delivery(one.kind.name, path, replace(layout, profile=one.profile, beside=beside), one.title, names, one.is_transcript)
