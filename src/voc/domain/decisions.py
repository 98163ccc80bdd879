"""What people decide of snippets and themes: constraints on every later run, each until it is undone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voc.errors import ConflictError

Kind = Literal["move", "confirm", "ignore", "merge", "split", "dismiss"]
SNIPPET_KINDS: tuple[Kind, ...] = ("move", "confirm", "ignore")  # each speaks of one snippet

_PLACING = (*SNIPPET_KINDS, "split")
_RESHAPING = ("merge", "split", "dismiss")


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided once; `sequence` orders decisions.

    move: the snippet belongs to `theme_id`, None: to none, it is a one-off. confirm: it is right where it is. ignore: it counts nowhere.
    merge: `theme_id` becomes part of `into_id`; `snippets` are its members at that time. split: `snippets` leave
    `theme_id`, None: no theme, for the new theme `into_id`.
    dismiss: `theme_id` is no theme; `snippets` are its members at that time.
    """

    id: str
    sequence: int
    kind: Kind
    theme_id: str | None
    into_id: str | None
    snippets: tuple[str, ...]
    made_by: str
    made_at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
    reason: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody has undone it."""
        return self.undone_at is None


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people's standing decisions say, later ones over earlier ones. What was merged is named by the theme that it is part of now.

    `places` maps a snippet to its theme, None: to none; a snippet that is not in it is the machine's to place. `merged` maps a theme to the one that it is
    part of, `dismissed` to the snippets that were its members. `held` themes were merged into or split: the machine neither splits nor fuses them. `taught` are
    the snippets that people placed one by one: what it learns from.
    """

    places: Mapping[str, str | None]
    ignored: frozenset[str]
    merged: Mapping[str, str]
    dismissed: Mapping[str, frozenset[str]]
    held: frozenset[str]
    taught: frozenset[str]


def weigh_decisions(decisions: Sequence[Decision]) -> Rulings:
    """What the decisions that stand say together, in the order of their sequence, whatever order they come in. Undone ones say nothing."""
    standing = sorted((d for d in decisions if d.stands), key=_sequence)
    part_of = _link_merges(standing)
    merged = {theme: _chain(part_of, theme)[-1] for theme in part_of}
    dismissed = {d.theme_id: frozenset(d.snippets) for d in standing if d.kind == "dismiss" and d.theme_id is not None}
    said: dict[str, Decision] = {}
    for decision in standing:
        if decision.kind in _PLACING:
            said.update(dict.fromkeys(decision.snippets, decision))
    placed = {s: d.into_id if d.kind == "split" else d.theme_id for s, d in said.items() if d.kind != "ignore"}
    followed = {s: merged.get(theme, theme) if theme is not None else None for s, theme in placed.items()}
    touched = {d.into_id for d in standing if d.kind == "merge"} | {theme for d in standing if d.kind == "split" for theme in (d.theme_id, d.into_id)}
    return Rulings(
        # What was placed in a theme that is none by now is the machine's to place again.
        places={snippet: theme for snippet, theme in followed.items() if theme not in dismissed},
        ignored=frozenset(s for s, d in said.items() if d.kind == "ignore"),
        merged=merged,
        dismissed=dismissed,
        held=frozenset(merged.get(theme, theme) for theme in touched if theme is not None) - dismissed.keys(),
        taught=frozenset(s for s, d in said.items() if d.kind in ("move", "confirm")),
    )


def check_merge(rulings: Rulings, theme_id: str, into_id: str) -> None:
    """Raises ConflictError where the theme may not become part of the other: they are one already, or either is part of a third or no theme."""
    if theme_id == into_id:
        raise ConflictError(f"{theme_id} cannot become part of itself")
    if rulings.merged.get(into_id) == theme_id:
        raise ConflictError(f"{into_id} is part of {theme_id} already: undo that merge first")
    for one in (theme_id, into_id):
        check_open(rulings, one)


def check_open(rulings: Rulings, theme_id: str) -> None:
    """Raises ConflictError where people merged the theme into another or dismissed it."""
    if (into := rulings.merged.get(theme_id)) is not None:
        raise ConflictError(f"{theme_id} is part of {into} now: name that one, or undo the merge")
    if theme_id in rulings.dismissed:
        raise ConflictError(f"{theme_id} was dismissed as no theme: undo that first")


def memberships_under(before: Mapping[str, str], decisions: Sequence[Decision], since: datetime) -> dict[str, str]:
    """The last run's memberships (snippet to theme) as people's decisions change them; a snippet that is not in it is in no theme, or the machine's to place.

    Merges are followed, dismissed themes lose their members, and snippets go where people placed them. A merge, split or dismissal that was undone after
    `since`, when the last run read the decisions, gives back the snippets that are still where it put them; a move, to the machine, and so a split what has
    joined its new theme. Applying decisions that
    the run knew already changes nothing. A decision may name snippets that are gone by now.
    """
    rulings = weigh_decisions(decisions)
    followed = {s: rulings.merged.get(theme, theme) for s, theme in _give_back(before, decisions, since).items()}
    placed: dict[str, str | None] = {**followed, **rulings.places}
    return {s: theme for s, theme in placed.items() if theme is not None and theme not in rulings.dismissed and s not in rulings.ignored}


def _give_back(before: Mapping[str, str], decisions: Sequence[Decision], since: datetime) -> dict[str, str]:
    """The memberships without what was undone after `since`. A snippet that the machine has put elsewhere meanwhile stays there."""
    memberships: dict[str, str | None] = dict(before)
    undone = [d for d in decisions if d.undone_at is not None and d.undone_at > since]
    reshaping = sorted((d for d in decisions if d.kind in _RESHAPING), key=_sequence)
    part_of = _link_merges(d for d in reshaping if _held_after(d, since))
    for move in (d for d in undone if d.kind == "move" and d.theme_id is not None):
        there = set(_chain(part_of, str(move.theme_id)))
        for snippet in move.snippets:
            if memberships.get(snippet) in there:
                del memberships[snippet]
    if any(d.kind in _RESHAPING for d in undone):
        for trail, snippets in _group_by_trail(reshaping).items():
            path = _Path(trail, reshaping)
            # Whether the run had read a decision that was made while it began is not known: either way it is where the decisions put it.
            then = {path.follow(lambda d: _held_after(d, since) and d.made_at <= since), path.follow(lambda d: _held_after(d, since))}
            now = path.follow(lambda d: d.stands)
            for snippet in (s for s in snippets if before.get(s) in then):
                memberships[snippet] = now
    # What the machine put beside a part that is none by now has lost its theme.
    parted = {d.into_id for d in undone if d.kind == "split"} - {d.into_id for d in decisions if d.kind == "split" and d.stands}
    return {s: theme for s, theme in memberships.items() if theme is not None and theme not in parted}


def _held_after(decision: Decision, moment: datetime) -> bool:
    return decision.undone_at is None or decision.undone_at > moment


def _group_by_trail(reshaping: Sequence[Decision]) -> dict[tuple[str, ...], list[str]]:
    """The snippets by the ids of the decisions that name them, in their order."""
    trails: dict[str, list[str]] = {}
    for decision in reshaping:
        for snippet in decision.snippets:
            trails.setdefault(snippet, []).append(decision.id)
    groups: dict[tuple[str, ...], list[str]] = {}
    for snippet, trail in trails.items():
        groups.setdefault(tuple(trail), []).append(snippet)
    return groups


class _Path:
    """The way of snippets through the merges, splits and dismissals that name them (`trail`), from where the machine put them last."""

    def __init__(self, trail: Sequence[str], reshaping: Sequence[Decision]) -> None:
        self._trail = frozenset(trail)
        self._decisions = reshaping
        named = [d for d in reshaping if d.id in self._trail]
        self._start = named[0]
        for decision in named[1:]:
            place = self.follow(lambda d, at=decision: d.sequence < at.sequence and _held_after(d, at.made_at))  # type: ignore[misc]
            if place != decision.theme_id:
                self._start = decision  # the machine had moved them in between

    def follow(self, counts: Callable[[Decision], bool]) -> str | None:
        """The theme where the decisions that count lead them; None: to none."""
        theme = self._start.theme_id
        for decision in self._decisions:
            if decision.sequence < self._start.sequence or not counts(decision):
                continue
            if decision.kind == "split" and decision.id in self._trail:
                theme = decision.into_id
            elif decision.kind != "split" and decision.theme_id == theme:
                theme = decision.into_id if decision.kind == "merge" else None
        return theme


def _link_merges(decisions: Iterable[Decision]) -> dict[str, str]:
    """Each merged theme to the one that it was merged into, by decisions in order. A merge that would make a theme part of itself says nothing."""
    part_of: dict[str, str] = {}
    for decision in decisions:
        theme, into = decision.theme_id, decision.into_id
        if decision.kind == "merge" and theme is not None and into is not None and theme not in _chain(part_of, into):
            part_of[theme] = into
    return part_of


def _chain(part_of: Mapping[str, str], theme: str) -> list[str]:
    """The theme, the one that it is part of, and so on to the end."""
    chain = [theme]
    while chain[-1] in part_of:
        chain.append(part_of[chain[-1]])
    return chain


def _sequence(decision: Decision) -> int:
    return decision.sequence


def decided_since(decisions: Iterable[Decision], since: datetime) -> list[Decision]:
    """Those that were made or undone after the moment."""
    return [d for d in decisions if d.made_at > since or (d.undone_at is not None and d.undone_at > since)]
