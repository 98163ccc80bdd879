"""A row as a file holds it, before anything is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from voc.errors import RowError


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`line` is the number of its first line in the file (1-based; in Parquet the row's number), `raw` its text as it stands there.

    `values` maps the contract's fields, and other columns by their own names, to raw values; empty where `problem` says why the row cannot be read.
    """

    line: int
    raw: str
    values: Mapping[str, Any]
    problem: RowError | None = None
