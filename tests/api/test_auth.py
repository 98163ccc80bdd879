"""Who may ask: keys, sessions, roles."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from starlette.requests import Request

from tests.api.company import item
from voc.db.session import transaction
from voc.domain.roles import Role
from voc.settings import Settings
from voc.usecases.people.create_key import create_key
from voc.usecases.people.revoke_key import revoke_key
from voc.usecases.people.sign_in import create_sign_in_link, end_session, exchange_link
from voc_api.access import ACCESS
from voc_api.auth import SESSION_COOKIE, csrf_token, set_session_cookie

NOW = datetime.now(UTC)


def test_without_a_key_the_answer_is_401_and_says_how_to_ask(anonymous: TestClient) -> None:
    answer = anonymous.get("/api/v1/themes")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("key", ["", "voc_", "nonsense", "voc_" + "0" * 49, "voc_é", "Bearer"])
def test_a_key_that_was_never_made_opens_nothing(anonymous: TestClient, key: str) -> None:
    assert anonymous.get("/api/v1/themes", headers={"Authorization": f"Bearer {key}".encode()}).status_code == 401


def test_an_expired_or_revoked_key_opens_nothing(anonymous: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        _, expired = create_key(session, "old", Role.ADMIN, NOW - timedelta(days=2), NOW - timedelta(days=1))
        key_id, revoked = create_key(session, "gone", Role.ADMIN, NOW)
        revoke_key(session, key_id, NOW)
    for key in (expired, revoked):
        assert anonymous.get("/api/v1/themes", headers={"Authorization": f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_and_leadership_does_not_write(anonymous: TestClient, keys: dict[str, str], role: Role) -> None:
    anonymous.headers["Authorization"] = f"Bearer {keys[role]}"
    assert anonymous.get("/api/v1/themes").status_code == 200
    writes = [
        anonymous.post("/api/v1/feedback", json=item("1", "hello there")),
        anonymous.post("/api/v1/refreshes", json={}),
        anonymous.post("/api/v1/imports", data={"kind": "accounts"}, files={"file": ("a.csv", b"account_id,name,arr\n1,A,5\n")}),
    ]
    assert {answer.status_code for answer in writes} == ({403} if role is Role.LEADERSHIP else {201, 202})


def test_a_sign_in_link_works_once_and_becomes_a_session(anonymous: TestClient, engine: Engine, settings: Settings) -> None:
    with transaction(engine) as session:
        token = exchange_link(session, create_sign_in_link(session, Role.PM, "Ana", NOW), NOW)
    anonymous.cookies.set(SESSION_COOKIE, token)
    assert anonymous.get("/api/v1/themes").status_code == 200
    refused = anonymous.post("/api/v1/refreshes", json={})
    assert refused.status_code == 403
    assert "X-CSRF-Token" in refused.json()["detail"]
    other = csrf_token(settings.signing_key(), "another session")
    assert anonymous.post("/api/v1/refreshes", json={}, headers={"X-CSRF-Token": other}).status_code == 403
    own = csrf_token(settings.signing_key(), token)
    assert anonymous.post("/api/v1/refreshes", json={}, headers={"X-CSRF-Token": own}).status_code == 202
    with transaction(engine) as session:
        end_session(session, token)
    assert anonymous.get("/api/v1/themes").status_code == 401


def test_a_wrong_key_is_refused_whatever_the_cookie_says(anonymous: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        token = exchange_link(session, create_sign_in_link(session, Role.PM, "Ana", NOW), NOW)
    anonymous.cookies.set(SESSION_COOKIE, token)
    assert anonymous.get("/api/v1/themes", headers={"Authorization": "Bearer voc_wrong"}).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    response = Response()
    request = Request({"type": "http", "scheme": "https", "server": ("x", 443), "path": "/", "headers": []})
    set_session_cookie(request, response, "token")
    cookie = response.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure", "path=/"))


def test_another_host_name_is_refused(anonymous: TestClient) -> None:
    assert anonymous.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_every_answer_carries_the_security_headers(anonymous: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ACCESS, "GET /boom", None)

    @app.get("/boom")
    def boom() -> None:
        raise RuntimeError("unforeseen")

    for path, status in (("/healthz", 200), ("/nowhere", 404), ("/api/v1/themes", 401), ("/boom", 500)):
        answer = anonymous.get(path)
        assert answer.status_code == status
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        if status == 500:
            assert answer.headers["content-type"] == "application/problem+json"
            assert "unforeseen" not in answer.text
