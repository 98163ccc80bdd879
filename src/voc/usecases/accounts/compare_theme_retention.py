"""Compare what became of the accounts that raised a theme with matched accounts that had not raised it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from voc.db.mentions import list_first_raised
from voc.db.runs import Run
from voc.db.themes import get_run_theme
from voc.domain.theme_retention import Peers, compare_theme
from voc.rendering.retention_shapes import theme_retention
from voc.usecases.shared.load_course import Standpoint, load_course


def compare_theme_retention(session: Session, run: Run, theme_id: str) -> Mapping[str, Any]:
    """The comparison in the API's shape, up to the run's day, over all that was ever said. Raises NotFoundError for a theme that the run has not."""
    get_run_theme(session, run.id, theme_id)
    currency = str(run.settings["reporting_currency"])
    course = load_course(session, Standpoint(run.as_of, currency))
    found = compare_theme(list_first_raised(session, run.id, theme_id, run.as_of), Peers(course))
    return theme_retention(theme_id, found, course.accounts, currency, run.id, run.as_of)
