"""Themes: their permanent identity, and their place in each run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from voc.db.runs import Run, to_run
from voc.db.tables import AssignmentRow, RunRow, RunThemeRow, ThemeRow
from voc.domain.themes import Assignment, Theme
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PublishedTheme:
    """A row of a run's ranking: `figures` is the theme in the API's shape."""

    rank: int
    theme: Theme
    figures: Mapping[str, Any]


def list_known_themes(session: Session) -> dict[str, Theme]:
    """Every theme that ever was, by id, with what people decided of it."""
    return {
        r.id: Theme(r.id, r.label, summary=r.summary, label_source=r.label_source, status=r.status, owner=r.owner) for r in session.scalars(select(ThemeRow))
    }


def save_themes(session: Session, themes: Iterable[Theme], run_id: str) -> None:
    """Add new themes; of known ones only what the machine may change is changed."""
    for theme in themes:
        row = session.get(ThemeRow, theme.id)
        if row is None:
            row = ThemeRow(
                id=theme.id, label_source="auto", status=theme.status, owner=theme.owner, born_run_id=run_id, label=theme.label, summary=theme.summary
            )
            session.add(row)
        elif row.label_source == "auto":
            row.label, row.summary = theme.label, theme.summary
    session.flush()


def add_run_themes(session: Session, run_id: str, published: Sequence[PublishedTheme]) -> None:
    """Keep a run's ranking."""
    rows = [
        {
            "run_id": run_id,
            "theme_id": p.theme.id,
            "rank": p.rank,
            "label": p.theme.label,
            "keyphrases": list(p.theme.keyphrases),
            "exemplars": list(p.theme.exemplars),
            "figures": dict(p.figures),
        }
        for p in published
    ]
    if rows:
        session.execute(insert(RunThemeRow), rows)


def list_run_themes(session: Session, run_id: str) -> list[PublishedTheme]:
    """A run's themes, rank 1 first; themes that nobody mentioned in the window come with rank 0, first."""
    rows = session.execute(
        select(RunThemeRow, ThemeRow).join(ThemeRow, ThemeRow.id == RunThemeRow.theme_id).where(RunThemeRow.run_id == run_id).order_by(RunThemeRow.rank)
    )
    return [_published(run_theme, theme) for run_theme, theme in rows]


def get_run_theme(session: Session, run_id: str, theme_id: str) -> PublishedTheme:
    """One theme of a run. Raises NotFoundError."""
    row = session.execute(
        select(RunThemeRow, ThemeRow).join(ThemeRow, ThemeRow.id == RunThemeRow.theme_id).where(RunThemeRow.run_id == run_id, RunThemeRow.theme_id == theme_id)
    ).first()
    if row is None:
        raise NotFoundError(f"there is no theme {theme_id} in the current ranking")
    return _published(*row)


def _published(run_theme: RunThemeRow, theme: ThemeRow) -> PublishedTheme:
    value = Theme(
        theme.id,
        run_theme.label,
        tuple(run_theme.keyphrases),
        theme.summary,
        theme.label_source,
        theme.status,
        theme.owner,
        exemplars=tuple(run_theme.exemplars),
    )
    return PublishedTheme(run_theme.rank, value, run_theme.figures)


def find_birth(session: Session, theme_id: str) -> str | None:
    """The id of the run that a theme was born in; None where there is no such theme."""
    return session.scalar(select(ThemeRow.born_run_id).where(ThemeRow.id == theme_id))


def list_theme_history(session: Session, theme_id: str) -> list[tuple[Run, str, Mapping[str, Any]]]:
    """(run, label, figures) of a theme in each run that published it, the newest first."""
    rows = session.execute(
        select(RunRow, RunThemeRow.label, RunThemeRow.figures)
        .join(RunThemeRow, RunThemeRow.run_id == RunRow.id)
        .where(RunThemeRow.theme_id == theme_id, RunRow.state == "published")
        .order_by(RunRow.started_at.desc(), RunRow.id)
    )
    return [(to_run(run), label, figures) for run, label, figures in rows]


def add_assignments(session: Session, run_id: str, assignments: Sequence[Assignment], sentiment: Sequence[float]) -> None:
    """Keep where a run put each snippet; `sentiment` in the same order."""
    rows = [
        {"run_id": run_id, "snippet_id": a.snippet_id, "theme_id": a.theme_id, "ask_id": a.ask_id, "strength": a.strength, "sentiment": s}
        for a, s in zip(assignments, sentiment, strict=True)
    ]
    if rows:
        session.execute(insert(AssignmentRow), rows)


def list_memberships(session: Session, run_id: str) -> dict[str, str]:
    """The theme of each snippet that the run put in one."""
    rows = session.execute(select(AssignmentRow.snippet_id, AssignmentRow.theme_id).where(AssignmentRow.run_id == run_id, AssignmentRow.theme_id.is_not(None)))
    return {snippet: theme for snippet, theme in rows if theme is not None}
