"""Themes with their permanent ids, and the rows of a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voc.domain.evidence import ThemeEvidence
from voc.domain.impact import Portfolio, ThemeImpact, rank_themes, weigh_theme
from voc.domain.scope import NO_COMPANY, ThemeScope, Yardstick, judge_scope

STATUSES = ("new", "under_review", "planned", "in_progress", "shipped", "declined")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as it is called in one run. `exemplars` are snippet ids, the most central first; `level`: theme, or area (a group of themes)."""

    id: str
    label: str
    keyphrases: tuple[str, ...] = ()
    summary: str = ""
    label_source: str = "auto"
    status: str = "new"
    owner: str | None = None
    area_id: str | None = None
    exemplars: tuple[str, ...] = ()
    level: str = "theme"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A snippet's place in one run: a theme or none, and how strongly it belongs, 0 to 1. An ask is a finer point inside the theme;
    `pinned`: a person put it there, or nowhere."""

    snippet_id: str
    theme_id: str | None
    strength: float
    ask_id: str | None = None
    intent: str | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class RankedTheme:
    """One row of the ranked table."""

    rank: int
    theme: Theme
    impact: ThemeImpact
    scope: ThemeScope
    evidence: ThemeEvidence
    run_id: str
    as_of: datetime


def rank_evidence(
    evidence: Sequence[ThemeEvidence], themes: dict[str, Theme], portfolio: Portfolio, run_id: str, as_of: datetime, yardstick: Yardstick = NO_COMPANY
) -> list[RankedTheme]:
    """The ranked table: one row a theme with evidence, rank 1 first."""
    by_id = {e.theme_id: e for e in evidence}
    ranked = rank_themes([weigh_theme(e, portfolio) for e in evidence if e.theme_id in themes])
    return [
        RankedTheme(rank, themes[impact.theme_id], impact, judge_scope(by_id[impact.theme_id], yardstick), by_id[impact.theme_id], run_id, as_of)
        for rank, impact in enumerate(ranked, start=1)
    ]
