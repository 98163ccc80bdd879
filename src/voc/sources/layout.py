"""How a person says that a file is to be read, and what its columns tell before the first row is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import SourceFile, open_source
from voc.sources.mapping.opened import open_mapped
from voc.sources.mapping.profile import Profile
from voc.sources.registry import SourceKind
from voc.sources.settling.cells import SAMPLED, Settled
from voc.sources.settling.dates import Order


@dataclass(frozen=True, slots=True)
class Layout:
    """`mapping`: column -> field; `constants`: field -> the value of every row; `dates`: the order of day and month where no column tells it.

    `profile`: of which system the file is; `beside`: the profile's name of each other file that belongs to it -> where it lies.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None
    profile: Profile | None = None
    beside: Mapping[str, Path] = field(default_factory=dict)

    def columns(self, kind: SourceKind) -> Columns:
        """The names of a file's columns. Raises InputError for a field that the kind does not have."""
        return Columns(kind, self.mapping, self.constants)

    @contextmanager
    def open(self, path: Path, kind: SourceKind, unpacked_limit: int | None = None) -> Iterator[SourceFile]:
        """The file's rows by the kind's fields. Raises InputError where the file as a whole cannot be used."""
        if self.profile is None:
            with open_source(path, self.columns(kind), unpacked_limit) as file:
                yield file
        else:
            profile = self.profile.corrected(self.mapping, self.constants)
            with open_mapped({**self.beside, profile.main: path}, profile, kind, unpacked_limit) as file:
                yield file

    def to_json(self) -> dict[str, Any]:
        """As a job's payload keeps it."""
        profile = self.profile.model_dump(mode="json", by_alias=True, exclude_defaults=True) if self.profile else None
        beside = {name: str(path) for name, path in self.beside.items()}
        return {"mapping": dict(self.mapping), "constants": dict(self.constants), "dates": self.dates, "profile": profile, "beside": beside}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Out of a job's payload, also of one that was written when there were mappings alone."""
        profile = Profile.model_validate(kept["profile"]) if kept.get("profile") else None
        beside = {name: Path(path) for name, path in (kept.get("beside") or {}).items()}
        return cls(kept.get("mapping") or {}, kept.get("constants") or {}, read_order(kept.get("dates")), profile, beside)


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
    settled.require_orders(layout.dates, layout.profile.dates if layout.profile else None)
    return settled
