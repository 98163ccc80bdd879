"""List exposure: the exposure table by theme, area or segment, or of the whole portfolio: as the run published it, or for any day and any filter."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from voc.db.run_exposures import find_run_exposure
from voc.db.runs import Run
from voc.db.themes import list_run_areas, list_run_themes
from voc.usecases.shared.score_themes import EvidenceFilter, score_with_books, window_for
from voc.usecases.shared.tabulate_exposure import By, Scored, tabulate_exposure


def list_exposure(session: Session, run: Run, by: By, which: EvidenceFilter) -> list[Mapping[str, Any]]:
    """The rows in the API's shape, the most affected ARR first.

    Of the whole evidence they are those that the run published, as its themes are, whatever was imported since; over narrowed evidence, or as of a day, they
    are read from what is known now, and `books_changed` says whether that is something else. A run of an older version published none.
    """
    if which.is_all and (published := find_run_exposure(session, run.id, by)) is not None:
        labels = {p.theme.id: p.theme.label for p in list_run_themes(session, run.id)} if by == "theme" else {}
        return [{**row, "label": labels.get(row["id"], row["label"])} for row in published]
    scored = score_with_books(session, run, which, certain=False)
    areas = {p.theme.id: p.theme for p in list_run_areas(session, run.id)}
    rows = tabulate_exposure(by, Scored(scored.ranked, areas, scored.books), window_for(run, which), run.id)
    return [{**row, "books_changed": scored.books_changed} for row in rows]
