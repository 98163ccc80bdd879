"""The rows of the small files in `files/`, read as whoever imports them without a word of their own reads them."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from voc.errors import RowError
from voc.sources.layout import settle_file
from voc.sources.registry import KINDS, Defaults
from voc.sources.settling.rows import read_row
from voc.usecases.feedback.recognise_files import Delivery, recognise_files

FILES = Path(__file__).parent / "files"
EXPECTED = "expected.json"  # beside a profile's files: what becomes of them
DEFAULTS = Defaults("USD", date(2026, 11, 29))
_LEFT = ("attributes", "said")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of files: the rows by what is filled in them, how many were skipped by why, and what was rejected or left out."""

    profile: str | None
    kind: str
    rows: Sequence[Mapping[str, Any]]
    skipped: Mapping[str, int]
    problems: Sequence[str]


def list_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != EXPECTED]


def read_files(paths: Sequence[Path]) -> Outcome:
    """What becomes of files that are one import."""
    (delivery,) = recognise_files(paths, None)
    return read_delivery(delivery)


def read_delivery(delivery: Delivery) -> Outcome:
    kind, layout = KINDS[delivery.kind], delivery.layout
    problems: list[str] = []
    rows = []
    settled = settle_file(delivery.path, kind, layout)
    with layout.open(delivery.path, kind) as source:
        for row in source.rows:
            value = read_row(row, settled, DEFAULTS, lambda line, problem: problems.append(f"left out: {problem}"))
            if isinstance(value, RowError):
                problems.append(f"rejected: {value}")
            else:
                rows.append(_filled(value))
        skipped = dict(source.skipped)
    return Outcome(layout.profile.name if layout.profile else None, delivery.kind, rows, skipped, problems)


def _filled(value: Any) -> dict[str, Any]:
    """The value's fields that are filled, and what the item is called."""
    found = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in _LEFT}
    found["subject"] = getattr(value, "attributes", {}).get("subject")
    return {name: _plain(one) for name, one in found.items() if one not in (None, "", ())}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal | date):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def write_expected(folder: Path) -> None:
    """Keep what becomes of a folder's files now as what is expected; whoever calls it reads it before it is committed."""
    found = read_files(list_files(folder))
    told = {"rows": list(found.rows), "skipped": dict(found.skipped), **({"problems": list(found.problems)} if found.problems else {})}
    (folder / EXPECTED).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        write_expected(FILES / name)
