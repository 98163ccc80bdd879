"""Say what files are before they are imported: of which system, which kind, and which of them belong together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voc.errors import InputError
from voc.sources.fields import slug
from voc.sources.layout import AS_IT_IS, Layout
from voc.sources.mapping.guess import guess_fields, guess_kind
from voc.sources.mapping.profile import ROWS
from voc.sources.mapping.recognise import Recognised, Sample, is_known, recognise, recognise_as, sample
from voc.sources.profiles.load import find_profile, load_profiles
from voc.sources.registry import KINDS, find_kind

_ORDER = ("fx", "catalogue", "accounts", "arr", "opportunities", "signals", "feedback")  # accounts come before what is matched to them


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
    if kind and layout.mapping.keys() | layout.constants.keys():
        fitting = [path for path in paths if _is_told(path, kind, layout, unpacked_limit)]
        if len(fitting) == len(paths):
            return [_own(path, kind, layout) for path in paths]
    try:
        found = recognise([sample(path, profiles, unpacked_limit) for path in paths], profiles)
    except InputError:
        if kind:
            return [_own(path, kind, layout) for path in paths]  # whoever reads it says what is missing
        raise
    if kind and any(one.kind.name != kind for one in found):
        return [_own(path, kind, layout) for path in paths]
    return [_deliver(one, layout) for one in sorted(found, key=lambda one: _ORDER.index(one.kind.name))]


def sort_files(paths: Sequence[Path], own_profiles: Path | None, unpacked_limit: int | None = None) -> tuple[list[Delivery], list[Unread]]:
    """What the files are, where no file stands in another's way: what nothing knows is guessed at, and what cannot be read is told. In the order in which they
    are best imported."""
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
            found.append(_guess(one))
    for several in recognise(samples, profiles) if samples else ():
        try:
            found.append(_deliver(several, AS_IT_IS))
        except InputError as error:
            unread += [Unread(path, str(error), is_table=True) for files in several.files.values() for path in files]
    return sorted(found, key=lambda one: _ORDER.index(one.kind)), unread


def guess_delivery(path: Path, kind: str, unpacked_limit: int | None = None) -> Delivery:
    """The file as one of the kind, by what its columns may be. Raises InputError where it cannot be read."""
    return _guess(sample(path, (), unpacked_limit), kind)


def _guess(one: Sample, kind: str | None = None) -> Delivery:
    columns = {name: [_cell(record.values.get(name)) for record in one.records] for name in one.names}
    kind = kind or guess_kind(columns)
    mapping = guess_fields(KINDS[kind], columns)
    there = {*mapping.values(), *(slug(name) for name in one.names)}
    constants = {"source": slug(one.path.name.split(".")[0]) or "file"} if kind == "feedback" and "source" not in there else {}
    return Delivery(kind, one.path, Layout(mapping, constants), "A file that nothing here knows", (one.path.name,), is_guess=True)


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _is_told(path: Path, kind: str, layout: Layout, unpacked_limit: int | None) -> bool:
    """Whether the person's words and the contract's names are all that the file needs."""
    one = sample(path, (), unpacked_limit)
    there = [field for field in KINDS[kind].fields if one.has(field)]
    return not KINDS[kind].missing([*there, *layout.mapping.values(), *layout.constants])


def _own(path: Path, kind: str, layout: Layout) -> Delivery:
    return Delivery(kind, path, layout, f"a file of {kind}", (path.name,))


def _deliver(one: Recognised, layout: Layout) -> Delivery:
    main = one.profile.main if one.profile else ROWS
    path, *more = one.files.get(main) or next(iter(one.files.values()))
    beside = {name: paths for name, paths in one.files.items() if name != main} | ({main: tuple(more)} if more else {})
    names = [file.name for paths in one.files.values() for file in paths]
    if one.profile and main not in one.files:
        raise InputError(f"{names[0]} is a file of {one.profile.title}: import it together with the file of {main}, as in `voc import A B`")
    return Delivery(one.kind.name, path, replace(layout, profile=one.profile, beside=beside), one.title, names, one.is_transcript)
