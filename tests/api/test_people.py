"""Users and keys by the API: what an admin's page does, a program can do."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from voc_api import schemas

ANA = {"email": "ana@example.com", "name": "Ana Lima", "role": "csm"}


def add(admin: TestClient, **more: Any) -> Any:
    answer = admin.post("/api/v1/users", json={**ANA, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_user_is_added_with_a_link_that_signs_them_in(admin: TestClient, anonymous: TestClient) -> None:
    user = add(admin)
    schemas.InvitedUser.model_validate(user)
    assert (user["email"], user["role"], user["active"], user["signs_in_by"]) == ("ana@example.com", "csm", True, [])
    path = user["invitation_url"].partition("127.0.0.1:8000")[2]
    assert "Ana Lima" in anonymous.get(path).text
    token = path.partition("token=")[2]
    entered = anonymous.post("/invitation", data={"token": token, "password": "correct horse battery"}, follow_redirects=False)
    assert entered.status_code == 303
    read = admin.get(f"/api/v1/users/{user['id']}").json()
    assert read["signs_in_by"] == ["password"]
    assert admin.get("/api/v1/users").json()["data"] == [read]


def test_the_link_and_the_key_are_told_once_and_stored_nowhere(admin: TestClient, engine: Engine) -> None:
    for path, body, field in (
        ("/api/v1/users", ANA, "invitation_url"),
        ("/api/v1/keys", {"name": "roadmap", "role": "leadership"}, "key"),
    ):
        first, second = (admin.post(path, json=body, headers={"Idempotency-Key": path}).json() for _ in range(2))
        assert first[field]
        assert second == {**first, field: None}
        secret = first[field].rpartition("=")[2]
        with engine.connect() as connection:
            stored = [str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in ("idempotency", "api_key", "web_session", "change")]
        assert not any(secret in found for found in stored)


def test_a_key_reads_until_it_is_revoked(admin: TestClient, app: FastAPI, published: str) -> None:
    made = admin.post("/api/v1/keys", json={"name": "roadmap", "role": "leadership", "expires_at": "2099-01-01T00:00:00Z"}).json()
    schemas.NewKey.model_validate(made)
    reader = TestClient(app, headers={"Authorization": f"Bearer {made['key']}"})
    assert reader.get("/api/v1/roadmap").json()["data"]
    assert reader.post("/api/v1/refreshes").status_code == 403
    gone = admin.delete(f"/api/v1/keys/{made['id']}").json()
    assert (gone["state"], gone["expires_at"]) == ("revoked", "2099-01-01T00:00:00Z")
    assert reader.get("/api/v1/roadmap").status_code == 401
    assert admin.get("/api/v1/keys").json()["data"][0] == gone


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/users", {**ANA, "email": "ana"}),
        ("/api/v1/users", {**ANA, "role": "king"}),
        ("/api/v1/users", {**ANA, "password": "correct horse battery"}),
        ("/api/v1/keys", {"name": "", "role": "pm"}),
        ("/api/v1/keys", {"name": "x", "role": "pm", "expires_at": "2001-01-01T00:00:00Z"}),
        ("/api/v1/keys", {"name": "x", "role": "pm", "expires_at": "2099-01-01T00:00:00"}),
    ],
)
def test_what_cannot_be_is_refused(admin: TestClient, path: str, body: dict[str, str]) -> None:
    assert admin.post(path, json=body).status_code == 422
    assert admin.post("/api/v1/users", json=ANA).status_code == 201
    assert admin.post("/api/v1/users", json=ANA).status_code == 409


def test_an_edit_of_what_has_changed_since_is_refused(admin: TestClient) -> None:
    path = f"/api/v1/users/{add(admin)['id']}"
    etag = admin.get(path).headers["etag"]
    edited = admin.patch(path, json={"role": "pm"}, headers={"If-Match": etag})
    assert (edited.status_code, edited.json()["role"], edited.json()["name"]) == (200, "pm", "Ana Lima")
    assert admin.patch(path, json={"active": False}, headers={"If-Match": etag}).status_code == 412
    assert admin.patch(path, json={"active": False}, headers={"If-Match": edited.headers["etag"]}).json()["active"] is False
    assert admin.post(f"{path}/invitations").status_code == 409


def test_the_log_is_narrowed_by_time(admin: TestClient) -> None:
    user = add(admin)
    changes = admin.get("/api/v1/changes", params={"noun": user["id"], "since": "2020-01-01"}).json()["data"]
    assert [change["text"] for change in changes] == ["invited Ana Lima", "added Ana Lima, csm"]
    assert admin.get("/api/v1/changes", params={"until": "2020-01-01"}).json()["data"] == []
