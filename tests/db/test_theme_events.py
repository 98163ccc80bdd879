"""The ledger as it is stored."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from voc.db.runs import KEPT_RUNS, add_run, publish_run
from voc.db.session import reading, transaction
from voc.db.theme_events import add_theme_events, list_events_after, list_gone, list_theme_events, list_told_sizes, note_edit
from voc.db.themes import save_themes
from voc.domain.ledger import ThemeEvent
from voc.domain.themes import Theme

NOW = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def themes(engine: Engine) -> None:
    with transaction(engine) as session:
        save_themes(session, [Theme("thm_a", "a"), Theme("thm_b", "b")], "run_1")


def tell(engine: Engine, number: int, *events: ThemeEvent) -> None:
    with transaction(engine) as session:
        add_theme_events(session, f"run_{number}", NOW + timedelta(days=number), events)


def rename(engine: Engine, label_before: str, label: str, who: str = "Ana") -> None:
    with transaction(engine) as session:
        note_edit(session, "run_1", NOW, ThemeEvent("thm_a", "renamed", who, counts={"label_before": label_before, "label": label}))


def test_events_come_back_as_they_were_told(engine: Engine) -> None:
    born = ThemeEvent("thm_a", "born", counts={"before": 0, "after": 9, "shared": 0})
    merged = ThemeEvent("thm_a", "merged", "Ana", ("thm_b",), {"before": 9, "after": 0, "shared": 8, "to": {"thm_b": 8}})
    tell(engine, 1, born)
    tell(engine, 2, merged)
    with reading(engine) as session:
        assert [(r.run_id, r.event) for r in list_theme_events(session, "thm_a")] == [("run_2", merged), ("run_1", born)]
        assert [r.event for r in list_events_after(session, NOW + timedelta(days=1))] == [merged]
        assert list_theme_events(session, "thm_b") == []


def test_a_theme_is_gone_until_it_comes_back(engine: Engine) -> None:
    tell(engine, 1, ThemeEvent("thm_a", "born", counts={"after": 9}), ThemeEvent("thm_b", "born", counts={"after": 3}))
    tell(engine, 2, ThemeEvent("thm_a", "retired", counts={"after": 0}), ThemeEvent("thm_b", "grew", counts={"after": 8}))
    with reading(engine) as session:
        assert list_gone(session) == {"thm_a"}
        assert list_told_sizes(session)["thm_b"] == 8
    tell(engine, 3, ThemeEvent("thm_a", "returned", counts={"after": 5}))
    with reading(engine) as session:
        assert list_gone(session) == set()
        assert list_told_sizes(session)["thm_a"] == 5


def test_renamings_in_one_run_are_told_as_one_and_renaming_back_as_none(engine: Engine) -> None:
    rename(engine, "a", "b")
    rename(engine, "b", "c", "Ben")
    with reading(engine) as session:
        (recorded,) = list_theme_events(session, "thm_a")
        assert (recorded.event.made_by, recorded.event.counts) == ("Ben", {"label_before": "a", "label": "c"})
    rename(engine, "c", "a")
    with reading(engine) as session:
        assert list_theme_events(session, "thm_a") == []


def test_the_ledger_outlives_the_runs(engine: Engine) -> None:
    tell(engine, 0, ThemeEvent("thm_a", "born", counts={"after": 9}))
    with transaction(engine) as session:
        for number in range(KEPT_RUNS + 2):
            add_run(session, f"run_{number}", NOW, NOW + timedelta(days=number), {})
        publish_run(session, f"run_{KEPT_RUNS + 1}", NOW, {})
    with reading(engine) as session:
        assert [r.run_id for r in list_theme_events(session, "thm_a")] == ["run_0"]
