"""Notes name colleagues, who find them in their inbox until they have read them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import theme_id
from voc.db.session import transaction
from voc.usecases.people.add_user import add_user
from voc.usecases.people.sign_in import start_session
from voc_api import schemas
from voc_api.auth import SESSION_COOKIE, csrf_token

EXPORT = theme_id("export")


def user(app: FastAPI, engine: Engine, email: str, name: str, role: str = "csm") -> TestClient:
    with transaction(engine) as session:
        token = start_session(session, add_user(session, email, name, role, datetime.now(UTC)), datetime.now(UTC))
    csrf = csrf_token(app.state.services.settings.signing_key(), token)
    return TestClient(app, cookies={SESSION_COOKIE: token}, headers={"X-CSRF-Token": csrf}, follow_redirects=False)


@pytest.fixture
def ana(app: FastAPI, engine: Engine, published: str) -> TestClient:
    return user(app, engine, "ana.lima@example.com", "Ana Lima")


@pytest.fixture
def bo(app: FastAPI, engine: Engine, published: str) -> TestClient:
    return user(app, engine, "bo@example.com", "Bo Chen")


def write(client: TestClient, on: str, text: str) -> Any:
    answer = client.post("/api/v1/notes", json={"on": on, "text": text})
    assert answer.status_code == 201, answer.text
    schemas.Note.model_validate(answer.json())
    return answer.json()


def snippet(client: TestClient) -> str:
    return str(client.get("/api/v1/inbox").json()["data"][0]["snippet"]["id"])


def mentions(client: TestClient, **params: Any) -> list[str]:
    return [note["text"] for note in client.get("/api/v1/notes", params={"names_me": "true", **params}).json()["data"]]


def test_who_is_named_finds_it_until_they_have_read_it(ana: TestClient, bo: TestClient) -> None:
    note = write(ana, snippet(ana), "same as last week, @Bo? (@bo@example.com).")
    write(ana, EXPORT, "for nobody in particular: mail me at x@y.example")
    assert mentions(bo, unread="true") == mentions(bo) == ["same as last week, @Bo? (@bo@example.com)."]
    assert mentions(ana) == []
    page = bo.get("/inbox?tab=mentions").text
    assert "1 unread" in page and "I have read it" in page
    assert bo.put(f"/api/v1/notes/{note['id']}/read").json()["names"][0]["read_at"]
    assert mentions(bo, unread="true") == [] and len(mentions(bo)) == 1
    bo.delete(f"/api/v1/notes/{note['id']}/read")
    assert len(mentions(bo, unread="true")) == 1
    assert ana.put(f"/api/v1/notes/{note['id']}/read").status_code == 404


def test_notes_stand_beside_their_snippet_or_theme(ana: TestClient, bo: TestClient) -> None:
    on = snippet(ana)
    write(ana, on, "first")
    write(bo, on, "second")
    write(bo, EXPORT, "third")
    assert [n["text"] for n in ana.get("/api/v1/notes", params={"on": on}).json()["data"]] == ["second", "first"]
    assert [n["text"] for n in ana.get("/api/v1/inbox").json()["data"][0]["notes"]] == ["second", "first"]
    assert [n["text"] for n in ana.get("/api/v1/notes", params={"on": EXPORT}).json()["data"]] == ["third"]
    assert "third" in ana.get(f"/themes/{EXPORT}/notes").text
    first = ana.get("/api/v1/notes", params={"on": on, "limit": 1}).json()
    assert [n["text"] for n in ana.get("/api/v1/notes", params={"on": on, "limit": 1, "cursor": first["next_cursor"]}).json()["data"]] == ["first"]


def test_only_the_author_or_an_admin_takes_a_note_away(ana: TestClient, bo: TestClient, admin: TestClient) -> None:
    mine, other = write(ana, EXPORT, "mine"), write(ana, EXPORT, "other")
    assert bo.delete(f"/api/v1/notes/{mine['id']}").status_code == 403
    assert ana.delete(f"/api/v1/notes/{mine['id']}").status_code == 204
    assert ana.delete(f"/api/v1/notes/{mine['id']}").status_code == 404
    assert admin.delete(f"/api/v1/notes/{other['id']}").status_code == 204
    assert ana.get("/api/v1/notes", params={"on": EXPORT}).json()["data"] == []


def test_what_cannot_be_a_note_is_said_so(ana: TestClient) -> None:
    for on, text in ((EXPORT, " "), (EXPORT, "x" * 2001), ("thm_none", "hm"), ("snp_none", "hm"), ("", "hm"), (EXPORT, "ask @nobody")):
        answer = ana.post("/api/v1/notes", json={"on": on, "text": text})
        assert answer.status_code == 422, text
    assert "@ana.lima" in answer.json()["detail"]


def test_colleagues_whose_first_parts_are_alike_are_named_in_full(app: FastAPI, ana: TestClient, bo: TestClient, engine: Engine) -> None:
    user(app, engine, "bo@other.example", "Bo Two")
    handles = {row["handle"] for row in ana.get("/api/v1/colleagues").json()["data"]}
    assert handles == {"ana.lima", "bo@example.com", "bo@other.example"}


def test_a_note_is_written_and_taken_away_on_its_page(ana: TestClient) -> None:
    answer = ana.post("/notes", data={"on": EXPORT, "text": "<b>look</b>", "back": f"/themes/{EXPORT}"})
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"/themes/{EXPORT}?done=")
    page = ana.get(f"/themes/{EXPORT}/notes").text
    assert "&lt;b&gt;look&lt;/b&gt;" in page
    note = ana.get("/api/v1/notes", params={"on": EXPORT}).json()["data"][0]
    assert ana.post(f"/notes/{note['id']}/removal", data={"back": "/inbox"}).status_code == 303
    assert "No note yet" in ana.get(f"/themes/{EXPORT}/notes").text
