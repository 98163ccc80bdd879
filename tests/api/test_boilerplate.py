"""Boilerplate by the API: listed, kept as feedback, left to the machine again."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from voc.db.boilerplate import save_boilerplate
from voc.db.session import transaction
from voc.domain.boilerplate import Boilerplate
from voc.domain.feedback import feedback_id
from voc_api import schemas

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEY = "bpl_notice"


@pytest.fixture(autouse=True)
def found(engine: Engine, published: str) -> None:
    item = feedback_id("zendesk", "0")
    with transaction(engine) as session:
        save_boilerplate(
            session, [Boilerplate(KEY, "Read <b>this</b>", 9, 4, "a notice: it recurs", item), Boilerplate("bpl_q", "Why?", 12, 5, "x", item)], NOW
        )


def test_what_was_recognised_is_listed_what_is_in_the_most_items_first(client: TestClient) -> None:
    answer = client.get("/api/v1/boilerplate", params={"limit": 1}).json()
    schemas.Page[schemas.Boilerplate].model_validate(answer)
    assert (answer["data"][0]["id"], answer["has_more"]) == ("bpl_q", True)
    (last,) = client.get("/api/v1/boilerplate", params={"limit": 1, "cursor": answer["next_cursor"]}).json()["data"]
    assert (last["id"], last["text"], last["is_left_out"], last["ruling"]) == (KEY, "Read <b>this</b>", True, None)


def test_a_ruling_holds_until_it_is_taken_back_and_asks_for_a_refresh(client: TestClient) -> None:
    made = client.put(f"/api/v1/boilerplate/{KEY}/ruling", json={"is_boilerplate": False}).json()
    schemas.RuledBoilerplate.model_validate(made)
    assert client.get(f"/api/v1/jobs/{made['job_id']}").json()["kind"] == "refresh"
    ruled = client.get("/api/v1/boilerplate").json()["data"][1]
    assert (ruled["is_left_out"], ruled["ruling"]["is_boilerplate"]) == (False, False)
    assert client.put(f"/api/v1/boilerplate/{KEY}/ruling", json={"is_boilerplate": False}).json()["job_id"] is None
    assert client.delete(f"/api/v1/boilerplate/{KEY}/ruling").json()["is_boilerplate"] is None
    assert client.get("/api/v1/boilerplate").json()["data"][1]["is_left_out"] is True


def test_the_log_tells_of_it_and_undo_takes_it_back(client: TestClient, admin: TestClient) -> None:
    client.put(f"/api/v1/boilerplate/{KEY}/ruling", json={"is_boilerplate": False})
    change = admin.get("/api/v1/changes", params={"kind": "boilerplate.ruled"}).json()["data"][0]
    assert change["text"] == "called “Read <b>this</b>” feedback, not boilerplate"
    assert client.post(f"/api/v1/changes/{change['id']}/undo").status_code == 200
    assert client.get("/api/v1/boilerplate").json()["data"][1]["ruling"] is None


@pytest.mark.parametrize(("key", "body", "status"), [("bpl_none", {"is_boilerplate": True}, 404), (KEY, {}, 422), (KEY, {"is_boilerplate": "no"}, 422)])
def test_what_cannot_be_is_refused(client: TestClient, key: str, body: dict[str, object], status: int) -> None:
    assert client.put(f"/api/v1/boilerplate/{key}/ruling", json=body).status_code == status
