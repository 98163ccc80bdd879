"""Settings, the people's tabs: users, keys, the audit log."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import count_feedback
from tests.api.pages.conftest import sign_in
from voc.db.boilerplate import list_boilerplate, save_boilerplate
from voc.db.changes import add_change, list_changes
from voc.db.jobs import list_open_jobs
from voc.db.keys import list_keys
from voc.db.runs import add_run, hold_run
from voc.db.session import reading, transaction
from voc.db.stored_settings import list_stored
from voc.db.users import find_user
from voc.domain.boilerplate import Boilerplate
from voc.domain.changes import ChangeKind
from voc.domain.feedback import feedback_id

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def engine(sqlite_engine: Engine, empty_tables: Callable[[Engine], None]) -> Engine:
    """What the database says is tested elsewhere."""
    empty_tables(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def boss(app: FastAPI, engine: Engine, company: None) -> TestClient:
    """An admin's browser."""
    return sign_in(app, engine, "admin")


def send(browser: TestClient, page: str, path: str, **fields: str) -> Any:
    """Send a form with the token that the page carries."""
    found = re.search(r'name="csrf" value="(\w+)"', browser.get(page).text)
    assert found
    return browser.post(path, data={"csrf": found[1], **fields})


def test_an_admin_adds_a_user_and_sees_the_invitation_once(boss: TestClient) -> None:
    answer = send(boss, "/settings/users", "/settings/users", email="ana@example.com", name=HOSTILE, role="csm")
    assert answer.status_code == 200
    link = re.search(r'value="(http://127\.0\.0\.1:8000/invitation\?token=[\w-]+)"', answer.text)
    assert link
    assert HOSTILE not in answer.text
    later = boss.get("/settings/users").text
    assert "ana@example.com" in later
    assert link[1] not in later


def test_what_cannot_be_is_told_in_the_form_which_keeps_what_was_typed(boss: TestClient) -> None:
    answer = send(boss, "/settings/users", "/settings/users", email="ana@example.com", name="Ana", role="king")
    assert answer.status_code == 422
    assert "there is no role &#39;king&#39;" in answer.text.replace("There", "there")
    assert 'value="ana@example.com"' in answer.text
    assert send(boss, "/settings/keys", "/settings/keys", name="x", role="pm", expires_on="soon").status_code == 422


def test_a_change_of_a_user_is_told_and_undone(boss: TestClient, engine: Engine) -> None:
    send(boss, "/settings/users", "/settings/users", email="ana@example.com", name="Ana", role="csm")
    with reading(engine) as session:
        user = find_user(session, email="ana@example.com")
    assert user
    done = send(boss, "/settings/users", f"/settings/users/{user.id}", name="Ana", role="pm")
    page = boss.get(done.headers["location"]).text
    assert "Changed Ana: Role: pm; may sign in no more" in page
    undo = re.search(r'action="(/changes/chg_\w+/undo)"', page)
    assert undo
    send(boss, "/settings/users", undo[1], back="/settings/users")
    with reading(engine) as session:
        assert find_user(session, email="ana@example.com") == user


def test_a_key_is_shown_once_and_revoked(boss: TestClient, engine: Engine, app: FastAPI) -> None:
    made = send(boss, "/settings/keys", "/settings/keys", name="roadmap", role="leadership", expires_on="2099-01-01")
    key = re.search(r'value="(voc_\w+)"', made.text)
    assert key
    assert key[1] not in boss.get("/settings/keys").text
    program = TestClient(app, headers={"Authorization": f"Bearer {key[1]}"})
    assert program.get("/api/v1/themes").status_code == 200
    with reading(engine) as session:
        (kept,) = list_keys(session)
    assert send(boss, "/settings/keys", f"/settings/keys/{kept.id}/revocation").status_code == 303
    assert program.get("/api/v1/themes").status_code == 401


def test_the_log_is_read_by_who_and_by_what_and_taken_along(boss: TestClient, engine: Engine) -> None:
    for name in ("=cmd()", "Bo"):
        send(boss, "/settings/users", "/settings/users", email=f"{len(name)}@example.com", name=name, role="csm")
    page = boss.get("/settings/log", params={"kind": "user.changed"}).text
    assert page.count("Added ") == 2
    assert "Some admin" in page
    with reading(engine) as session:
        oldest, newest = list_changes(session, 10)[-1], list_changes(session, 10)[0]
    assert boss.get("/settings/log", params={"before": oldest[0]}).text.count("<time") == 0
    assert boss.get("/settings/log", params={"noun": newest[1].noun_id}).text.count("<time") == 2
    rows = list(csv.DictReader(io.StringIO(boss.get("/settings/log.csv").text)))
    told = [row["what"] for row in rows if row["kind"] == "user.changed"]
    assert told == ["invited Bo", "added Bo, csm", "invited =cmd()", "added =cmd(), csm"]
    assert rows[0]["actor"] == "Some admin"
    assert boss.get("/settings/log", params={"kind": "none"}).status_code == 422


@pytest.mark.parametrize("role", ["pm", "csm", "leadership"])
def test_others_see_neither_users_nor_keys_nor_the_log(app: FastAPI, engine: Engine, role: str) -> None:
    browser = sign_in(app, engine, role)
    for tab in ("users", "keys", "log", "log.csv"):
        assert browser.get(f"/settings/{tab}").status_code == 403


def test_weights_are_tried_without_being_stored_then_stored_and_undone(boss: TestClient, published: str, engine: Engine) -> None:
    tried = boss.get("/settings/weights", params={"reach": "0", "affected_arr": "0", "renewal": "0", "severity": "0", "momentum": "100"}).text
    assert "The first 3 themes" in tried
    assert stored(engine) == {}
    page = boss.get("/settings/weights", params={"reach": "60"}).text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([\d.]+)"', page.partition('id="preview"')[2]))
    done = send(boss, "/settings/weights", "/settings/weights", **fields)
    assert "reach=60" in stored(engine)["score_weights"]
    after = boss.get(done.headers["location"]).text
    assert "The ranking was made by other weights." in after
    undo = re.search(r'action="(/changes/chg_\w+/undo)"', after)
    assert undo
    send(boss, "/settings/weights", undo[1], back="/settings/weights")
    assert stored(engine) == {}


def test_a_product_manager_tries_weights_and_stores_none(app: FastAPI, engine: Engine, published: str) -> None:
    browser = sign_in(app, engine, "pm")
    assert browser.get("/settings").headers["location"] == "/settings/weights"
    page = browser.get("/settings/weights", params={"reach": "60"}).text
    assert "An admin can let these weights count." in page
    assert "Let these weights count</button>" not in page
    assert send(browser, "/settings/weights", "/settings/weights", reach="60").status_code == 403


def test_schedules_are_stored_and_left_to_the_environment_again(boss: TestClient, engine: Engine) -> None:
    send(boss, "/settings/schedules", "/settings/schedules", report_day="4")
    assert stored(engine) == {"report_day": 4}
    assert "set by <bdi>Some admin</bdi>" in boss.get("/settings/schedules").text
    send(boss, "/settings/schedules", "/settings/schedules", environment="report_day")
    assert stored(engine) == {}
    assert send(boss, "/settings/schedules", "/settings/schedules", report_day="40").status_code == 422


def test_a_refresh_is_asked_for_and_its_progress_shown(boss: TestClient) -> None:
    assert send(boss, "/settings/schedules", "/refresh", back="/settings/schedules").headers["location"] == "/settings/schedules"
    assert 'id="job"' in boss.get("/settings/schedules").text


def stored(engine: Engine) -> dict[str, object]:
    with reading(engine) as session:
        return {name: setting.value for name, setting in list_stored(session).items()}


def test_what_would_go_is_shown_before_it_goes(boss: TestClient, published: str, engine: Engine) -> None:
    page = send(boss, "/settings/data", "/settings/data/preview", by="author_email", value="mia@writer.example")
    assert "<strong>8 items</strong> would go" in page.text
    assert count_feedback(engine) == 8
    done = send(boss, "/settings/data", "/settings/data/erasure", by="author_email", value="mia@writer.example")
    assert "mia" not in done.headers["location"]
    assert "Erased 8 feedback items, chosen by author e-mail" in boss.get(done.headers["location"]).text
    assert count_feedback(engine) == 0
    assert "Nothing would go" in send(boss, "/settings/data", "/settings/data/preview", by="account_id", value="<b>").text
    assert send(boss, "/settings/data", "/settings/data/preview", by="feedback", value="zendesk").status_code == 422


def test_feedback_is_kept_for_so_many_months(boss: TestClient, engine: Engine) -> None:
    send(boss, "/settings/data", "/settings/data", keep_feedback_months="24")
    assert stored(engine) == {"keep_feedback_months": 24}
    send(boss, "/settings/data", "/settings/data", environment="yes")
    assert stored(engine) == {}


def test_the_log_tells_lists_and_pairs_in_words(boss: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        after = {"mapping": {"type": "kind"}, "keep": True, "names": ["<b>", "c"]}
        add_change(session, ChangeKind.IMPORT_REQUESTED, "job_1", datetime.now(UTC), after=after)
    page = boss.get("/settings/log").text
    assert "type: kind" in page and "&lt;b&gt;, c" in page and "<bdi>yes</bdi>" in page
    assert "import: requested" in page


def test_the_quality_tab_shows_the_card_and_publishes_what_was_held(boss: TestClient, engine: Engine) -> None:
    assert "No run was judged yet" in boss.get("/settings/quality").text
    with transaction(engine) as session:
        add_run(session, "run_held", datetime(2026, 10, 31, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC), {})
        hold_run(session, "run_held", {"snippets": 1_000}, {"quality": {"largest_theme": 0.9}, "held": ["share in the largest theme: 90%, outside 0% to 35%"]})
    page = boss.get("/settings/quality").text
    assert "The last run was held back" in page
    assert "90%, outside 0% to 35%" in page
    answer = send(boss, "/settings/quality", "/refresh", anyway="true", back="/settings/quality")
    assert answer.headers["location"] == "/settings/quality"
    with reading(engine) as session:
        assert [job.payload.get("anyway") for job in list_open_jobs(session, "refresh")] == [True]


def test_boilerplate_is_kept_as_feedback_by_a_click_and_left_out_again_by_another(boss: TestClient, published: str, engine: Engine) -> None:
    assert "Nothing was recognised as boilerplate" in boss.get("/settings/boilerplate").text
    with transaction(engine) as session:
        save_boilerplate(session, [Boilerplate("bpl_a", HOSTILE, 9, 4, "a notice: it recurs", feedback_id("zendesk", "0"))], datetime.now(UTC))
    page = boss.get("/settings/boilerplate").text
    assert HOSTILE not in page and "A notice: it recurs." in page
    assert f'href="/feedback/{feedback_id("zendesk", "0")}"' in page
    done = send(boss, "/settings/boilerplate", "/settings/boilerplate/bpl_a", feedback="true")
    page = boss.get(done.headers["location"]).text
    assert "said that it is feedback" in page and "Boilerplate again" in page and 'action="/changes/' in page
    send(boss, "/settings/boilerplate", "/settings/boilerplate/bpl_a", feedback="false")
    with reading(engine) as session:
        assert [one.ruling for one in list_boilerplate(session)] == [None]
        assert list_open_jobs(session, "refresh")


def test_who_only_reads_sees_boilerplate_without_a_button(app: FastAPI, engine: Engine, published: str) -> None:
    with transaction(engine) as session:
        save_boilerplate(session, [Boilerplate("bpl_a", "Why?", 9, 4, "x", feedback_id("zendesk", "0"))], datetime.now(UTC))
    reader = sign_in(app, engine, "leadership")
    page = reader.get("/settings/boilerplate").text
    assert "Why?" in page and "Not boilerplate" not in page
    assert send(reader, "/settings/boilerplate", "/settings/boilerplate/bpl_a", feedback="true").status_code == 403
