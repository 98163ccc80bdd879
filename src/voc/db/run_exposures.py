"""The exposure tables that runs published."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from voc.db.tables import RunExposureRow


def add_run_exposures(session: Session, run_id: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Keep a run's tables, by what a row is: theme, area, segment or portfolio."""
    session.execute(insert(RunExposureRow), [{"run_id": run_id, "by": by, "figures": [dict(row) for row in rows]} for by, rows in sorted(tables.items())])


def find_run_exposure(session: Session, run_id: str, by: str) -> list[Mapping[str, Any]] | None:
    """The rows of one table of a run, in its order; None where the run published none."""
    found = session.get(RunExposureRow, (run_id, by))
    return found.figures if found else None
