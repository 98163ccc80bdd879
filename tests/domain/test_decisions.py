"""What decisions say together, and what the last run's memberships become under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.decisions import Decision, Kind, check_merge, check_open, decided_since, memberships_under, weigh_decisions
from voc.errors import ConflictError

START = datetime(2026, 10, 1, tzinfo=UTC)
THEMES = [f"thm_{letter}" for letter in "abcde"]
SNIPPETS = [f"snp_{number}" for number in range(10)]
BEFORE = {snippet: THEMES[number % 4] for number, snippet in enumerate(SNIPPETS) if number != 9}


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def decide(number: int, kind: Kind, theme: str | None, snippets: Sequence[str] = (), into: str | None = None, undone: int | None = None) -> Decision:
    """A decision of hour `number`, undone in hour `undone`."""
    ended = at(undone) if undone is not None else None
    return Decision(f"dec_{number}", number, kind, theme, into, tuple(snippets), "Ana", at(number), "Ben" if ended else None, ended)


def members(memberships: Mapping[str, str], theme: str) -> tuple[str, ...]:
    return tuple(sorted(s for s, t in memberships.items() if t == theme))


@dataclass
class Service:
    """People decide and runs apply it, as the use cases and a machine without opinions of its own do."""

    memberships: dict[str, str]
    decisions: list[Decision] = field(default_factory=list)
    clock: int = 1
    read: datetime = START
    touched: set[str] = field(default_factory=set)  # once a person has placed them they are the machine's to place again

    def run(self) -> None:
        self.memberships, self.read = self.now(), at(self.clock)
        self.clock += 1

    def now(self) -> dict[str, str]:
        return memberships_under(self.memberships, self.decisions, self.read)

    def decide(self, kind: Kind, theme: str, other: str, snippets: Sequence[str]) -> None:
        rulings, now = weigh_decisions(self.decisions), self.now()
        inside: tuple[str, ...] = members(now, theme)
        into: str | None = None
        try:
            check_open(rulings, theme)
            if kind == "merge":
                check_merge(rulings, theme, other)
                into = other
        except ConflictError:
            return
        if kind == "split":
            inside = tuple(s for s in inside if s in snippets)
            if not inside or inside == members(now, theme):
                return
            into = f"thm_new_{self.clock}"
        if kind in ("move", "confirm", "ignore"):
            inside = tuple(snippets[:1])
            self.touched |= set(inside)
            if kind == "confirm" and now.get(inside[0]) != theme:
                return
        self.decisions.append(decide(self.clock, kind, None if kind == "ignore" else theme, inside, into))
        self.clock += 1

    def undo(self, place: int) -> None:
        self.decisions[place] = replace(self.decisions[place], undone_by="Ben", undone_at=at(self.clock))
        self.clock += 1


KINDS = st.sampled_from(["move", "confirm", "ignore", "merge", "split", "dismiss"])
STEPS = st.lists(
    st.one_of(st.just("run"), st.tuples(KINDS, st.sampled_from(THEMES), st.sampled_from(THEMES), st.lists(st.sampled_from(SNIPPETS), min_size=1, unique=True))),
    max_size=12,
)


def serve(steps: Sequence[object]) -> Service:
    service = Service(dict(BEFORE))
    for step in steps:
        if step == "run":
            service.run()
        else:
            service.decide(*step)  # type: ignore[misc]
    return service


@given(STEPS)
def test_every_snippet_is_where_people_put_it_and_nowhere_else(steps: list[object]) -> None:
    service = serve(steps)
    rulings, now = weigh_decisions(service.decisions), service.now()
    assert not rulings.ignored & rulings.places.keys()
    assert not rulings.ignored & now.keys()
    assert {s: now.get(s) for s in rulings.places} == dict(rulings.places)
    assert not set(now.values()) & (rulings.merged.keys() | rulings.dismissed.keys())
    assert not set(rulings.merged.values()) & rulings.merged.keys()
    assert not rulings.held & (rulings.merged.keys() | rulings.dismissed.keys())


@given(STEPS, st.randoms(use_true_random=False))
def test_undoing_everything_gives_the_memberships_without_decisions(steps: list[object], random: object) -> None:
    service = serve(steps)
    places = list(range(len(service.decisions)))
    random.shuffle(places)  # type: ignore[attr-defined]
    for place in places:
        service.undo(place)
        if place % 2:
            service.run()
    service.run()
    left_to_the_machine = service.touched - service.memberships.keys()
    assert {s: t for s, t in service.memberships.items() if s not in service.touched} == {s: t for s, t in BEFORE.items() if s not in service.touched}
    assert all(service.memberships[s] in THEMES for s in service.touched - left_to_the_machine)


@given(STEPS)
def test_a_run_that_knew_the_decisions_is_not_changed_by_them_again(steps: list[object]) -> None:
    service = serve(steps)
    service.run()
    assert service.now() == service.memberships


@given(STEPS, st.randoms(use_true_random=False))
def test_decisions_say_the_same_in_whatever_order_they_are_read(steps: list[object], random: object) -> None:
    service = serve(steps)
    shuffled = list(service.decisions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh_decisions(shuffled) == weigh_decisions(service.decisions)
    assert memberships_under(service.memberships, shuffled, service.read) == service.now()


@given(st.permutations(range(5)))
def test_the_order_of_unrelated_decisions_does_not_matter(order: list[int]) -> None:
    made: list[tuple[Kind, str | None, tuple[str, ...], str | None]] = [
        ("merge", "thm_a", members(BEFORE, "thm_a"), "thm_b"),
        ("split", "thm_c", ("snp_2",), "thm_new"),
        ("dismiss", "thm_d", members(BEFORE, "thm_d"), None),
        ("move", "thm_b", ("snp_9",), None),
        ("ignore", None, ("snp_5",), None),
    ]
    decisions = [decide(number, *made[n][:3], into=made[n][3]) for number, n in enumerate(order, start=1)]
    assert memberships_under(BEFORE, decisions, START) == {
        **dict.fromkeys(("snp_0", "snp_4", "snp_8", "snp_1", "snp_9"), "thm_b"), "snp_2": "thm_new", "snp_6": "thm_c"
    }  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(THEMES), st.sampled_from(THEMES)), max_size=12))
def test_merges_never_form_a_circle_whatever_was_stored(pairs: list[tuple[str, str]]) -> None:
    rulings = weigh_decisions([decide(n, "merge", theme, into=into) for n, (theme, into) in enumerate(pairs, start=1)])
    assert not set(rulings.merged.values()) & rulings.merged.keys()


def test_a_theme_cannot_become_part_of_what_is_part_of_it() -> None:
    rulings = weigh_decisions([decide(1, "merge", "thm_a", into="thm_b"), decide(2, "merge", "thm_b", into="thm_c")])
    assert rulings.merged == {"thm_a": "thm_c", "thm_b": "thm_c"}
    for theme, into in (("thm_c", "thm_a"), ("thm_c", "thm_b"), ("thm_a", "thm_a"), ("thm_a", "thm_d"), ("thm_d", "thm_b")):
        with pytest.raises(ConflictError, match=r"part of"):
            check_merge(rulings, theme, into)
    check_merge(rulings, "thm_d", "thm_c")


def test_a_dismissed_theme_takes_nothing_in() -> None:
    rulings = weigh_decisions([decide(1, "dismiss", "thm_a", ("snp_0",))])
    with pytest.raises(ConflictError, match="dismissed"):
        check_merge(rulings, "thm_b", "thm_a")


def test_the_later_word_on_a_snippet_counts() -> None:
    said = [decide(1, "split", "thm_a", ("snp_0", "snp_4"), into="thm_new"), decide(2, "ignore", None, ("snp_0",)), decide(3, "move", "thm_b", ("snp_4",))]
    rulings = weigh_decisions(said)
    assert (rulings.places, rulings.ignored) == ({"snp_4": "thm_b"}, {"snp_0"})
    assert weigh_decisions([*said, decide(4, "move", None, ("snp_0",))]).places == {"snp_4": "thm_b", "snp_0": None}


def test_themes_that_people_merged_or_split_are_held_until_that_is_undone() -> None:
    merge, split = decide(1, "merge", "thm_a", into="thm_b"), decide(2, "split", "thm_c", ("snp_2",), into="thm_new")
    assert weigh_decisions([merge, split]).held == {"thm_b", "thm_c", "thm_new"}
    assert weigh_decisions([replace(merge, undone_by="Ben", undone_at=at(3))]).held == frozenset()


def test_an_undone_merge_leaves_what_the_other_theme_won_meanwhile() -> None:
    merge = decide(1, "merge", "thm_a", ("snp_0", "snp_4"), into="thm_b", undone=3)
    before = {"snp_0": "thm_b", "snp_4": "thm_c", "snp_1": "thm_b", "snp_7": "thm_b"}
    assert memberships_under(before, [merge], at(2)) == {**before, "snp_0": "thm_a"}
    assert memberships_under(before, [merge], at(4)) == before


def test_a_merge_undone_under_another_gives_its_own_snippets_back() -> None:
    first, second = decide(1, "merge", "thm_a", ("snp_0",), into="thm_b", undone=4), decide(2, "merge", "thm_b", ("snp_0", "snp_1"), into="thm_c")
    assert memberships_under({"snp_0": "thm_c", "snp_1": "thm_c"}, [first, second], at(3)) == {"snp_0": "thm_a", "snp_1": "thm_c"}


def test_an_undone_dismissal_brings_its_members_back_but_for_those_that_found_another_theme() -> None:
    dismissal = decide(1, "dismiss", "thm_a", ("snp_0", "snp_4"), undone=3)
    assert memberships_under({"snp_4": "thm_b"}, [dismissal], at(2)) == {"snp_0": "thm_a", "snp_4": "thm_b"}


def test_an_undone_move_leaves_the_snippet_to_the_machine() -> None:
    assert memberships_under({"snp_0": "thm_b"}, [decide(1, "move", "thm_b", ("snp_0",), undone=3)], at(2)) == {}


def test_only_what_was_made_or_undone_since_is_new() -> None:
    old, undone, new = decide(1, "ignore", None, ("snp_0",)), decide(2, "ignore", None, ("snp_1",), undone=5), decide(6, "ignore", None, ("snp_2",))
    assert decided_since([old, undone, new], at(4)) == [undone, new]
