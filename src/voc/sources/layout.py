"""How a person says that a file is to be read, and what its columns tell before the first row is kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import SourceFile, join_sources, open_source
from voc.sources.mapping.opened import open_mapped
from voc.sources.mapping.profile import ROWS, Profile
from voc.sources.registry import SourceKind
from voc.sources.settling.cells import SAMPLED, Settled
from voc.sources.settling.dates import Order
from voc.sources.settling.headers import read_unit


@dataclass(frozen=True, slots=True)
class Layout:
    """`mapping`: column -> field; `constants`: field -> the value of every row; `dates`: the order of day and month where no column tells it.

    `profile`: of which system the file is. `beside`: the other files that are imported with it, by the profile's name for each; further ones of its own sort
    stand under its own name, which without a profile is ROWS. `each`: a file's name -> what a person said of all its rows, such as a call's account.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    profile: Profile | None = None
    beside: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    each: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def columns(self, kind: SourceKind, file: str = "", *, is_alone: bool = True) -> Columns:
        """The names of a file's columns. Among several files a call without a day is a rejected row. Raises InputError for a field that is none."""
        return Columns(kind, self.mapping, {**self.constants, **self.each.get(file, {})}, asks_for_day=is_alone)

    @contextmanager
    def open(self, path: Path, kind: SourceKind, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
        """The rows of the file, and of those beside it, by the kind's fields. Raises InputError where a file as a whole cannot be used."""
        with ExitStack() as stack:
            if self.profile is None:
                paths = (path, *self.beside.get(ROWS, ()))
                names = [self.columns(kind, one.name, is_alone=len(paths) == 1) for one in paths]
                yield join_sources([stack.enter_context(open_source(one, name, unpacked_limit)) for one, name in zip(paths, names, strict=True)])
            else:
                profile = self.profile.corrected(self.mapping, self.constants)
                files = {**self.beside, profile.main: (path, *self.beside.get(profile.main, ()))}
                yield stack.enter_context(open_mapped(files, profile, kind, unpacked_limit))

    def to_json(self) -> dict[str, Any]:
        """As a job's payload keeps it: a profile as text, because PostgreSQL keeps no order of an object's keys, and the first of the files is the main one."""
        profile = self.profile.model_dump_json(by_alias=True, exclude_defaults=True) if self.profile else None
        return {
            "mapping": dict(self.mapping),
            "constants": dict(self.constants),
            "dates": self.dates,
            "profile": profile,
            "beside": {name: [str(path) for path in paths] for name, paths in self.beside.items()},
            "each": {name: dict(fields) for name, fields in self.each.items()},
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Out of a job's payload, also of one that was written when there were mappings alone."""
        return cls(
            kept.get("mapping") or {},
            kept.get("constants") or {},
            read_order(kept.get("dates")),
            _read_profile(kept.get("profile")),
            {name: [Path(path) for path in paths] for name, paths in (kept.get("beside") or {}).items()},
            kept.get("each") or {},
        )


def _read_profile(kept: Any) -> Profile | None:
    if not kept:
        return None
    return Profile.model_validate_json(kept) if isinstance(kept, str) else Profile.model_validate(kept)


def read_order(said: str | None) -> Order | None:
    """The order that somebody says. Raises InputError where it is none."""
    if not said:
        return None
    if said not in set(Order):
        raise InputError(f"dates is {said!r}: one of {', '.join(Order)}")
    return Order(said)


AS_IT_IS = Layout()


def settle_file(path: Path, kind: SourceKind, layout: Layout, unpacked_limit: int | None = None) -> Settled:
    """What all rows of a file tell of its dates and numbers. Where the first rows' are plain, the rest is not read for it.

    Raises InputError where the file cannot be read, or the order of a column's dates has to be asked for.
    """
    settled = Settled(kind)
    with layout.open(path, kind, unpacked_limit) as source:
        for row in islice(source.rows, SAMPLED):
            settled.see(row.values)
        if settled.is_open:
            for row in source.rows:
                settled.see(row.values)
        settled.units = {field: read_unit(source.columns.original(field)) for field in kind.amounts}
    settled.require_orders(layout.dates, layout.profile.dates if layout.profile else None)
    return settled
