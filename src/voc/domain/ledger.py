"""The ledger of identity: what happened to a theme from one run to the next, by the machine or by whom, with the counts behind it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from voc.domain.decisions import Decision, weigh_decisions

EventKind = Literal["born", "returned", "grew", "split", "renamed", "faded", "merged", "retired", "valued", "judged"]

MACHINE = "machine"
RECENT_DAYS = 90  # a quarter, the rhythm in which roadmaps are made
MAJORITY = 0.5  # of the members, and more: only one theme can be what another came from or went to
GROWTH = 1.5  # times the members last told of: in a growing corpus every theme grows by a few per cent with each run
LEAST_GROWTH = 5  # members: three that become five are no news
SHOWN_FLOWS = 5  # themes that members came from or went to, the most first


@dataclass(frozen=True, slots=True)
class ThemeEvent:
    """What happened to a theme. `others` are the themes it came from (born, returned) or went to (merged, split).

    `counts`: `before` and `after` are its members in the two runs, `shared` those that it has in common with `others`, or with itself where there are none;
    `from` and `to` say how many members came from and went to which theme. A fading has `recent_before`, mentions of 90 days; a renaming both labels,
    a valuing, which is a person's word on the strategic fit, both fits; a judging, their word on what the catalogue has of it, both verdicts.
    """

    theme_id: str
    kind: EventKind
    made_by: str = MACHINE
    others: tuple[str, ...] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How themes stood in a run: the theme of each themed snippet, the label of every theme, and its mentions of the last 90 days where it has any."""

    memberships: Mapping[str, str]
    labels: Mapping[str, str]
    recent: Mapping[str, int] = field(default_factory=dict)


def tell_events(
    before: Standing, after: Standing, decisions: Sequence[Decision] = (), gone: Collection[str] = (), told: Mapping[str, int] | None = None
) -> list[ThemeEvent]:
    """What happened between two runs, by theme id; a theme has at most one event of a kind, and whatever id came or went has one that says so.

    `decisions` are those that people made or undid in between; `before.labels` holds their renamings already, which are told when they are made. `gone` are
    the themes that the ledger has ended, and `told` the members that each theme had when the ledger last told of them: runs in small steps hide no growth.
    """
    flows = _Flows(before.memberships, after.memberships)
    people = _People(decisions)
    born = [_begin(theme, flows, people, gone) for theme in after.labels.keys() - before.labels.keys()]
    ended = [_end(theme, flows, people, after) for theme in before.labels.keys() - after.labels.keys()]
    changed = [event for theme in before.labels.keys() & after.labels.keys() for event in _change(theme, flows, before, after, told or {})]
    split = _split([event for event in born if event.kind == "born"], flows, after)
    return sorted((*born, *ended, *changed, *split), key=lambda event: (event.theme_id, event.kind))


def replay_events(themes: Iterable[str], events: Iterable[ThemeEvent]) -> set[str]:
    """The ids after the events, out of those before them."""
    ids = set(themes)
    for event in events:
        if event.kind in ("born", "returned"):
            ids.add(event.theme_id)
        elif event.kind in ("merged", "retired"):
            ids.discard(event.theme_id)
    return ids


class _Flows:
    """How many members went from which theme to which."""

    def __init__(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        self._sizes = Counter(before.values()), Counter(after.values())
        self._from: dict[str, Counter[str]] = {}
        self._to: dict[str, Counter[str]] = {}
        for (old, new), count in Counter((old, after[s]) for s, old in before.items() if s in after).items():
            self._to.setdefault(old, Counter())[new] = count
            self._from.setdefault(new, Counter())[old] = count

    def sizes(self, theme: str) -> tuple[int, int]:
        return self._sizes[0][theme], self._sizes[1][theme]

    def shared(self, old: str, new: str) -> int:
        return self._to.get(old, Counter())[new]

    def find_source(self, theme: str) -> str | None:
        """The theme that most of its members are from."""
        return _find_majority(self._from.get(theme, Counter()), self.sizes(theme)[1])

    def find_target(self, theme: str) -> str | None:
        """The theme that most of its members are in now."""
        return _find_majority(self._to.get(theme, Counter()), self.sizes(theme)[0])

    def counts(self, theme: str, shared: int) -> dict[str, Any]:
        """The counts of an event."""
        before, after = self.sizes(theme)
        found: dict[str, Any] = {"before": before, "after": after, "shared": shared}
        for name, flow in (("from", self._from), ("to", self._to)):
            others = sorted((-count, other) for other, count in flow.get(theme, Counter()).items() if other != theme)
            if others:
                found[name] = {other: -count for count, other in others[:SHOWN_FLOWS]}
        return found


def _find_majority(flow: Counter[str], size: int) -> str | None:
    return next((theme for theme, count in flow.items() if count > MAJORITY * size), None)


class _People:
    """Who began or ended a theme, and with which other."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        merged = weigh_decisions(decisions).merged
        self.began: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.returned: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.ended: dict[str, tuple[EventKind, str, tuple[str, ...]]] = {}
        for d in sorted(decisions, key=lambda d: d.sequence):
            theme, into = d.theme_id, d.into_id
            if d.undone_by is not None:
                if d.kind == "split" and theme and into and (target := merged.get(theme, theme)) != into:
                    self.ended[into] = ("merged", d.undone_by, (target,))
                elif d.kind in ("merge", "dismiss") and theme:
                    self.returned[theme] = (d.undone_by, (into,) if into else ())
            elif d.kind == "split" and theme and into:
                self.began[into] = (d.made_by, (theme,))
            elif d.kind == "merge" and theme:
                self.ended[theme] = ("merged", d.made_by, (merged.get(theme, str(into)),))
            elif d.kind == "dismiss" and theme:
                self.ended[theme] = ("retired", d.made_by, ())


def _begin(theme: str, flows: _Flows, people: _People, gone: Collection[str]) -> ThemeEvent:
    kind: EventKind = "returned" if theme in people.returned or theme in gone else "born"
    if said := people.began.get(theme) or people.returned.get(theme):
        made_by, others = said
    else:
        source = flows.find_source(theme)
        made_by, others = MACHINE, (source,) if source else ()
    return ThemeEvent(theme, kind, made_by, others, flows.counts(theme, sum(flows.shared(other, theme) for other in others)))


def _end(theme: str, flows: _Flows, people: _People, after: Standing) -> ThemeEvent:
    target = flows.find_target(theme)
    made: tuple[EventKind, str, tuple[str, ...]] = ("merged", MACHINE, (target,)) if target in after.labels and target else ("retired", MACHINE, ())
    kind, made_by, others = people.ended.get(theme, made)
    return ThemeEvent(theme, kind, made_by, others, flows.counts(theme, sum(flows.shared(theme, other) for other in others)))


def _change(theme: str, flows: _Flows, before: Standing, after: Standing, told: Mapping[str, int]) -> Iterable[ThemeEvent]:
    """What happened to a theme that both runs have, but for splits."""
    counts = flows.counts(theme, flows.shared(theme, theme))
    size = told.get(theme, counts["before"])
    if counts["after"] >= max(GROWTH * size, size + LEAST_GROWTH):
        yield ThemeEvent(theme, "grew", counts={**counts, "before": size})
    if before.labels[theme] != after.labels[theme]:
        yield ThemeEvent(theme, "renamed", counts={**counts, "label_before": before.labels[theme], "label": after.labels[theme]})
    if before.recent.get(theme, 0) and not after.recent.get(theme, 0):
        yield ThemeEvent(theme, "faded", counts={**counts, "recent_before": before.recent[theme]})


def _split(born: Iterable[ThemeEvent], flows: _Flows, after: Standing) -> Iterable[ThemeEvent]:
    """The other side of births: the themes that live on and lost members to new ones. Where people split a theme, what else left it is not theirs."""
    parts: dict[str, dict[str, list[str]]] = {}
    for event in born:
        for source in event.others:
            if source in after.labels:
                parts.setdefault(source, {}).setdefault(event.made_by, []).append(event.theme_id)
    for theme, by in sorted(parts.items()):
        names = sorted(by.keys() - {MACHINE}) or [MACHINE]
        others = tuple(sorted(other for name in names for other in by[name]))
        yield ThemeEvent(theme, "split", ", ".join(names), others, flows.counts(theme, sum(flows.shared(theme, other) for other in others)))
