"""Group: snippets to themes and asks by their permanent ids, as the last run, people's decisions and the new evidence have it.

`voc refresh` decides between two ways. A small step places the new snippets among the standing themes; everything else groups all snippets again, drawn to
what stood before. Pure: nothing is read or written.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.decisions import Rulings
from voc.domain.ids import derive_id
from voc.domain.snapshot import Place, SnapshotRow
from voc.domain.themes import Theme
from voc.engine.cluster import find_themes
from voc.engine.constraints import FREE, Constraints
from voc.engine.membership import Usual
from voc.engine.place import place_rows
from voc.engine.vectors import NOWHERE, Numbers, Vectors, group_sums, unit

ENGINE = "leiden-5"  # raise it when the same snippets would be grouped otherwise
GROWTH = 0.2  # of the snippets of the last full run; so much more, and everything is grouped again
LOST = 0.05  # of them gone
LESSONS = (10, 0.01)  # snippets that people placed one by one since, and their share of all, from which all are grouped by what they teach


@dataclass(frozen=True)
class Past:
    """What the last run left, and what people decided: `places` by snippet as the run put them, `memberships` (snippet to theme) as decisions change them.

    `engine` is what the run noted of its own grouping, {} before the first; `known` every theme that ever was, `published` the last run's. `strays` came while
    a theme was merged away or dismissed that is back by now: they may be its own. `answered` are the proposals that people answered; `boilerplate` is what
    people say of recurring sentences, by key.
    """

    engine: Mapping[str, Any]
    places: Mapping[str, Place]
    memberships: Mapping[str, str]
    rulings: Rulings
    known: Mapping[str, Theme]
    published: Mapping[str, Theme]
    strays: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    boilerplate: Mapping[str, bool] = field(default_factory=dict)

    @cached_property
    def members(self) -> Mapping[str, frozenset[str]]:
        """The snippets of each theme, as the last run put them and decisions have moved them."""
        found: dict[str, set[str]] = {}
        for snippet, theme in self.memberships.items():
            found.setdefault(theme, set()).add(snippet)
        return {theme: frozenset(snippets) for theme, snippets in found.items()}


@dataclass(frozen=True)
class Grouping:
    """Each row's theme, ask (ids, None where it has none), strength and whether a person put it there, or nowhere; `engine` is what to note for the next
    run."""

    theme: list[str | None]
    ask: list[str | None]
    strength: list[float]
    pinned: list[bool]
    engine: dict[str, Any]

    def number_themes(self) -> tuple[list[str], Numbers]:
        """The themes' ids, sorted, and each row's theme as its place among them, NOWHERE where it has none."""
        return sorted({theme for theme in self.theme if theme is not None}), number_names(self.theme)

    @property
    def is_full(self) -> bool:
        """Whether everything was grouped again."""
        return bool(self.engine["full"])


def group_snippets(
    rows: Sequence[SnapshotRow],
    vectors: Vectors,
    past: Past,
    chosen: NDArray[np.bool_],
    finer: float,
    tick: Callable[[], None],
    *,
    full: bool,
    whole_up_to: int,
    judged: int | None = None,
) -> Grouping:
    """Theme the `chosen` rows; the others (in a language that the model does not read, about nothing in
    particular, or ignored by people) stay outside. `rows` are sorted by id; up to `whole_up_to` of them are all
    grouped again; `judged` is as `find_themes` takes it."""
    numbers = _Numbers(rows, past)
    is_new = numbers.is_new
    if full or not _is_small_step(past, chosen, numbers, finer, whole_up_to):
        theme, ask, strength, engine = _group_all(rows, vectors, chosen, numbers, past, finer, judged, tick)
    else:
        theme, ask, strength, engine = _place_new(rows, vectors, chosen, is_new & chosen, numbers, past, judged)
    pinned = numbers.pinned != FREE
    theme = np.where(pinned & chosen, numbers.pinned, theme).astype(np.int32)
    strength = np.where(pinned & (theme != NOWHERE), numbers.certainty, strength)
    ids = _name_numbers(rows, vectors, theme, numbers, past)
    shown = [None if t == NOWHERE or ids[t] in past.rulings.dismissed else ids[t] for t in theme.tolist()]
    return Grouping(
        shown,
        _name_asks(rows, shown, ask, past),
        [round(float(s), 3) if t else 0.0 for s, t in zip(strength, shown, strict=True)],
        [row.id in past.rulings.places or row.id in past.rulings.ignored for row in rows],
        engine,
    )


class _Numbers:
    """The themes that stand, numbered, and where the last run and people put each row: what the engine's constraints are made of."""

    def __init__(self, rows: Sequence[SnapshotRow], past: Past) -> None:
        rulings = past.rulings
        anchored = {snippet: theme for theme, members in sorted(rulings.dismissed.items()) for snippet in members}
        placed: dict[str, str | None] = {**anchored, **{s: t for s, t in past.memberships.items() if t in rulings.held}, **rulings.places}
        stood = {theme for theme in (*past.memberships.values(), *placed.values()) if theme is not None}
        self.ids = sorted(stood)
        number: dict[str | None, int] = {theme: n for n, theme in enumerate(self.ids)} | {None: NOWHERE}
        # Where the last run had put what people moved since tells the engine what they moved it out of.
        came = {s: rulings.merged.get(str(p.theme_id), p.theme_id) for s, p in past.places.items() if placed.get(s) not in rulings.held and s in placed}
        came = {s: theme for s, theme in came.items() if theme in stood}
        self.before = np.array([number[came.get(row.id, past.memberships.get(row.id, anchored.get(row.id)))] for row in rows], dtype=np.int32)
        self.pinned = np.array([number[placed[row.id]] if row.id in placed else FREE for row in rows], dtype=np.int32)
        # A person's word on a snippet is certain; a merge of its theme leaves it as sure as it was.
        self.certainty = np.array([1.0 if row.id in rulings.places else _strength_before(past, row.id) for row in rows], dtype=np.float32)
        # The machine has to find the place of what was not there, and of what people's word had put somewhere, or nowhere, until they took it back.
        homeless = {s for s, p in past.places.items() if (p.theme_id is not None or p.pinned) and s not in past.memberships and s not in placed}
        homeless = (homeless | past.strays) - rulings.ignored
        self.is_new = np.array([row.id not in past.places or row.id in homeless for row in rows], dtype=bool)
        self.has_news = len(past.places) != len(rows) or not all(row.id in past.places for row in rows)


def _strength_before(past: Past, snippet: str) -> float:
    place = past.places.get(snippet)
    return place.strength if place is not None and place.theme_id is not None else 1.0


def _is_small_step(past: Past, chosen: NDArray[np.bool_], numbers: _Numbers, finer: float, whole_up_to: int) -> bool:
    engine = past.engine
    if not chosen.any() or engine.get("version") != ENGINE or engine.get("finer") != finer:
        return False
    grouped = int(engine["grouped"])
    if len(past.rulings.taught) - int(engine.get("taught", 0)) >= max(LESSONS[0], LESSONS[1] * grouped):
        return False
    if not numbers.has_news:  # what people decided touches what they decided of, and nothing else
        return True
    if chosen.sum() <= whole_up_to:
        return False
    old = int((chosen & ~numbers.is_new).sum())
    return int(chosen.sum()) <= (1 + GROWTH) * grouped and old >= (1 - LOST) * min(grouped, len(past.places))


_Found = tuple[Numbers, Numbers, NDArray[np.float32], dict[str, Any]]


def _group_all(
    rows: Sequence[SnapshotRow],
    vectors: Vectors,
    chosen: NDArray[np.bool_],
    numbers: _Numbers,
    past: Past,
    finer: float,
    judged: int | None,
    tick: Callable[[], None],
) -> _Found:
    wording = np.unique([row.text_hash for row in rows], return_inverse=True)[1] if rows else np.zeros(0, np.int64)
    constraints = Constraints(
        len(numbers.ids),
        numbers.before[chosen],
        numbers.pinned[chosen],
        least=float(past.engine["usual"]["least"]) if "usual" in past.engine else np.inf,
        named=frozenset(n for n, i in enumerate(numbers.ids) if i in past.known and past.known[i].label_source != "auto"),
        steady=past.engine.get("finer", finer) == finer,
    )
    found = find_themes(
        vectors[chosen],
        tick,
        wording[chosen],
        constraints,
        finer,
        number_names([row.account for row in rows])[chosen],
        number_names([row.feedback_id for row in rows])[chosen],
        judged,
    )
    theme, ask, strength = np.full(len(rows), NOWHERE, np.int32), np.full(len(rows), NOWHERE, np.int32), np.zeros(len(rows), np.float32)
    theme[chosen], ask[chosen], strength[chosen] = found.theme, found.ask, found.strength
    engine = {
        "version": ENGINE,
        "finer": finer,
        "grouped": int(chosen.sum()),
        "taught": len(past.rulings.taught),
        "resolution": round(found.resolution, 3),
        "usual": asdict(found.usual),
    }
    return theme, ask, strength, {**engine, "full": True}


def number_names(names: Sequence[str | None]) -> Numbers:
    """Each name by its place among all of them, sorted; NOWHERE where there is none."""
    number: dict[str | None, int] = {name: n for n, name in enumerate(sorted({name for name in names if name}))}
    return np.array([number.get(name, NOWHERE) for name in names], dtype=np.int32)


def _place_new(
    rows: Sequence[SnapshotRow], vectors: Vectors, chosen: NDArray[np.bool_], is_new: NDArray[np.bool_], numbers: _Numbers, past: Past, judged: int | None
) -> _Found:
    theme = np.where(chosen & ~is_new, numbers.before, NOWHERE).astype(np.int32)
    places = [past.places.get(row.id) for row in rows]
    stays = [p is not None and p.theme_id == past.memberships.get(row.id) for row, p in zip(rows, places, strict=True)]
    asks = sorted({p.ask_id for p in places if p is not None and p.ask_id is not None})
    number: dict[str | None, int] = {ask: n for n, ask in enumerate(asks)} | {None: NOWHERE}
    ask = np.array([number[p.ask_id] if p is not None and stay else NOWHERE for p, stay in zip(places, stays, strict=True)], dtype=np.int32)
    strength = np.array([p.strength if p is not None and stay else 0.5 for p, stay in zip(places, stays, strict=True)], dtype=np.float32)
    usable = np.flatnonzero(chosen)
    placed = place_rows(
        vectors[usable],
        theme[usable],
        ask[usable],
        is_new[usable],
        len(numbers.ids),
        float(past.engine["resolution"]),
        Usual(**past.engine["usual"]),
        number_names([row.feedback_id for row in rows])[usable],
        judged,
    )
    at = usable[placed.rows]
    theme[at], ask[at], strength[at] = placed.theme, placed.ask, placed.strength
    return theme, ask, strength, {**past.engine, "full": False}


def _name_numbers(rows: Sequence[SnapshotRow], vectors: Vectors, theme: Numbers, numbers: _Numbers, past: Past) -> list[str]:
    """The permanent id of each theme number; a new theme's is derived from its most central snippet, and no theme that ever was has it."""
    ids = list(numbers.ids)
    taken = past.known.keys() | set(ids)
    for number in range(len(ids), int(theme.max(initial=NOWHERE)) + 1):
        members = np.flatnonzero(theme == number)
        near = np.round(vectors[members] @ unit(group_sums(vectors[members], np.zeros(len(members), np.int64)))[0], 5)
        founders = [rows[i].id for _, i in sorted(zip(-near, members.tolist(), strict=True))]
        ids.append(next(new for founder in founders for attempt in ("", "1", "2", "3") if (new := derive_id("thm", founder, *attempt)) not in taken))
        taken.add(ids[-1])
    return ids


def _name_asks(rows: Sequence[SnapshotRow], theme: Sequence[str | None], ask: Numbers, past: Past) -> list[str | None]:
    """Each row's ask by its id: the one that most of its members had before in the same theme, else a new one from its first member."""
    members: dict[tuple[str, int], list[str]] = {}
    for row, theme_id, number in zip(rows, theme, ask.tolist(), strict=True):
        if theme_id is not None and number != NOWHERE:
            members.setdefault((theme_id, number), []).append(row.id)
    votes: list[tuple[int, str, tuple[str, int]]] = []
    for key, snippets in members.items():
        had = Counter(p.ask_id for s in snippets if (p := past.places.get(s)) is not None and p.ask_id is not None and past.memberships.get(s) == key[0])
        votes += [(-count, ask_id, key) for ask_id, count in had.items()]
    ids: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    for _, ask_id, key in sorted(votes):
        if key not in ids and ask_id not in taken:
            ids[key] = ask_id
            taken.add(ask_id)
    for key, snippets in members.items():
        if key not in ids:
            ids[key] = next(new for s in snippets if (new := derive_id("ask", key[0], s)) not in taken)
            taken.add(ids[key])
    return [ids[theme_id, number] if theme_id is not None and number != NOWHERE else None for theme_id, number in zip(theme, ask.tolist(), strict=True)]
