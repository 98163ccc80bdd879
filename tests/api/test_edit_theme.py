"""What people say of a theme: its label, summary, status and owner."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.api.company import publish, theme_id
from voc.usecases.reports.publish_report import publish_report
from voc_api import schemas

pytestmark = pytest.mark.usefixtures("published")

THEME = f"/api/v1/themes/{theme_id('export')}"


def patch(client: TestClient, etag: str | None = None, **edits: Any) -> Response:
    return client.patch(THEME, json=edits, headers={"If-Match": etag} if etag else {})


def test_a_label_of_a_person_is_everywhere_at_once_and_stays_whatever_a_run_says(client: TestClient, engine: Engine) -> None:
    answer = patch(client, label="  Exports die ")
    schemas.Theme.model_validate(answer.json())
    assert (answer.status_code, answer.json()["label"], answer.json()["label_source"]) == (200, "Exports die", "person")
    assert answer.headers["etag"] == client.get(THEME).headers["etag"]
    publish(engine, 2, labels={"export": "another label"})
    ranked = {row["id"]: row for row in client.get("/api/v1/themes").json()["data"]}[theme_id("export")]
    assert (ranked["label"], ranked["label_source"]) == ("Exports die", "person")
    assert client.get("/api/v1/themes", params={"source": "gong", "q": "export"}).json()["data"][0]["label"] == "Exports die"


def test_a_label_that_is_given_back_is_the_machines_again(client: TestClient, engine: Engine) -> None:
    patch(client, label="Exports die")
    assert patch(client, label=None).json()["label_source"] == "auto"
    publish(engine, 2, labels={"export": "another label"})
    assert client.get(THEME).json()["label"] == "another label"


def test_the_present_label_can_be_made_ones_own(client: TestClient, engine: Engine) -> None:
    assert patch(client, label="export trouble").json()["label_source"] == "person"
    publish(engine, 2, labels={"export": "another label"})
    assert client.get(THEME).json()["label"] == "export trouble"


def test_a_summary_status_and_owner_stay_and_the_owner_can_be_taken_off(client: TestClient, engine: Engine) -> None:
    patch(client, summary="Big exports time out.", status="planned", owner="ana.lima@example.com")
    publish(engine, 2)
    theme = client.get(THEME).json()
    assert [theme[name] for name in ("summary", "status", "owner")] == ["Big exports time out.", "planned", "ana.lima@example.com"]
    assert [row["id"] for row in client.get("/api/v1/themes?status=planned").json()["data"]] == [theme_id("export")]
    assert patch(client, owner=None).json()["owner"] is None
    assert client.get(THEME).json()["status"] == "planned"


def test_a_lost_update_is_412(client: TestClient) -> None:
    seen = client.get(THEME).headers["etag"]
    assert patch(client, seen, owner="Ana").status_code == 200
    late = patch(client, seen, owner="Ben")
    assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json")
    assert client.get(THEME).json()["owner"] == "Ana"
    assert patch(client, client.get(THEME).headers["etag"], owner="Ben").status_code == 200
    assert patch(client, "*", owner="Cleo").status_code == 200


@pytest.mark.parametrize(
    ("edits", "word"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\u202eb"}, "label"),
        ({"label": None, "summary": "x"}, "label"),
        ({"summary": None}, "summary"),
        ({"status": "someday"}, "status"),
        ({"status": None}, "status"),
        ({"rank": 1}, "rank"),
        ({"owner": 5}, "owner"),
    ],
)
def test_an_edit_that_cannot_be_is_422_and_changes_nothing(client: TestClient, edits: dict[str, Any], word: str) -> None:
    before = client.get(THEME).json()
    answer = patch(client, **edits)
    assert answer.status_code == 422
    assert word in answer.json()["detail"]
    assert client.get(THEME).json() == before


def test_themes_that_are_none_or_merged_cannot_be_edited(client: TestClient) -> None:
    assert client.patch("/api/v1/themes/thm_none", json={"owner": "Ana"}).status_code == 404
    client.post(f"/api/v1/themes/{theme_id('login')}/merges", json={"theme_ids": [theme_id("export")]})
    answer = patch(client, owner="Ana")
    assert answer.status_code == 409
    assert theme_id("login") in answer.json()["detail"]


def test_the_history_tells_who_renamed_merged_and_brought_back(client: TestClient, engine: Engine) -> None:
    publish(engine, 2, started=datetime.now(UTC))
    patch(client, label="Exports die")
    merge = client.post(f"/api/v1/themes/{theme_id('login')}/merges", json={"theme_ids": [theme_id("export")]}).json()["data"][0]["id"]
    publish(engine, 3, started=datetime.now(UTC), decided=True)
    client.delete(f"/api/v1/merges/{merge}")
    publish(engine, 4, started=datetime.now(UTC), decided=True)
    page = client.get(f"{THEME}/history").json()
    schemas.Page[schemas.HistoryEntry].model_validate(page)
    told = [(entry["event"], [event["text"] for event in entry["events"]]) for entry in page["data"] if entry["events"]]
    assert sorted(told) == [
        ("merged", ["merged into login trouble by pm: 4 of its 4 snippets"]),
        ("renamed", ["renamed by pm: export trouble is Exports die now"]),
        ("returned", ["brought back by pm: 4 snippets, 4 of them from login trouble"]),
    ]
    (merged,) = [entry for entry in page["data"] if entry["event"] == "merged"]
    assert (merged["label"], merged["mentions"], merged["rank"]) == ("Exports die", None, None)


def test_a_report_is_restated_over_the_api(client: TestClient, engine: Engine) -> None:
    report = publish_report(engine, "2026-10", datetime(2026, 11, 2, tzinfo=UTC), "USD")
    answer = client.get(f"/api/v1/reports/{report.id}/restatement")
    schemas.Restatement.model_validate(answer.json())
    assert [theme["id"] for theme in answer.json()["themes"]] == [theme_id("export")]
    assert client.get("/api/v1/reports/rep_none/restatement").status_code == 404


def test_a_strategic_fit_is_there_at_once_counts_with_the_next_run_and_stands_in_the_history(client: TestClient, engine: Engine) -> None:
    before = client.get(THEME).json()
    edited = patch(client, strategic_fit=0.9).json()
    schemas.Theme.model_validate(edited)
    assert (edited["strategic_fit"], edited["score"]) == (0.9, before["score"])
    publish(engine, 2)
    after = client.get(THEME).json()
    assert {p["name"]: p["share"] for p in after["score_parts"]}["strategic_fit"] == 0.9
    assert after["score"] > before["score"]
    told = [event for entry in client.get(f"{THEME}/history").json()["data"] for event in entry["events"]]
    assert [(e["kind"], e["text"]) for e in told] == [("valued", f"strategic fit set by {told[0]['made_by']}: none is 0.9 now")]
    assert patch(client, strategic_fit=None).json()["strategic_fit"] is None


@pytest.mark.parametrize("value", [-0.1, 1.1, "NaN", True, "high"])
def test_a_strategic_fit_is_a_number_from_0_to_1(client: TestClient, value: Any) -> None:
    assert patch(client, strategic_fit=value).status_code == 422
    assert client.get(THEME).json()["strategic_fit"] is None
