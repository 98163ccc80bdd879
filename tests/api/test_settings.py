"""Settings by the API: read by admins, changed with If-Match."""

import pytest
from fastapi.testclient import TestClient

from voc_api import schemas


def values(answer: dict[str, object]) -> dict[str, tuple[str, str]]:
    return {one["name"]: (one["value"], one["origin"]) for one in answer["data"]}  # type: ignore[attr-defined]


def test_a_stored_value_stands_before_the_environments_until_null(admin: TestClient) -> None:
    read = admin.get("/api/v1/settings")
    schemas.Page[schemas.Setting].model_validate(read.json())
    before = values(read.json())["report_day"]
    stored = admin.patch("/api/v1/settings", json={"report_day": 9}, headers={"If-Match": read.headers["etag"]})
    assert values(stored.json())["report_day"] == ("9", "database")
    assert admin.patch("/api/v1/settings", json={"report_day": 10}, headers={"If-Match": read.headers["etag"]}).status_code == 412
    back = admin.patch("/api/v1/settings", json={"report_day": None}, headers={"If-Match": stored.headers["etag"]})
    assert values(back.json())["report_day"] == before
    assert back.headers["etag"] == read.headers["etag"]


def test_no_secret_is_read(admin: TestClient) -> None:
    answer = admin.get("/api/v1/settings")
    assert "only for tests" not in answer.text
    assert values(answer.json())["secret_key"][0] == "********"


@pytest.mark.parametrize("edit", [{"report_day": 40}, {"report_day": "3"}, {"score_weights": "none=1"}, {"secret_key": "x"}])
def test_what_cannot_be_is_refused(admin: TestClient, edit: dict[str, object]) -> None:
    assert admin.patch("/api/v1/settings", json=edit).status_code == 422
