"""How people get in: the first user by the printed link, the others by invitation, all by their password."""

import re
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.pages.conftest import sign_in
from voc.db.session import reading, transaction
from voc.db.users import list_users
from voc.usecases.people.add_user import add_user
from voc.usecases.people.invite_user import invite_user
from voc.usecases.people.set_password import hash_password
from voc.usecases.people.sign_in import create_sign_in_link
from voc_api.attempts import PER_ORIGIN

NOW = datetime.now(UTC)
PASSWORD = "correct horse battery"


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_the_printed_link_leads_to_the_first_user_who_is_then_signed_in(app: FastAPI, engine: Engine) -> None:
    with transaction(engine) as session:
        link = create_sign_in_link(session, "admin", "first sign-in", NOW)
    client = TestClient(app)
    page = client.get("/sign-in", params={"token": link})
    assert page.url.path == "/first-user"
    form = {"csrf": csrf_of(page.text), "email": "ana@example.com", "name": "Ana", "password": "short"}
    refused = client.post("/first-user", data=form)
    assert refused.status_code == 422
    assert 'value="ana@example.com"' in refused.text
    assert "short" not in refused.text
    themes = client.post("/first-user", data={**form, "password": PASSWORD})
    assert "<bdi>Ana</bdi> <small>admin</small>" in themes.text
    assert client.get("/first-user").status_code == 409
    with reading(engine) as session:
        assert [user.email for user in list_users(session)] == ["ana@example.com"]


def test_a_link_of_another_role_makes_no_first_user(app: FastAPI, engine: Engine) -> None:
    client = sign_in(app, engine, "pm")
    page = client.get("/themes", follow_redirects=True).text
    assert client.post("/first-user", data={"csrf": csrf_of(page), "email": "a@b.co", "name": "A", "password": PASSWORD}).status_code == 403


def test_who_is_invited_chooses_a_password_and_is_in(anonymous: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        token = invite_user(session, add_user(session, "cem@example.com", "Cem <b>", "csm", NOW).id, NOW)
    page = anonymous.get("/invitation", params={"token": token})
    assert "Cem &lt;b&gt;" in page.text
    assert anonymous.post("/invitation", data={"token": token, "password": "short"}).status_code == 422
    assert "Cem &lt;b&gt;</bdi> <small>csm</small>" in anonymous.post("/invitation", data={"token": token, "password": PASSWORD}).text
    anonymous.cookies.clear()
    for late in (anonymous.post("/invitation", data={"token": token, "password": PASSWORD}), anonymous.get("/invitation", params={"token": token})):
        assert late.status_code == 401
        assert "This invitation was used already" in late.text


def test_a_password_signs_in_and_a_wrong_one_is_not_shown_again(anonymous: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        add_user(session, "ana@example.com", "Ana", "pm", NOW, password_hash=hash_password(PASSWORD, "ana@example.com"))
    wrong = anonymous.post("/sign-in", data={"email": "ana@example.com", "password": "wrong <i> one", "next": "/accounts"})
    assert wrong.status_code == 401
    assert "wrong <i>" not in wrong.text and "wrong &lt;i" not in wrong.text
    right = anonymous.post("/sign-in", data={"email": "ana@example.com", "password": PASSWORD, "next": "/accounts"}, follow_redirects=False)
    assert right.headers["location"] == "/accounts"


def test_trying_again_and_again_is_stopped(anonymous: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        add_user(session, "ana@example.com", "Ana", "pm", NOW, password_hash=hash_password(PASSWORD, "ana@example.com"))
    tries = [anonymous.post("/sign-in", data={"key": "voc_wrong"}).status_code for _ in range(PER_ORIGIN.amount)]
    assert set(tries) == {401}
    stopped = anonymous.post("/sign-in", data={"email": "ana@example.com", "password": PASSWORD})
    assert stopped.status_code == 429
    assert "too many tries" in stopped.text.lower()


@pytest.mark.parametrize("path", ["/sign-in", "/themes/bulk"])
def test_nobody_fills_the_disk_by_a_form(anonymous: TestClient, path: str) -> None:
    """Whatever is sent to a page is read before anybody knows who sends it."""
    assert anonymous.post(path, files={"email": ("a", b"a" * 3 * 2**20)}).status_code == 413


@pytest.mark.parametrize("way", ["link", "key"])
def test_who_came_by_link_or_key_stands_in_the_log(app: FastAPI, engine: Engine, keys: dict[str, str], admin: TestClient, way: str) -> None:
    if way == "link":
        sign_in(app, engine, "pm")
    else:
        TestClient(app, follow_redirects=False).post("/sign-in", data={"key": keys["pm"]})
    came = admin.get("/api/v1/changes", params={"kind": "session.started"}).json()["data"]
    assert [(change["after"]["role"], change["after"]["by"]) for change in came] == [("pm", way)]
