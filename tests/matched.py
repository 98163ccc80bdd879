"""Themes matched to the catalogue: a verdict where a refresh publishes it."""

from sqlalchemy import Engine, update

from voc.db.kept import forget_kept
from voc.db.session import transaction
from voc.db.tables import RunThemeRow
from voc.usecases.feedback.import_rows import import_rows


def add_feature(engine: Engine, feature_id: str, plan: str | None, status: str = "released", released_on: str | None = None, url: str | None = None) -> None:
    """A feature of the catalogue."""
    row = {"feature_id": feature_id, "name": f"The {feature_id}", "description": "It is there", "status": status, "plan": plan, "released_on": released_on}
    (result,) = import_rows(engine, "catalogue", [row | {"url": url}], reporting_currency="USD")
    assert result.error is None


def match(engine: Engine, theme_id: str, feature_id: str | None, verdict: str = "higher_plan") -> None:
    """Let every run's figures of the theme carry the verdict. What was published never changes, so readers keep it."""
    forget_kept()
    found = {"verdict": verdict, "feature_id": feature_id, "confidence": 0.9, "source": "auto", "why": ["alike"]}
    with transaction(engine) as session:
        for row in session.query(RunThemeRow).where(RunThemeRow.theme_id == theme_id):
            session.execute(
                update(RunThemeRow)
                .where(RunThemeRow.run_id == row.run_id, RunThemeRow.theme_id == theme_id)
                .values(figures={**row.figures, "catalogue": found})
            )
