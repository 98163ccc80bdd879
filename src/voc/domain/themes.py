"""Themes with their permanent ids, and the rows of a ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from voc.domain.catalogue import CatalogueVerdict, judge_theme
from voc.domain.certainty import RankInterval
from voc.domain.evidence import ThemeEvidence
from voc.domain.exposure import Books, sum_arr
from voc.domain.impact import ThemeImpact, rank_themes, weigh_theme
from voc.domain.life import Life, judge_life, pace_of
from voc.domain.scope import NO_COMPANY, ThemeScope, Yardstick, judge_scope
from voc.domain.voices import portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS, Weights

STATUSES = ("new", "under_review", "planned", "in_progress", "shipped", "declined")
CLOSED = frozenset(("shipped", "declined"))  # nobody waits for an answer any more


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as it is called in one run. `exemplars` are snippet ids, the most central first; `level`: theme, or area (a group of themes);
    `strategic_fit`, 0 to 1, and `verdict` with its `feature_id` (see `catalogue`) are a person's word, None where nobody gave one;
    a person's are the status with its reason, the owner, and whether it is `pinned`: stands before all others."""

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
    strategic_fit: float | None = None
    verdict: str | None = None
    feature_id: str | None = None
    pinned: bool = False
    status_reason: str | None = None

    @property
    def said_of_catalogue(self) -> tuple[str, str | None] | None:
        """A person's verdict and feature id; None where nobody gave one."""
        return (self.verdict, self.feature_id) if self.verdict is not None else None


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
class Suggestion:
    """Where a snippet may belong: theme ids with their probabilities, the best first. The first one of a `themed` snippet is where the run put it."""

    snippet_id: str
    themed: bool
    themes: tuple[tuple[str, float], ...]

    @property
    def doubt(self) -> float:
        """The probability that it belongs elsewhere than where the run put it: in another theme, or in one of these where it is in none."""
        return 1 - self.themes[0][1] if self.themed and self.themes else sum(probability for _, probability in self.themes)


@dataclass(frozen=True, slots=True)
class RankedTheme:
    """One row of the ranked table. `interval` None: how certain the rank is has not been found; `catalogue` None: there is none; `possible_arr` is what the
    accounts of the possible mentions would add to the affected ARR; `life` is where the theme stands in its own."""

    rank: int
    theme: Theme
    impact: ThemeImpact
    scope: ThemeScope
    evidence: ThemeEvidence
    run_id: str
    as_of: datetime
    catalogue: CatalogueVerdict | None = None
    interval: RankInterval | None = None
    possible_arr: Decimal = Decimal(0)
    life: Life = Life.STEADY


def rank_evidence(
    evidence: Sequence[ThemeEvidence],
    themes: Mapping[str, Theme],
    books: Books,
    run_id: str,
    as_of: datetime,
    weights: Weights = DEFAULT_WEIGHTS,
    yardstick: Yardstick = NO_COMPANY,
) -> list[RankedTheme]:
    """The ranked table: one row a theme with evidence, rank 1 first."""
    by_id, portfolio = {e.theme_id: e for e in evidence}, portfolio_of(books)
    ranked = rank_themes([weigh_theme(e, books, portfolio, weights, themes[e.theme_id].strategic_fit) for e in evidence if e.theme_id in themes])
    pace = pace_of(evidence)

    def row(rank: int, impact: ThemeImpact) -> RankedTheme:
        theme, own = themes[impact.theme_id], by_id[impact.theme_id]
        verdict = judge_theme(own, books.catalogue, theme.said_of_catalogue)
        released_on = verdict.feature.released_on if verdict is not None and verdict.feature is not None else None
        possible_arr, life = sum_arr(own.possible_accounts, books), judge_life(own, pace, released_on)
        return RankedTheme(rank, theme, impact, judge_scope(own, yardstick), own, run_id, as_of, verdict, possible_arr=possible_arr, life=life)

    return [row(rank, impact) for rank, impact in enumerate(ranked, start=1)]
