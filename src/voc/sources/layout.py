"""How a person says that a file is to be read, and what its columns tell before the first row is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import open_source
from voc.sources.registry import SourceKind
from voc.sources.settling.cells import SAMPLED, Settled
from voc.sources.settling.dates import Order


@dataclass(frozen=True, slots=True)
class Layout:
    """`mapping`: column -> field; `constants`: field -> the value of every row; `dates`: the order of day and month where no column tells it."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dates: Order | None = None

    def columns(self, kind: SourceKind) -> Columns:
        """The names of a file's columns. Raises InputError for a field that the kind does not have."""
        return Columns(kind, self.mapping, self.constants)

    def to_json(self) -> dict[str, Any]:
        """As a job's payload keeps it."""
        return {"mapping": dict(self.mapping), "constants": dict(self.constants), "dates": self.dates}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Out of a job's payload, also of one that was written when there were mappings alone."""
        return cls(kept.get("mapping") or {}, kept.get("constants") or {}, read_order(kept.get("dates")))


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
    with open_source(path, layout.columns(kind), unpacked_limit) as source:
        for row in islice(source.rows, SAMPLED):
            settled.see(row.values)
        if settled.is_open:
            for row in source.rows:
                settled.see(row.values)
    settled.require_orders(layout.dates)
    return settled
