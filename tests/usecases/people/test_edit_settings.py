"""Settings that people store: they come before the environment, and what was stored is put back by undo."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from voc.db.changes import find_act, list_changes
from voc.db.health_weights import add_proposal, find_accepted
from voc.db.session import reading, transaction
from voc.db.stored_settings import list_stored
from voc.domain.changes import Actor
from voc.domain.roles import Principal, Role
from voc.errors import ConflictError, ForbiddenError, InputError
from voc.rendering.change_words import tell_change
from voc.setting_origins import list_settings
from voc.settings import Settings
from voc.usecases.accounts.accept_weights import accept_weights
from voc.usecases.people.edit_settings import edit_settings
from voc.usecases.undo_change import undo_change

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
BOSS = Principal("usr_boss", "The boss", Role.ADMIN)


def store(engine: Engine, **edits: Any) -> str | None:
    with transaction(engine, Actor(BOSS.id, BOSS.name)) as session:
        edit_settings(session, edits, NOW)
        return find_act(session)


def standing(engine: Engine, **environment: Any) -> Settings:
    with reading(engine) as session:
        return Settings(_env_file=None, **environment).under(list_stored(session))


def test_what_is_stored_comes_before_the_environment_until_it_is_taken_back(engine: Engine) -> None:
    store(engine, report_day=5, score_weights="reach=60")
    found = standing(engine, report_day=3, refresh_every_hours=12)
    assert (found.report_day, found.refresh_every_hours) == (5, 12)
    assert "reach=60" in found.refresh_settings().score_weights
    store(engine, report_day=None)
    assert standing(engine, report_day=3).report_day == 3


def test_each_value_says_where_it_came_from(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_REFRESH_EVERY_HOURS", "12")
    monkeypatch.setenv("VOC_REPORT_DAY", "3")
    monkeypatch.setenv("VOC_SMTP_URL", "smtps://ana:secret@mail.example")
    store(engine, report_day=5)
    with reading(engine) as session:
        lines = {line.name: line for line in list_settings(Settings(_env_file=None), list_stored(session))}
    found = {name: (lines[name].value, lines[name].origin) for name in ("report_day", "refresh_every_hours", "window_days", "smtp_url")}
    assert found == {
        "report_day": ("5", "database"),
        "refresh_every_hours": ("12", "environment"),
        "window_days": ("365", "default"),
        "smtp_url": ("********", "environment"),
    }
    assert (lines["report_day"].changed_by, lines["report_day"].changed_at) == ("The boss", NOW)


@pytest.mark.parametrize(
    "edit",
    [{"report_day": 29}, {"report_day": True}, {"refresh_every_hours": -1}, {"score_weights": "reach=x"}, {"score_weights": 3}, {"database_url": "x"}],
)
def test_what_cannot_be_is_stored_by_nobody(engine: Engine, edit: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        store(engine, **edit, keep_feedback_months=12)
    with reading(engine) as session:
        assert list_stored(session) == {}


def test_a_change_is_told_once_and_undone(engine: Engine) -> None:
    first, again, second = store(engine, report_day=5), store(engine, report_day=5), store(engine, report_day=7)
    assert first
    assert second
    assert again is None
    with pytest.raises(ConflictError), transaction(engine) as session:
        undo_change(session, first, BOSS, NOW)
    with pytest.raises(ForbiddenError), transaction(engine) as session:
        undo_change(session, second, Principal("usr_pm", "Pia", Role.PM), NOW)
    for act in (second, first):
        with transaction(engine) as session:
            undo_change(session, act, BOSS, NOW)
    with reading(engine) as session:
        assert list_stored(session) == {}
        told = [tell_change(change, {}) for _, change in list_changes(session, 10)]
    assert told == ["left report day to the environment again", "set report day to 5", "set report day to 7", "set report day to 5"]


def test_accepting_health_weights_is_undone(engine: Engine) -> None:
    with transaction(engine) as session:
        old, new = (add_proposal(session, {"nps": n}, {}, NOW) for n in (1.0, 2.0))
        accept_weights(session, old, "The boss", NOW)
    acts = []
    for accepted in (old, new):
        with transaction(engine) as session:
            accept_weights(session, accepted, "The boss", NOW)
            acts.append(find_act(session))
    assert acts[0] is None
    with transaction(engine) as session:
        undo_change(session, str(acts[1]), BOSS, NOW)
        accepted_now = find_accepted(session)
    assert accepted_now is not None
    assert accepted_now.id == old
