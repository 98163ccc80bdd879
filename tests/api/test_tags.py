"""Tags on feedback: many at once, one whatever its case, taken off and put on again."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import item, rank_company
from voc_api import schemas


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine, "ranked with tags", [{**item("t", "the export is tagged", "A-1"), "tags": ["Billing", "call me@mail.example"]}])


def items(client: TestClient, **params: Any) -> list[Any]:
    answer = client.get("/api/v1/feedback", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


def tag(client: TestClient, name: str, ids: list[str]) -> Any:
    answer = client.post("/api/v1/tags", json={"name": name, "feedback_ids": ids})
    assert answer.status_code == 201, answer.text
    schemas.Tag.model_validate(answer.json())
    return answer.json()


def test_a_tag_is_put_on_many_and_narrows_the_list(client: TestClient) -> None:
    first, second, third = [row["id"] for row in items(client)[:3]]
    made = tag(client, "Beta  customer", [first, second, first])
    assert (made["name"], made["items"], made["id"][:4]) == ("Beta customer", 2, "tag_")
    again = tag(client, "beta CUSTOMER", [third])
    assert (again["id"], again["name"], again["items"]) == (made["id"], "Beta customer", 3)
    assert {row["id"] for row in items(client, tag="BETA customer")} == {first, second, third}
    assert items(client, tag="beta customer")[0]["given_tags"] == [{"id": made["id"], "name": "Beta customer"}]
    one = client.get(f"/api/v1/feedback/{first}").json()
    assert one["given_tags"] == [{"id": made["id"], "name": "Beta customer"}]


def test_imported_tags_are_listed_as_such_without_personal_data(client: TestClient) -> None:
    tag(client, "vip", [items(client)[0]["id"]])
    listed = [(row["name"], row["items"], row["imported"]) for row in client.get("/api/v1/tags").json()["data"]]
    assert listed[0] == ("vip", 1, False) and ("Billing", 1, True) in listed
    assert not any("me@mail" in name for name, _, _ in listed)
    assert [row["external_id"] for row in items(client, tag="billing")] == ["t"]


def test_a_tag_is_taken_off_some_or_all(client: TestClient) -> None:
    first, second = [row["id"] for row in items(client)[:2]]
    made = tag(client, "vip", [first, second])
    assert client.delete(f"/api/v1/tags/{made['id']}", params={"feedback": first}).json()["items"] == 1
    assert client.delete(f"/api/v1/tags/{made['id']}", params={"feedback": first}).status_code == 404
    assert client.delete(f"/api/v1/tags/{made['id']}").json()["items"] == 0
    assert client.get("/api/v1/tags").json()["data"][0]["name"] != "vip"
    assert client.delete("/api/v1/tags/tag_none").status_code == 404


def test_what_cannot_be_a_tag_is_said_so(client: TestClient) -> None:
    first = items(client)[0]["id"]
    for name, ids in (("", [first]), ("x" * 51, [first]), ("a\x07b", [first]), ("fine", ["fbk_none"]), ("fine", [])):
        assert client.post("/api/v1/tags", json={"name": name, "feedback_ids": ids}).status_code == 422
    assert client.post("/api/v1/tags", json={"name": "once", "feedback_ids": [first]}, headers={"Idempotency-Key": "k"}).status_code == 201
    assert client.post("/api/v1/tags", json={"name": "once", "feedback_ids": [first]}, headers={"Idempotency-Key": "k"}).headers["idempotency-replayed"]
