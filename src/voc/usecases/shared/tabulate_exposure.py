"""Tabulate exposure: a ranked table and the books it was read from to the rows of the exposure table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from voc.domain.accounts import total_arr
from voc.domain.areas import join_exposure, rank_areas
from voc.domain.evidence import Mention, Window
from voc.domain.exposure import Books, Exposure
from voc.domain.money import Money
from voc.domain.themes import RankedTheme, Theme
from voc.rendering import shapes

By = Literal["theme", "area", "segment", "portfolio"]
NO_SEGMENT = ""  # the id of the row of what belongs to no segment


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """One row: whose exposure it is, the mentions behind it, and the books that it is read from."""

    id: str
    label: str
    mentions: int
    exposure: Exposure
    books: Books


@dataclass(frozen=True, slots=True)
class Scored:
    """What the table is made of: the ranked themes, the areas by id, and the books."""

    ranked: Sequence[RankedTheme]
    areas: Mapping[str, Theme]
    books: Books


def tabulate_exposure(by: By, scored: Scored, window: Window, run_id: str) -> list[Mapping[str, Any]]:
    """The rows in the API's shape, the most affected ARR first. What counts is what was said of a ranked theme; an account counts once in a row."""
    ordered = sorted(_ROWS[by](scored), key=lambda r: (-r.exposure.affected_arr.money.amount, -len(r.exposure.accounts), r.id))
    ends = {"window": {"since": shapes.moment(window.since), "as_of": shapes.moment(window.as_of)}, "run_id": run_id, "as_of": shapes.moment(window.as_of)}
    return [_shape(row, by) | ends for row in ordered]


def tabulate_all(scored: Scored, window: Window, run_id: str) -> Mapping[str, list[Mapping[str, Any]]]:
    """Every table, by what its rows are."""
    return {by: tabulate_exposure(by, scored, window, run_id) for by in get_args(By)}


def _by_theme(scored: Scored) -> list[ExposureRow]:
    return [ExposureRow(r.theme.id, r.theme.label, len(r.evidence.mentions), r.impact.exposure, scored.books) for r in scored.ranked]


def _by_area(scored: Scored) -> list[ExposureRow]:
    return [ExposureRow(a.area.id, a.area.label, a.mentions, a.exposure, scored.books) for a in rank_areas(scored.ranked, scored.areas, scored.books)]


def _by_segment(scored: Scored) -> list[ExposureRow]:
    books = scored.books
    names = sorted({a.segment for a in books.accounts.values() if a.segment})
    rows = [_within(name, name, scored.ranked, books.within({k: a for k, a in books.accounts.items() if a.segment == name})) for name in names]
    rest = books.without({k: a for k, a in books.accounts.items() if a.segment})
    unsaid = _count(scored.ranked, lambda m: m.account is None)  # by nobody's account
    row = _within(NO_SEGMENT, "no segment", scored.ranked, rest, unsaid)
    return [*rows, row] if rest.accounts or row.mentions or row.exposure.opportunities else rows


def _by_portfolio(scored: Scored) -> list[ExposureRow]:
    whole = join_exposure(scored.ranked, scored.books)
    return [ExposureRow("portfolio", "all accounts", _count(scored.ranked, lambda _: True), whole, scored.books)]


_ROWS: Mapping[By, Callable[[Scored], list[ExposureRow]]] = {"theme": _by_theme, "area": _by_area, "segment": _by_segment, "portfolio": _by_portfolio}


def _within(key: str, label: str, ranked: Sequence[RankedTheme], books: Books, besides: int = 0) -> ExposureRow:
    return ExposureRow(key, label, _count(ranked, lambda m: m.account in books.accounts) + besides, join_exposure(ranked, books), books)


def _count(ranked: Iterable[RankedTheme], counts: Callable[[Mention], bool]) -> int:
    return sum(counts(m) for r in ranked for m in r.evidence.mentions)


def _shape(row: ExposureRow, by: By) -> shapes.Shape:
    customers = row.books.customers
    return {
        "id": row.id,
        "object": "exposure",
        "by": by,
        "label": row.label,
        "segment": (row.id or None) if by == "segment" else None,
        "mentions": row.mentions,
        **shapes.exposure(row.exposure),
        "customers": len(customers),
        "customers_arr": shapes.money(Money(total_arr(customers.values()), row.books.currency)),
        "account_ids": list(row.exposure.accounts),
        "books_changed": False,
    }
