"""Saved views: one's own and those that are shared."""

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from voc_api import schemas


def keep(client: TestClient, name: str = "Planned", address: str = "/themes?status=planned", **more: Any) -> Any:
    return client.post("/api/v1/views", json={"name": name, "address": address, **more})


@pytest.fixture
def csm(app: FastAPI, keys: dict[str, str]) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {keys['csm']}"})


def names(client: TestClient, **params: str) -> list[str]:
    page = client.get("/api/v1/views", params=params).json()
    schemas.Page[schemas.View].model_validate(page)
    return [view["name"] for view in page["data"]]


def test_a_view_is_an_address_without_what_passes(client: TestClient) -> None:
    made = keep(client, address="/themes?status=planned&page=3&done=chg_x&segment=a%2Cb")
    assert made.status_code == 201
    assert made.json()["address"] == "/themes?status=planned&segment=a%2Cb"
    assert (made.json()["page"], made.json()["mine"], made.json()["owner"]) == ("/themes", True, "pm")
    keep(client, "Mine", "/accounts?owner=me")
    assert (names(client), names(client, page="/accounts")) == (["Mine", "Planned"], ["Mine"])


def test_a_view_is_its_owners_until_it_is_shared(client: TestClient, csm: TestClient) -> None:
    private, shared = keep(client).json(), keep(client, "Team", shared=True).json()
    assert names(csm) == ["Team"]
    assert csm.delete(f"/api/v1/views/{private['id']}").status_code == 404
    assert csm.delete(f"/api/v1/views/{shared['id']}").status_code == 403
    assert client.delete(f"/api/v1/views/{shared['id']}").status_code == 204
    assert (names(csm), names(client)) == ([], ["Planned"])


def test_an_admin_may_drop_a_shared_view_and_nobody_a_strangers_own(client: TestClient, admin: TestClient) -> None:
    assert admin.delete(f"/api/v1/views/{keep(client, shared=True).json()['id']}").status_code == 204
    assert admin.delete(f"/api/v1/views/{keep(client).json()['id']}").status_code == 404


def test_the_same_name_replaces_the_view(client: TestClient) -> None:
    keep(client)
    keep(client, address="/themes?status=new")
    assert [view["query"] for view in client.get("/api/v1/views").json()["data"]] == ["status=new"]


@pytest.mark.parametrize(
    "address", ["https://evil.example/themes", "//evil.example", "themes", "/\\evil.example", "javascript:alert(1)", "/api/v1/themes", "", "/themes?q=\u202e"]
)
def test_a_view_leads_nowhere_else(client: TestClient, address: str) -> None:
    assert keep(client, address=address).status_code == 422


def test_a_view_is_dropped_and_comes_back(client: TestClient, admin: TestClient) -> None:
    made = keep(client).json()
    client.delete(f"/api/v1/views/{made['id']}")
    dropped = admin.get("/api/v1/changes", params={"kind": "view.kept"}).json()["data"][0]
    assert dropped["text"] == "dropped the view Planned"
    assert admin.post(f"/api/v1/changes/{dropped['id']}/undo").status_code == 403
    assert client.post(f"/api/v1/changes/{dropped['id']}/undo").status_code == 200
    assert client.get("/api/v1/views").json()["data"] == [made]
