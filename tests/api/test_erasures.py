"""Erasing by the API: foreseen by a dry run, told in counts, for admins alone."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import count_feedback
from voc_api import schemas

MIA = {"author_email": "mia@writer.example"}


def erase(client: TestClient, **asked: Any) -> Any:
    return client.post("/api/v1/erasures", json=asked)


def test_a_dry_run_says_what_would_go_and_nothing_goes(admin: TestClient, engine: Engine, published: str) -> None:
    foreseen = erase(admin, **MIA, dry_run=True).json()
    schemas.Erasure.model_validate(foreseen)
    assert (foreseen["items"], foreseen["dry_run"], foreseen["job_id"]) == (8, True, None)
    assert count_feedback(engine) == 8
    done = erase(admin, **MIA).json()
    assert {**done, "dry_run": True, "job_id": None} == foreseen
    assert admin.get(f"/api/v1/jobs/{done['job_id']}").json()["kind"] == "refresh"
    assert count_feedback(engine) == 0
    assert erase(admin, **MIA).json()["items"] == 0


def test_one_item_goes_by_its_id_or_by_what_its_source_calls_it(admin: TestClient, engine: Engine, published: str) -> None:
    item = admin.get("/api/v1/feedback").json()["data"][0]
    assert admin.delete(f"/api/v1/feedback/{item['id']}").json()["items"] == 1
    assert admin.delete(f"/api/v1/feedback/{item['id']}").status_code == 404
    assert erase(admin, feedback={"source": "gong", "external_id": "2"}).json()["items"] == 1
    assert count_feedback(engine) == 6


@pytest.mark.parametrize("asked", [{}, {**MIA, "account_id": "A-1"}, {"author": "x"}, {"feedback": "zendesk/1"}])
def test_one_thing_says_which(admin: TestClient, asked: dict[str, Any]) -> None:
    assert erase(admin, **asked).status_code == 422


def test_nobody_but_an_admin_erases(client: TestClient, engine: Engine, published: str) -> None:
    assert erase(client, **MIA).status_code == 403
    assert client.delete("/api/v1/feedback/none").status_code == 403
    assert count_feedback(engine) == 8
