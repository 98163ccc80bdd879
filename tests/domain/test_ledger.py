"""What happened to themes between two runs, with the counts behind it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voc.domain.decisions import Decision, Kind
from voc.domain.ledger import MACHINE, Standing, ThemeEvent, replay_events, tell_events

THEMES = [f"thm_{letter}" for letter in "abcdef"]
NOW = datetime(2026, 10, 1, tzinfo=UTC)


def standing(sizes: Mapping[str, str], recent: Mapping[str, int] | None = None, **labels: str) -> Standing:
    """Themes by letter, each with the snippets that are letters of the text; every theme is labelled with its letter where nothing else is said."""
    memberships = {snippet: f"thm_{theme}" for theme, snippets in sizes.items() for snippet in snippets}
    names = {f"thm_{theme}": labels.get(theme, theme) for theme in sizes}
    return Standing(memberships, names, {f"thm_{t}": n for t, n in (recent or {}).items()})


def decision(kind: Kind, theme: str, into: str | None = None, undone_by: str | None = None, number: int = 1) -> Decision:
    ended = NOW + timedelta(hours=1) if undone_by else None
    return Decision(f"dec_{number}", number, kind, f"thm_{theme}", into and f"thm_{into}", (), "Ana", NOW, undone_by, ended)


def told(before: Standing, after: Standing, *decisions: Decision, **more: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(e.theme_id[-1], e.kind, e.made_by, tuple(o[-1] for o in e.others)) for e in tell_events(before, after, decisions, **more)]


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    labels = draw(st.dictionaries(st.sampled_from(THEMES), st.sampled_from(["export", "login"])))
    homes = st.sampled_from(sorted(labels)) if labels else st.nothing()
    memberships = draw(st.dictionaries(st.integers(0, 30).map(lambda n: f"snp_{n}"), homes)) if labels else {}
    return Standing(memberships, labels, dict.fromkeys(draw(st.sets(homes)) if labels else (), 3))


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "dismiss", "move"]), st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=6
).map(lambda said: [decision(kind, theme, into, "Ben" if undone else None, n) for n, (kind, theme, into, undone) in enumerate(said, start=1) if theme != into])


@given(standings(), standings(), DECISIONS, st.sets(st.sampled_from(THEMES)))
def test_replaying_the_events_over_the_themes_before_gives_those_after(before: Standing, after: Standing, decisions: list[Decision], gone: set[str]) -> None:
    events = tell_events(before, after, decisions, gone)
    assert replay_events(before.labels, events) == set(after.labels)
    assert len({(e.theme_id, e.kind) for e in events}) == len(events)
    assert all(e.theme_id not in e.others for e in events)


@given(standings(), standings())
def test_the_counts_are_those_of_the_members(before: Standing, after: Standing) -> None:
    for event in tell_events(before, after):
        olds = {s for s, theme in before.memberships.items() if theme == event.theme_id}
        news = {s for s, theme in after.memberships.items() if theme == event.theme_id}
        assert (event.counts["before"], event.counts["after"]) == (len(olds), len(news))
        assert sum(event.counts.get("to", {}).values()) <= len(olds)
        assert event.made_by == MACHINE


@given(standings())
def test_where_nothing_changed_nothing_is_told(run: Standing) -> None:
    assert tell_events(run, run) == []


def test_a_new_theme_is_born_and_says_where_most_of_its_members_were() -> None:
    assert told(standing({}), standing({"a": "123"})) == [("a", "born", MACHINE, ())]
    before, after = standing({"a": "1234567"}), standing({"a": "123", "b": "456x"})
    assert told(before, after) == [("a", "split", MACHINE, ("b",)), ("b", "born", MACHINE, ("a",))]
    (split, born) = tell_events(before, after)
    assert split.counts == {"before": 7, "after": 3, "shared": 3, "to": {"thm_b": 3}}
    assert born.counts == {"before": 0, "after": 4, "shared": 3, "from": {"thm_a": 3}}


def test_a_theme_that_most_members_left_together_merged_and_one_that_fell_apart_retired() -> None:
    before = standing({"a": "123456", "b": "xyz", "c": "uvw"})
    assert told(before, standing({"b": "xyz1234", "c": "uvw56"})) == [("a", "merged", MACHINE, ("b",))]
    assert told(before, standing({"b": "xyz123", "c": "uvw456"})) == [("a", "retired", MACHINE, ())]
    assert tell_events(before, standing({"b": "xyz123", "c": "uvw45"}))[0].counts["to"] == {"thm_b": 3, "thm_c": 2}


def test_what_people_did_carries_who() -> None:
    two, one = standing({"a": "123", "b": "xyz"}), standing({"b": "xyz123"})
    assert told(two, one, decision("merge", "a", "b")) == [("a", "merged", "Ana", ("b",))]
    assert told(one, two, decision("merge", "a", "b", undone_by="Ben")) == [("a", "returned", "Ben", ("b",))]
    assert told(two, standing({"b": "xyz"}), decision("dismiss", "a")) == [("a", "retired", "Ana", ())]
    assert told(standing({"b": "xyz"}), two, decision("dismiss", "a", undone_by="Ben")) == [("a", "returned", "Ben", ())]
    assert told(one, standing({"b": "xyz", "n": "123"}), decision("split", "b", "n")) == [("b", "split", "Ana", ("n",)), ("n", "born", "Ana", ("b",))]
    assert told(standing({"b": "xyz", "n": "123"}), one, decision("split", "b", "n", undone_by="Ben")) == [("n", "merged", "Ben", ("b",))]


def test_a_merge_is_told_with_the_theme_at_the_end_of_the_merges() -> None:
    before, after = standing({"a": "12", "b": "34", "c": "56"}), standing({"c": "123456"})
    merges = (decision("merge", "a", "b", number=1), replace(decision("merge", "b", "c", number=2), made_by="Ben"))
    assert told(before, after, *merges) == [("a", "merged", "Ana", ("c",)), ("b", "merged", "Ben", ("c",))]


def test_where_people_and_the_machine_split_one_theme_the_people_are_named_for_theirs() -> None:
    before, after = standing({"a": "123456"}), standing({"a": "12", "m": "34", "p": "56"})
    assert told(before, after, decision("split", "a", "p"))[0] == ("a", "split", "Ana", ("p",))


def test_a_theme_that_comes_back_is_not_born_again() -> None:
    assert told(standing({}), standing({"a": "12"}), gone={"thm_a"}) == [("a", "returned", MACHINE, ())]


def test_growth_is_told_once_it_is_large_however_small_the_steps() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    size, events = 6, []
    told_of: dict[str, int] = {}
    for step in range(6, 26):
        found = tell_events(standing({"t": letters[:step]}), standing({"t": letters[: step + 1]}), told={"thm_t": told_of.get("thm_t", size)})
        told_of |= {e.theme_id: e.counts["after"] for e in found}
        events += found
    assert [(e.kind, e.counts["before"], e.counts["after"]) for e in events] == [("grew", 6, 11), ("grew", 11, 17), ("grew", 17, 26)]


def test_few_members_more_are_no_growth() -> None:
    assert told(standing({"a": "123"}), standing({"a": "1234567"})) == []


def test_a_theme_that_nobody_mentions_any_more_fades_once() -> None:
    loud, quiet = standing({"a": "123"}, {"a": 2}), standing({"a": "123"})
    (event,) = tell_events(loud, quiet)
    assert (event.kind, event.counts["recent_before"]) == ("faded", 2)
    assert told(quiet, quiet) == []
    assert told(quiet, loud) == []


def test_a_renaming_keeps_both_labels_and_how_many_members_stayed() -> None:
    (event,) = tell_events(standing({"a": "1234"}), standing({"a": "34"}, a="exports"))
    assert event == ThemeEvent("thm_a", "renamed", counts={"before": 4, "after": 2, "shared": 2, "label_before": "a", "label": "exports"})
