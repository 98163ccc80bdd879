"""List exposure: the exposure table by theme, area or segment, or of the whole portfolio, for any day and any filter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from voc.db.runs import Run
from voc.db.themes import list_run_areas
from voc.domain.accounts import total_arr
from voc.domain.areas import join_exposure, rank_areas
from voc.domain.exposure import Books, Exposure
from voc.domain.money import Money
from voc.domain.themes import RankedTheme
from voc.rendering import shapes
from voc.usecases.score_themes import EvidenceFilter, ScoredThemes, score_with_books, window_for

By = Literal["theme", "area", "segment", "portfolio"]


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """One row: whose exposure it is, the mentions behind it, and the books that it is read from."""

    id: str
    label: str
    mentions: int
    exposure: Exposure
    books: Books


def list_exposure(session: Session, run: Run, by: By, which: EvidenceFilter) -> list[Mapping[str, Any]]:
    """The rows in the API's shape, the most affected ARR first. What counts is what was said of a ranked theme; an account counts once in a row."""
    scored = score_with_books(session, run, which, certain=False)
    rows = _ROWS[by](session, run, scored)
    ordered = sorted(rows, key=lambda r: (-r.exposure.affected_arr.money.amount, -len(r.exposure.accounts), r.id))
    window = window_for(run, which)
    ends = {"window": {"since": shapes.moment(window.since), "as_of": shapes.moment(window.as_of)}, "run_id": run.id, "as_of": shapes.moment(window.as_of)}
    return [_shape(row, by) | ends for row in ordered]


def _list_themes(session: Session, run: Run, scored: ScoredThemes) -> list[ExposureRow]:
    return [ExposureRow(r.theme.id, r.theme.label, len(r.evidence.mentions), r.impact.exposure, scored.books) for r in scored.ranked]


def _list_areas(session: Session, run: Run, scored: ScoredThemes) -> list[ExposureRow]:
    areas = {p.theme.id: p.theme for p in list_run_areas(session, run.id)}
    return [ExposureRow(a.area.id, a.area.label, a.mentions, a.exposure, scored.books) for a in rank_areas(scored.ranked, areas, scored.books)]


def _list_segments(session: Session, run: Run, scored: ScoredThemes) -> list[ExposureRow]:
    books = scored.books
    names = sorted({a.segment for a in books.accounts.values() if a.segment})
    within = {name: books.within({key: a for key, a in books.accounts.items() if a.segment == name}) for name in names}
    rest = books.within({key: a for key, a in books.accounts.items() if not a.segment})
    rows = [_join(name, name, scored.ranked, some) for name, some in within.items()]
    return [*rows, _join("", "no segment", scored.ranked, rest)] if rest.accounts else rows


def _list_portfolio(session: Session, run: Run, scored: ScoredThemes) -> list[ExposureRow]:
    whole = join_exposure(scored.ranked, scored.books)
    return [ExposureRow("portfolio", "all accounts", sum(len(r.evidence.mentions) for r in scored.ranked), whole, scored.books)]


_ROWS: Mapping[By, Callable[[Session, Run, ScoredThemes], list[ExposureRow]]] = {
    "theme": _list_themes,
    "area": _list_areas,
    "segment": _list_segments,
    "portfolio": _list_portfolio,
}


def _join(key: str, label: str, ranked: Sequence[RankedTheme], books: Books) -> ExposureRow:
    mentions = sum(m.account in books.accounts for r in ranked for m in r.evidence.mentions)
    return ExposureRow(key, label, mentions, join_exposure(ranked, books), books)


def _shape(row: ExposureRow, by: By) -> shapes.Shape:
    customers = row.books.customers
    return {
        "id": row.id,
        "object": "exposure",
        "by": by,
        "label": row.label,
        "mentions": row.mentions,
        **shapes.exposure(row.exposure),
        "customers": len(customers),
        "customers_arr": shapes.money(Money(total_arr(customers.values()), row.books.currency)),
        "account_ids": list(row.exposure.accounts),
    }
