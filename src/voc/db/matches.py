"""Which features of the catalogue and which opportunities a run matched to its themes, by meaning."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import RunMatchRow

MatchKind = Literal["feature", "opportunity"]


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """A theme and what was matched to it: a feature_id or an opportunity_id."""

    theme_id: str
    kind: MatchKind
    matched_id: str
    probability: float


def add_matches(session: Session, run_id: str, matches: Iterable[ThemeMatch]) -> None:
    """Keep a run's matches."""
    if rows := [{"run_id": run_id, **asdict(match)} for match in matches]:
        session.execute(insert(RunMatchRow), rows)


@read_once
def list_matches(session: Session, run_id: str) -> list[ThemeMatch]:
    """The run's matches, by theme."""
    columns = (RunMatchRow.theme_id, RunMatchRow.kind, RunMatchRow.matched_id, RunMatchRow.probability)
    return [ThemeMatch(*row) for row in session.execute(select(*columns).where(RunMatchRow.run_id == run_id).order_by(*columns[:3]))]  # type: ignore[arg-type]
