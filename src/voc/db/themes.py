"""Themes: their permanent identity, and their place in each run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import Session

from voc.db.decisions import find_founding
from voc.db.published import read_published
from voc.db.runs import Run, to_run
from voc.db.session import read_once
from voc.db.tables import RunRow, RunThemeRow, ThemeRow
from voc.db.upsert import chunked
from voc.domain.catalogue import BY_PERSON
from voc.domain.themes import Theme
from voc.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PublishedTheme:
    """A row of a run's ranking: `figures` is the theme in the API's shape."""

    rank: int
    theme: Theme
    figures: Mapping[str, Any]


def list_known_themes(session: Session) -> dict[str, Theme]:
    """Every theme that ever was, by id, with what people decided of it."""
    return {row.id: _known(row) for row in session.scalars(select(ThemeRow))}


def find_theme(session: Session, theme_id: str) -> Theme | None:
    """The theme of this id as it was last known, whether or not a run has it."""
    row = session.get(ThemeRow, theme_id)
    return _known(row) if row else None


def get_known_theme(session: Session, theme_id: str) -> Theme:
    """`find_theme`, where there must be one. Raises NotFoundError."""
    if (theme := find_theme(session, theme_id)) is None:
        raise NotFoundError(f"there is no theme {theme_id}")
    return theme


@read_once
def list_labels(session: Session) -> dict[str, str]:
    """What each theme that ever was is called, or was last."""
    return dict(session.execute(select(ThemeRow.id, ThemeRow.label)).all())


def list_run_labels(session: Session, run_id: str) -> list[tuple[str, str]]:
    """(id, label) of each theme of the run, by label; areas are left out."""
    in_run = select(RunThemeRow.theme_id).where(RunThemeRow.run_id == run_id)
    rows = session.execute(select(ThemeRow.id, ThemeRow.label).where(ThemeRow.level == "theme", ThemeRow.id.in_(in_run)))
    return sorted(((key, label) for key, label in rows), key=lambda pair: (pair[1].lower(), pair[0]))


def list_owners(session: Session) -> list[str]:
    """Everybody who has a theme, by name."""
    return sorted(owner for owner in session.scalars(select(ThemeRow.owner).where(ThemeRow.owner.is_not(None)).distinct()) if owner)


def edit_theme(session: Session, theme_id: str, changes: Mapping[str, str | float | None]) -> None:
    """Change what people may: label, label_source, summary, status, status_reason, owner, pinned, strategic_fit, verdict, feature_id. It must be known."""
    row = session.get_one(ThemeRow, theme_id)
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()


def _known(row: ThemeRow) -> Theme:
    return Theme(
        row.id,
        row.label,
        summary=row.summary,
        label_source=row.label_source,
        status=row.status,
        owner=row.owner,
        level=row.level,
        strategic_fit=row.strategic_fit,
        verdict=row.verdict,
        feature_id=row.feature_id,
        pinned=row.pinned,
        status_reason=row.status_reason,
    )


def save_themes(session: Session, themes: Iterable[Theme], run_id: str) -> None:
    """Add new themes; of known ones only what the machine may change is changed."""
    for theme in themes:
        row = session.get(ThemeRow, theme.id)
        if row is None:
            row = ThemeRow(
                id=theme.id,
                level=theme.level,
                label_source=theme.label_source,
                status=theme.status,
                owner=theme.owner,
                pinned=False,
                born_run_id=run_id,
                label=theme.label,
                summary=theme.summary,
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
            "area_id": p.theme.area_id,
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
    return _list_level(session, run_id, "theme")


def list_run_areas(session: Session, run_id: str) -> list[PublishedTheme]:
    """A run's areas, rank 1 first."""
    return _list_level(session, run_id, "area")


def _list_level(session: Session, run_id: str, level: str) -> list[PublishedTheme]:
    """The run's rows with what people say now: few of the thousands that a run may have."""
    rows = read_published(session, run_id, "themes", lambda: _read_run(session, run_id))
    said = _list_said(session, run_id, level)
    return [_published(run_theme, said[unsaid.theme.id]) if unsaid.theme.id in said else unsaid for run_theme, unsaid in rows if unsaid.theme.level == level]


@read_once
def _list_said(session: Session, run_id: str, level: str) -> dict[str, ThemeRow]:
    in_run = select(RunThemeRow.theme_id).where(RunThemeRow.run_id == run_id)
    return {row.id: row for row in session.scalars(select(ThemeRow).where(ThemeRow.level == level, said_of(), ThemeRow.id.in_(in_run)))}


def said_of() -> ColumnElement[bool]:
    """Whether people said anything of a theme: it is not as a run makes it."""
    made = Theme("", "")
    told = [ThemeRow.owner, ThemeRow.strategic_fit, ThemeRow.verdict, ThemeRow.status_reason]
    return or_(ThemeRow.label_source != made.label_source, ThemeRow.status != made.status, ThemeRow.pinned, *(column.is_not(None) for column in told))


class RunTheme(NamedTuple):
    """A row of `run_theme`, without its run: no objects that are tracked."""

    theme_id: str
    rank: int
    area_id: str | None
    label: str
    keyphrases: Sequence[str]
    exemplars: Sequence[str]
    figures: Mapping[str, Any]


def _read_run(session: Session, run_id: str) -> list[tuple[RunTheme, PublishedTheme]]:
    """The run's themes and areas, rank 1 first, those without a rank before it; each with what it is where nobody said anything of it."""
    columns = [getattr(RunThemeRow, name) for name in RunTheme._fields]
    joined = select(*columns, ThemeRow.level).join(ThemeRow, ThemeRow.id == RunThemeRow.theme_id).where(RunThemeRow.run_id == run_id)
    rows = ((RunTheme(*row), level) for *row, level in session.execute(joined.order_by(RunThemeRow.rank, RunThemeRow.theme_id)))
    return [(found, _published(found, Theme(found.theme_id, found.label, level=level))) for found, level in rows]


def list_standings(session: Session, run_id: str, theme_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """(status, scope) of these themes of the run: where people say that it stands, and what the run judged it to be; a scope of None: nobody spoke of it."""
    columns = (ThemeRow.id, ThemeRow.status, RunThemeRow.figures["scope"].as_string())
    joined = select(*columns).join(RunThemeRow, RunThemeRow.theme_id == ThemeRow.id).where(RunThemeRow.run_id == run_id)
    rows = (row for some in chunked(theme_ids) for row in session.execute(joined.where(RunThemeRow.theme_id.in_(some))))
    return {theme: (status, scope) for theme, status, scope in rows}


@read_once
def has_run_theme(session: Session, run_id: str, theme_id: str) -> bool:
    """Whether the run has the theme."""
    return session.get(RunThemeRow, (run_id, theme_id)) is not None


@read_once
def get_run_theme(session: Session, run_id: str, theme_id: str) -> PublishedTheme:
    """One theme of a run; an area is none. One that people split off since, which no run has filled yet, comes as it is known: unranked, without figures.

    Raises NotFoundError.
    """
    row = session.execute(
        select(RunThemeRow, ThemeRow)
        .join(ThemeRow, ThemeRow.id == RunThemeRow.theme_id)
        .where(RunThemeRow.run_id == run_id, RunThemeRow.theme_id == theme_id, ThemeRow.level == "theme")
    ).first()
    if row is None:
        if find_founding(session, theme_id) is not None and (new := find_theme(session, theme_id)) is not None:
            return PublishedTheme(0, new, {})
        raise NotFoundError(f"there is no theme {theme_id} in the current ranking")
    return _published(*row)


def _published(run_theme: RunThemeRow | RunTheme, theme: ThemeRow | Theme) -> PublishedTheme:
    """What people said of the theme holds for every run at once; the rest is the run's."""
    by_person = theme.label_source == "person"
    label = theme.label if by_person else run_theme.label
    summary = theme.summary if by_person and theme.summary else str(run_theme.figures.get("summary", theme.summary))
    said: dict[str, Any] = {
        "label": label, "summary": summary, "label_source": theme.label_source, "status": theme.status, "owner": theme.owner,
        "strategic_fit": theme.strategic_fit, "pinned": theme.pinned, "status_reason": theme.status_reason,
    }  # fmt: skip
    if theme.verdict is not None:
        said["catalogue"] = {"verdict": theme.verdict, "feature_id": theme.feature_id, "confidence": 1.0, "source": "person", "why": [BY_PERSON]}
    figures = {**run_theme.figures, **(said if theme.level == "theme" else {})}
    value = Theme(
        theme.id,
        label,
        tuple(run_theme.keyphrases),
        summary,
        theme.label_source,
        theme.status,
        theme.owner,
        area_id=run_theme.area_id,
        exemplars=tuple(run_theme.exemplars),
        level=theme.level,
        strategic_fit=theme.strategic_fit,
        verdict=theme.verdict,
        feature_id=theme.feature_id,
        pinned=theme.pinned,
        status_reason=theme.status_reason,
    )
    return PublishedTheme(run_theme.rank, value, figures if run_theme.figures else {})


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
