"""What a published run leaves: the ledger of what became of each theme, and what the next run starts from."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

import voc.pipeline.group_snippets as group
from tests.usecases.company import Row, add_feedback, import_company, refresh
from tests.usecases.planted import Standing, changed, planted, saying, standing, strangers
from voc.db.runs import get_run
from voc.db.session import reading, transaction
from voc.db.tables import RunRow
from voc.db.theme_events import list_events_after
from voc.db.themes import list_run_themes
from voc.domain.ledger import MACHINE, ThemeEvent, replay_events
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.follow_theme import follow_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.split_theme import split_theme
from voc.usecases.curating.undo_decision import undo_decision
from voc.usecases.themes.list_theme_history import list_history

OTHERS = planted(range(8), 10)


def now() -> datetime:
    return datetime.now(UTC)


def told(engine: Engine) -> list[ThemeEvent]:
    """What the ledger tells of the run that stands."""
    with reading(engine) as session:
        events = list_events_after(session, datetime(2000, 1, 1, tzinfo=UTC))
    run_id = standing(engine).run.id
    return [recorded.event for recorded in events if recorded.run_id == run_id]


def themes(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return {published.theme.id for published in list_run_themes(session, standing(engine).run.id)}


def comes_in(engine: Engine, rows: Sequence[Row] = (), *, full: bool = False) -> Standing:
    """What stands after a refresh; whatever theme came or went, the ledger has told of it."""
    before = themes(engine)
    add_feedback(engine, rows)
    refresh(engine, full=full)
    assert replay_events(before, told(engine)) == themes(engine)
    return standing(engine)


def test_a_theme_that_splits_by_evidence_is_told_of_on_both_sides(engine: Engine) -> None:
    both = [saying(side, 6, {"common": 4, f"{side} words": 2}) for side in ("left", "right")]
    import_company(engine, [*OTHERS, *both[0], *both[1]])
    refresh(engine)
    one = standing(engine).of("left")
    assert standing(engine).of("right") == one
    for batch in range(1, 6):
        news = [row for side in ("left", "right") for row in saying(side, 10, {"common": 2, f"{side} words": 4}, batch)]
        after = comes_in(engine, news)
        if after.of("left") != after.of("right"):
            break
    (new,) = {after.of("left"), after.of("right")} - {one}
    events = {(event.theme_id, event.kind): event for event in told(engine)}
    birth, parting = events[new, "born"], events[one, "split"]
    assert (birth.made_by, birth.others) == (MACHINE, (one,))
    assert (parting.made_by, parting.others) == (MACHINE, (new,))
    assert birth.counts["after"] == len(after.members(new))
    assert parting.counts["shared"] == birth.counts["shared"] == birth.counts["from"][one]
    with reading(engine) as session:
        assert [entry["events"][0]["text"].split(":")[0] for entry in list_history(session, new)] == ["born"]
        assert list_history(session, one)[0]["event"] == "split"
    assert comes_in(engine).themes == after.themes


def test_a_theme_that_becomes_part_of_another_by_evidence_leads_there(engine: Engine) -> None:
    both = [saying(side, 6, {"common": 1, f"{side} words": 4}) for side in ("left", "right")]
    import_company(engine, [*OTHERS, *both[0], *both[1]])
    refresh(engine)
    before = standing(engine)
    assert before.of("left") != before.of("right")
    after = comes_in(engine, saying("bridge", 20, {"common": 2, "left words": 2, "right words": 2}))
    assert after.of("left") == after.of("right")
    (gone,) = {before.of("left"), before.of("right")} - {after.of("left")}
    end = next(event for event in told(engine) if event.kind == "merged")
    assert (end.theme_id, end.made_by, end.others) == (gone, MACHINE, (after.of("left"),))
    assert (end.counts["before"], end.counts["shared"]) == (6, 6)
    with reading(engine) as session:
        assert list_history(session, gone)[0]["events"][0]["kind"] == "merged"
        assert follow_theme(session, after.run, gone) == after.of("left")


@pytest.mark.parametrize("steps", [20, 5_000], indirect=True, ids=["in small steps", "all again"])
def test_growth_and_births_are_told_and_an_unchanged_run_tells_nothing(engine: Engine, steps: None) -> None:
    import_company(engine, [*OTHERS, *strangers(3)])
    refresh(engine)
    assert {(event.kind, event.made_by) for event in told(engine)} == {("born", MACHINE)}
    assert {event.theme_id for event in told(engine)} == themes(engine)
    assert comes_in(engine).themes
    assert told(engine) == []
    after = comes_in(engine, [*planted([3], 6, 1), *planted([20], 10, 1)])
    assert {(event.theme_id, event.kind) for event in told(engine)} == {(after.of(3), "grew"), (after.of(20), "born")}
    comes_in(engine, full=True)
    assert told(engine) == []


def test_what_people_decide_and_undo_is_told_under_their_names(engine: Engine) -> None:
    import_company(engine, OTHERS)
    refresh(engine)
    before = standing(engine)
    theme = [before.of(n) for n in range(4)]
    part = [before.snippets[number] for number in before.members(theme[2])[:4]]
    with transaction(engine) as session:
        (merge,) = merge_themes(session, theme[0], [theme[1]], "Ana", now())
        split, new = split_theme(session, theme[2], part, "Our part", "Ana", now())
        dismissal = dismiss_theme(session, theme[3], "Ana", now())
    comes_in(engine, planted(range(8), 1, 1))
    assert {(e.theme_id, e.kind, e.made_by, e.others) for e in told(engine) if e.kind != "grew"} == {
        (theme[1], "merged", "Ana", (theme[0],)),
        (new.id, "born", "Ana", (theme[2],)),
        (theme[2], "split", "Ana", (new.id,)),
        (theme[3], "retired", "Ana", ()),
    }
    comes_in(engine, full=True)
    assert [event for event in told(engine) if event.kind != "grew"] == []
    with transaction(engine) as session:
        undo_decision(session, merge.decision.id, "merge", "Ben", now())
        undo_decision(session, split.decision.id, "split", "Ben", now())
        undo_decision(session, dismissal.decision.id, "dismiss", "Ben", now())
    comes_in(engine)
    assert {(e.theme_id, e.kind, e.made_by) for e in told(engine) if e.kind != "grew"} == {
        (theme[1], "returned", "Ben"),
        (new.id, "merged", "Ben"),
        (theme[3], "returned", "Ben"),
    }
    assert themes(engine) == set(before.themes.values()) - {None}


def test_a_run_notes_what_the_next_one_needs(engine: Engine) -> None:
    import_company(engine, OTHERS)
    summary = refresh(engine)
    with reading(engine) as session:
        noted = get_run(session, summary.run_id).engine
    assert (noted["version"], noted["full"], noted["finer"], noted["grouped"]) == (group.ENGINE, True, 1.0, 80)
    assert noted["resolution"] > 0
    assert noted["usual"].keys() == {"median", "spread", "least", "centre", "about"}


@pytest.mark.parametrize("steps", [20], indirect=True)
@pytest.mark.parametrize("noted", [{}, {"version": "leiden-0", "finer": 1.0}], ids=["by the first tables", "by another engine"])
def test_a_run_that_was_made_otherwise_is_followed_by_a_full_one_that_keeps_all_ids(engine: Engine, noted: dict[str, object], steps: None) -> None:
    import_company(engine, [*OTHERS, *strangers(4)])
    first = refresh(engine)
    before = standing(engine)
    with transaction(engine) as session:
        session.get_one(RunRow, first.run_id).engine = noted
    after = comes_in(engine, planted(range(8), 1, 1))
    assert after.run.engine["full"] is True
    assert changed(before, after) == {}
    assert told(engine) == []
    assert comes_in(engine, planted([0], 1, 2)).run.engine["full"] is False
