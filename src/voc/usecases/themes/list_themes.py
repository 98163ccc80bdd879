"""List themes: the current ranking, or the one a cursor is pinned to, narrowed and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from voc.db.runs import Run, find_current_run, get_run
from voc.db.themes import list_run_themes
from voc.domain.catalogue import Verdict
from voc.domain.exposure import COLUMNS
from voc.domain.scope import Scope
from voc.domain.weights import Weights, parse_weights
from voc.errors import InputError
from voc.rendering import shapes
from voc.usecases.shared.reweigh_themes import reweigh_themes
from voc.usecases.shared.score_themes import EvidenceFilter, ScoredThemes, score_with_books, weights_of

Row = TypeVar("Row")


def _amount_of(name: str) -> Callable[[Mapping[str, Any]], Any]:
    # A ranking that an older version published has fewer columns.
    return lambda t: Decimal(t[name]["amount"]) if name in t else None


SORTS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "score": lambda t: t["score"],
    "rank": lambda t: t["rank"],
    **{name: _amount_of(name) for name in COLUMNS},
    "mentions": lambda t: t["mentions"],
    "accounts": lambda t: t["accounts"],
    "families": lambda t: t.get("families"),
    "sentiment": lambda t: t["sentiment"]["mean"],
    "scope_probability": lambda t: t["scope_probability"],
    "first_seen": lambda t: t["first_seen"],
    "last_seen": lambda t: t["last_seen"],
    "label": lambda t: t["label"].lower(),
}

NOBODY = "nobody"  # as an owner: themes that have none


@dataclass(frozen=True, slots=True)
class ThemeQuery:
    """What to list. `areas` are ids; `least_arr` and `most_arr` bound the affected ARR in the reporting currency; `words` stand in label or phrases;
    `run_id` pins a ranking; `weights`, such as affected_arr=50,reach=10, rank by others than the run's; `corrected` with voices weighed by who was heard.
    `owners` may name NOBODY; `pinned_first` puts what people pinned before all else."""

    evidence: EvidenceFilter = field(default_factory=EvidenceFilter)
    scopes: Sequence[str] = ()
    verdicts: Sequence[str] = ()
    statuses: Sequence[str] = ()
    owners: Sequence[str] = ()
    pinned: bool | None = None
    areas: Sequence[str] = ()
    least_arr: Decimal | None = None
    most_arr: Decimal | None = None
    words: str = ""
    sort: str = "-score"
    run_id: str | None = None
    weights: str = ""
    corrected: bool = False
    pinned_first: bool = False

    @property
    def asks_of_themes(self) -> bool:
        """Whether anything is asked that only a theme has: what is in none is beside the question."""
        found = (self.scopes, self.verdicts, self.statuses, self.owners, self.areas, self.words.strip())
        return any(found) or (self.pinned, self.least_arr, self.most_arr) != (None, None, None)


@dataclass(frozen=True, slots=True)
class ThemeList:
    """Themes in the API's shape and the run they are from; None and empty before the first refresh."""

    run: Run | None
    themes: Sequence[Mapping[str, Any]]


def list_themes(session: Session, query: ThemeQuery) -> ThemeList:
    """The themes that fit, all of them, sorted. Raises InputError for a scope, sort or weights that are none, NotFoundError for a pinned run that is gone."""
    if unknown := set(query.scopes) - set(Scope):
        raise InputError(f"there is no scope '{min(unknown)}'; scopes are {', '.join(Scope)}")
    if unknown := set(query.verdicts) - set(Verdict):
        raise InputError(f"there is no verdict '{min(unknown)}'; verdicts are {', '.join(Verdict)}")
    order = find_sort(query.sort, SORTS)
    run = get_run(session, query.run_id) if query.run_id else find_current_run(session)
    if run is None:
        return ThemeList(None, [])
    weights = parse_weights(query.weights, weights_of(run)) if query.weights else None
    if query.corrected:
        found: list[Mapping[str, Any]] = _rank_corrected(session, run, query.evidence, weights)
    elif query.evidence.is_all:
        found = [p.figures for p in list_run_themes(session, run.id) if p.rank]
        found = reweigh_themes(found, weights) if weights else found
    else:
        found = read_anew(score_with_books(session, run, query.evidence, weights))
    themes = order([t for t in found if _fits(t, query)])
    return ThemeList(run, sorted(themes, key=lambda t: not t.get("pinned")) if query.pinned_first else themes)


def _rank_corrected(session: Session, run: Run, which: EvidenceFilter, weights: Weights | None) -> list[Mapping[str, Any]]:
    """The themes ranked with voices weighed by who was heard, each with the rank that it has without."""
    heard = score_with_books(session, run, which, weights, certain=False)
    as_heard = {r.theme.id: r.rank for r in heard.ranked}
    corrected = read_anew(score_with_books(session, run, which, weights, corrected=True, mentions=heard.mentions))
    return [{**theme, "corrected": "coverage", "rank_as_heard": as_heard[theme["id"]]} for theme in corrected]


def read_anew(scored: ScoredThemes) -> list[Mapping[str, Any]]:
    """Themes that were scored on being asked for, in the API's shape, with whether they stand on other books than the published ranking."""
    return [{**shapes.theme(ranked), "books_changed": scored.books_changed} for ranked in scored.ranked]


def find_sort(sort: str, keys: Mapping[str, Callable[[Row], Any]]) -> Callable[[Sequence[Row]], list[Row]]:
    """A sorter for `field` or `-field` (falling); rows where the field is None come last, ties stay in order. Raises InputError."""
    falling, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in keys:
        raise InputError(f"cannot sort by '{name}'; sorts are {', '.join(keys)}, with - before it for falling")
    key = keys[name]

    def order(rows: Sequence[Row]) -> list[Row]:
        known = [row for row in rows if key(row) is not None]
        return sorted(known, key=key, reverse=falling) + [row for row in rows if key(row) is None]

    return order


def _fits(theme: Mapping[str, Any], query: ThemeQuery) -> bool:
    arr = Decimal(theme["affected_arr"]["amount"])
    text = " ".join((theme["label"], *theme["keyphrases"])).lower()
    return (
        (not query.scopes or theme["scope"] in query.scopes)
        and (not query.verdicts or (theme.get("catalogue") or {}).get("verdict") in query.verdicts)
        and (not query.statuses or theme["status"] in query.statuses)
        and (not query.owners or (theme["owner"] or NOBODY).casefold() in {owner.casefold() for owner in query.owners})
        and (query.pinned is None or bool(theme.get("pinned")) == query.pinned)
        and (not query.areas or theme["area_id"] in query.areas)
        and (query.least_arr is None or arr >= query.least_arr)
        and (query.most_arr is None or arr <= query.most_arr)
        and all(word in text for word in query.words.lower().split())
    )
