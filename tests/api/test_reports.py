"""Reports over the API: begun, decided on, approved, frozen, restated, sent; a month's and an account's review."""

import hashlib
from importlib.util import find_spec

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, publish, theme_id
from tests.usecases.reporting import import_shared_ask
from voc_api import schemas

EXPORT = theme_id("export")
REPORTS = "/api/v1/reports"


@pytest.fixture(autouse=True)
def company(engine: Engine, published: str) -> None:
    import_shared_ask(engine)
    publish(engine, 2)


def begin(client: TestClient, **asked: str) -> str:
    answer = client.post(REPORTS, json=asked or {"month": "2026-10"})
    assert answer.status_code == 201
    report = schemas.Report.model_validate(answer.json())
    assert answer.headers["location"] == f"{REPORTS}/{report.id}"
    return report.id


def as_role(app: FastAPI, keys: dict[str, str], role: str) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {keys[role]}"}, raise_server_exceptions=False)


def test_a_month_goes_from_draft_over_approved_to_frozen(client: TestClient) -> None:
    report = begin(client)
    assert begin(client) == report
    assert client.get(f"{REPORTS}/{report}").json()["state"] == "draft"
    assert client.post(f"{REPORTS}/{report}/freeze").status_code == 409
    decision = {"decision": "Queue exports", "owner": "Ben"}
    assert client.put(f"{REPORTS}/{report}/decisions/{EXPORT}", json=decision).status_code == 200
    assert client.put(f"{REPORTS}/{report}/decisions/thm_x", json=decision).status_code == 404
    approved = client.post(f"{REPORTS}/{report}/approval").json()
    assert (approved["state"], approved["approved_by"]) == ("approved", "pm")
    assert client.delete(f"{REPORTS}/{report}/approval").json()["state"] == "draft"
    client.post(f"{REPORTS}/{report}/approval")
    frozen = client.post(f"{REPORTS}/{report}/freeze").json()
    assert (frozen["state"], frozen["published_by"]) == ("frozen", "pm")
    for method, path in (("delete", "approval"), ("delete", f"decisions/{EXPORT}"), ("post", "approval")):
        assert client.request(method, f"{REPORTS}/{report}/{path}").status_code == 409
    content = client.get(f"{REPORTS}/{report}.json")
    assert hashlib.sha256(content.content).hexdigest() == frozen["sha256"]
    assert content.json()["decisions"][0]["owner"] == "Ben"
    kept = client.get(f"{REPORTS}/{report}").json()["files"]
    for form, sha256 in kept.items():
        file = client.get(f"{REPORTS}/{report}.{form}")
        assert hashlib.sha256(file.content).hexdigest() == sha256
        assert client.get(f"{REPORTS}/{report}.{form}", headers={"If-None-Match": file.headers["etag"]}).status_code == 304
    assert set(kept) >= {"html", "md", "json"}
    assert [row["id"] for row in client.get(REPORTS).json()["data"]] == [report]


def test_nothing_is_approved_but_what_was_looked_at(client: TestClient) -> None:
    report = begin(client)
    seen = hashlib.sha256(client.get(f"{REPORTS}/{report}.json").content).hexdigest()
    assert client.post(f"{REPORTS}/{report}/approval", json={"sha256": "0" * 64}).status_code == 409
    assert client.post(f"{REPORTS}/{report}/approval", json={"sha256": seen}).status_code == 200


def test_a_restatement_is_another_report(client: TestClient, engine: Engine) -> None:
    report = begin(client)
    assert client.post(f"{REPORTS}/{report}/restatements", json={"reason": "late"}).status_code == 409
    client.post(f"{REPORTS}/{report}/approval")
    client.post(f"{REPORTS}/{report}/freeze")
    before = client.get(f"{REPORTS}/{report}.html").content
    key = {"Idempotency-Key": "once"}
    made = [client.post(f"{REPORTS}/{report}/restatements", json={"reason": "late"}, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    again = made[0].json()
    assert (again["version"], again["restates"], again["reason"], again["state"]) == (2, report, "late", "draft")
    publish(engine, 3, {"export": "Another name"})
    assert client.get(f"{REPORTS}/{again['id']}.json").json()["changes"]["themes"][0]["now_label"] == "Another name"
    assert client.get(f"{REPORTS}/{report}.html").content == before
    assert client.get(f"{REPORTS}/{report}/restatement").json()["report_id"] == report
    assert client.get(f"{REPORTS}/{again['id']}/restatement").status_code == 409


def test_who_may_what(app: FastAPI, client: TestClient, keys: dict[str, str]) -> None:
    report = begin(client)
    paths = ("approval", "freeze", "restatements", "deliveries")
    for role, expected in (("csm", 403), ("leadership", 403)):
        asking = as_role(app, keys, role)
        assert {asking.post(f"{REPORTS}/{report}/{path}", json={}).status_code for path in paths} == {expected}
        assert asking.put(f"{REPORTS}/{report}/decisions/{EXPORT}", json={"decision": "x", "owner": "y"}).status_code == expected
        assert asking.get(f"{REPORTS}/{report}.html").status_code == 200
    assert as_role(app, keys, "leadership").post(REPORTS, json={"month": "2026-10"}).status_code == 403
    assert as_role(app, keys, "admin").post(f"{REPORTS}/{report}/approval").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422),
        ({"month": "2026-13"}, 422),
        ({"month": "2026-10", "quarter": "2026-Q3"}, 422),
        ({"month": "2030-01"}, 422),
        ({"account_id": "acc_x"}, 422),
        ({"quarter": "2026-Q4"}, 422),
        ({"account_id": "acc_x", "quarter": "2026-Q4"}, 404),
        ({"account_id": account_key("A-1"), "quarter": "2030-Q1"}, 422),
    ],
)
def test_a_report_of_nothing_is_not_begun(client: TestClient, asked: dict[str, str], status: int) -> None:
    assert client.post(REPORTS, json=asked).status_code == status
    assert client.get(REPORTS).json()["data"] == []


def test_leadership_reads_reports_without_anybodys_name_or_address(app: FastAPI, client: TestClient, keys: dict[str, str]) -> None:
    leader = as_role(app, keys, "leadership")
    for report in (begin(client), begin(client, account_id=account_key("A-1"), quarter="2026-Q4")):
        for form in ("html", "md", "json"):
            text = leader.get(f"{REPORTS}/{report}.{form}").text
            assert "export" in text
            for personal in ("Mia Beck", "mia@writer.example", "hidden.person"):
                assert personal not in text


def test_an_accounts_review_tells_what_it_asked_how_it_is_and_when_it_renews(client: TestClient) -> None:
    account = account_key("A-1")
    review = client.get(f"/api/v1/accounts/{account}/review", params={"quarter": "2026-Q4"}).json()
    schemas.Review.model_validate(review)
    (asked,) = review["asked"]
    assert (asked["label"], asked["quarter_mentions"], asked["is_open"], asked["outcome"]) == ("export trouble", 3, True, "open")
    assert {quote["account"]["id"] for quote in asked["quotes"]} == {account}
    assert (review["renews_on"], review["arr"]["amount"], review["complete"]) == ("2026-12-01", "100000.00", False)
    assert review["health"]["score"] == pytest.approx(review["health"]["base"] + sum(c["points"] for c in review["health"]["contributions"]), abs=0.05)
    assert [p["day"] for p in review["arr_course"]][::12] == ["2025-10-31", "2026-10-31"]
    assert client.get(f"/api/v1/accounts/{account}/review").json()["quarter"] == "2026-Q3"  # the last that the ranking covers whole
    assert client.get(f"/api/v1/accounts/{account}/review", params={"quarter": "nonsense"}).status_code == 422


def test_a_review_is_frozen_like_a_months_report(client: TestClient, engine: Engine) -> None:
    account = account_key("A-1")
    report = begin(client, account_id=account, quarter="2026-Q3")
    assert client.post(f"{REPORTS}/{report}/approval").status_code == 200
    assert client.post(f"{REPORTS}/{report}/freeze").json()["quarter"] == "2026-Q3"
    forms = ("html", "md", "json", *(["pdf"] if find_spec("weasyprint") else []))
    before = {form: client.get(f"{REPORTS}/{report}.{form}").content for form in forms}
    publish(engine, 3, {"export": "Another name"})
    assert {form: client.get(f"{REPORTS}/{report}.{form}").content for form in forms} == before
    assert client.get(f"/api/v1/accounts/{account}/review", params={"quarter": "2026-Q3"}).json()["standing"]["state"] == "frozen"
    assert client.post(f"{REPORTS}/{report}/deliveries").status_code == 409  # it is for the account's team alone
