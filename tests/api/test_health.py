"""Health over the API: a person's word beside the machine's, alerts, weights."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.api.company import ACCOUNTS, account_key, publish
from voc.db.health_alerts import add_alerts
from voc.db.health_weights import add_proposal
from voc.db.session import transaction
from voc.domain.health import SHIPPED_WEIGHTS, HealthAlert
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

HEALTH = f"/api/v1/accounts/{account_key('A-1')}/health"
SOON = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("published")


def put(client: TestClient, etag: str | None = None, **word: Any) -> Response:
    body = {"reason": "Their new boss wants us out", "expires_on": SOON, **word}
    return client.put(f"{HEALTH}/override", json=body, headers={"If-Match": etag} if etag else {})


def client_of(app: FastAPI, keys: dict[str, str], role: str) -> TestClient:
    return TestClient(app, headers={"Authorization": f"Bearer {keys[role]}"})


def test_a_health_says_how_fresh_each_signal_is_and_what_moved_it(client: TestClient) -> None:
    health = client.get(HEALTH).json()
    schemas.HealthOfRun.model_validate(health)
    states = {part["name"]: part["state"] for part in health["contributions"]}
    assert (states["seats"], states["sentiment"], states["nps"]) == ("fresh", "fresh", "missing")
    assert round(health["base"] + sum(part["points"] for part in health["contributions"]), 1) == health["score"]
    assert [past["days"] for past in health["trend"]] == [30, 90]
    sentiment = next(part for part in health["contributions"] if part["name"] == "sentiment")
    items = client.get("/api/v1/feedback", params={"account": account_key("A-1")}).json()["data"]
    said = {row["id"] for item in items for row in _snippets(client, item["id"])}
    assert set(sentiment["quotes"]) == said


def _snippets(client: TestClient, feedback: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/feedback/{feedback}").json()["snippets"]
    return found


def test_a_persons_word_stands_beside_the_machines_and_survives_a_refresh(client: TestClient, engine: Engine) -> None:
    before = client.get(HEALTH).json()
    assert (before["override"], before["standing"]["by"]) == (None, "machine")
    answer = put(client, band="healthy")
    schemas.HealthOfRun.model_validate(answer.json())
    assert answer.status_code == 200
    assert answer.headers["etag"] == client.get(HEALTH).headers["etag"]
    publish(engine, 2)
    health = client.get(HEALTH).json()
    assert health["standing"] == {"band": "healthy", "score": None, "by": "person"}
    assert (health["score"], health["band"]) == (before["score"], before["band"])
    assert (health["override"]["made_by"], health["override"]["reason"]) == ("pm", "Their new boss wants us out")
    assert [row["name"] for row in client.get("/api/v1/accounts", params={"band": "healthy"}).json()["data"]] == ["Alder"]


def test_an_override_is_withdrawn_and_kept_on_record(client: TestClient) -> None:
    put(client, band="at_risk")
    put(client, score=71.25)
    assert client.get(HEALTH).json()["standing"] == {"band": "healthy", "score": 71.2, "by": "person"}
    answer = client.delete(f"{HEALTH}/override")
    assert (answer.status_code, answer.json()["standing"]["by"]) == (200, "machine")
    assert client.delete(f"{HEALTH}/override").status_code == 404
    record = client.get(f"{HEALTH}/overrides").json()
    schemas.Page[schemas.HealthOverride].model_validate(record)
    assert [(row["band"], row["score"], row["withdrawn_by"]) for row in record["data"]] == [("healthy", 71.2, "pm"), ("at_risk", None, "pm")]


def test_a_score_of_nothing_has_no_sign(client: TestClient) -> None:
    answer = client.put(
        f"{HEALTH}/override", content=f'{{"score": -0.0, "reason": "gone", "expires_on": "{SOON}"}}', headers={"content-type": "application/json"}
    )
    assert '"score":0.0' in answer.text.split('"override"')[1]


def test_only_customers_are_in_a_band(client: TestClient, engine: Engine) -> None:
    def at_risk() -> set[str]:
        return {row["name"] for row in client.get("/api/v1/accounts", params={"band": "at_risk"}).json()["data"]}

    put(client, band="at_risk")
    before = at_risk()
    assert "Alder" in before
    import_rows(engine, "accounts", [{**ACCOUNTS[0], "status": "churned"}], reporting_currency="USD")
    publish(engine, 2)
    assert at_risk() == before - {"Alder"}
    assert len(client.get("/api/v1/accounts").json()["data"]) == 5


@pytest.mark.parametrize("owner", ["ANA.LIMA@example.com", "nobody@example.com,Ana.Lima@Example.com"])
def test_owners_are_the_same_however_they_are_written(client: TestClient, engine: Engine, published: str, owner: str) -> None:
    with transaction(engine) as session:
        add_alerts(session, [alert("A-1", 3)], published, NOW)
    assert len(client.get("/api/v1/accounts", params={"owner": owner}).json()["data"]) == 5
    assert len(client.get("/api/v1/alerts", params={"owner": owner}).json()["data"]) == 1


def test_the_same_word_again_changes_nothing(client: TestClient) -> None:
    first, again = put(client, band="watch").json(), put(client, band="watch").json()
    assert first["override"]["id"] == again["override"]["id"]


def test_a_word_on_what_one_has_not_seen_is_412(client: TestClient) -> None:
    seen = client.get(HEALTH).headers["etag"]
    assert put(client, seen, band="watch").status_code == 200
    assert put(client, seen, band="at_risk").status_code == 412
    assert client.delete(f"{HEALTH}/override", headers={"If-Match": seen}).status_code == 412
    assert client.get(HEALTH).json()["standing"]["band"] == "watch"


@pytest.mark.parametrize(
    "word",
    [
        {"band": "fine"},
        {},
        {"band": "watch", "score": 50},
        {"score": 101},
        {"score": True},
        {"score": "50"},
        {"band": "watch", "reason": ""},
        {"band": "watch", "expires_on": "2020-01-01"},
        {"band": "watch", "expires_on": "2199-01-01"},
        {"band": "watch", "made_by": "Ana"},
    ],
)
def test_a_word_that_cannot_be_is_422(client: TestClient, word: dict[str, Any]) -> None:
    assert put(client, **word).status_code == 422
    assert client.get(HEALTH).json()["override"] is None


def test_leadership_reads_and_does_not_say(app: FastAPI, keys: dict[str, str]) -> None:
    leader, csm = client_of(app, keys, "leadership"), client_of(app, keys, "csm")
    assert put(leader, band="watch").status_code == 403
    assert put(csm, band="watch").status_code == 200
    assert leader.delete(f"{HEALTH}/override").status_code == 403
    assert leader.get(HEALTH).json()["override"]["made_by"] == "csm"
    nobody = csm.put("/api/v1/accounts/acc_none/health/override", json={"band": "watch", "reason": "x", "expires_on": SOON})
    assert nobody.status_code == 404


def alert(account: str, day: int, kind: str = "to_watch") -> HealthAlert:
    return HealthAlert(account_key(account), kind, date(2026, 10, day), NOW, 52.1, "watch", 64.0, "healthy", ("seats: fewer",))


def test_alerts_are_listed_the_newest_first_each_once_and_stand_on_the_timeline(client: TestClient, engine: Engine, published: str) -> None:
    with transaction(engine) as session:
        add_alerts(session, [alert("A-1", 3), alert("A-2", 4)], published, NOW)
        add_alerts(session, [alert("A-1", 3), alert("A-1", 20, "drop")], "run_later", NOW + timedelta(hours=1))
    page = client.get("/api/v1/alerts").json()
    schemas.Page[schemas.HealthAlert].model_validate(page)
    assert [row["kind"] for row in page["data"]] == ["drop", "to_watch", "to_watch"]
    assert {row["run_id"] for row in page["data"][1:]} == {published}
    first = client.get("/api/v1/alerts", params={"limit": 2}).json()
    rest = client.get("/api/v1/alerts", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert first["data"] + rest["data"] == page["data"]
    assert [row["account"]["name"] for row in client.get("/api/v1/alerts", params={"account": account_key("A-2")}).json()["data"]] == ["Birch"]
    assert len(client.get("/api/v1/alerts", params={"owner": "ana.lima@example.com"}).json()["data"]) == 3
    assert client.get("/api/v1/alerts", params={"owner": "nobody@example.com"}).json()["data"] == []
    told = client.get(f"/api/v1/accounts/{account_key('A-1')}/timeline", params={"type": "alert"}).json()["data"]
    assert {entry["kind"] for entry in told} == {"drop", "to_watch"}


def test_advocates_and_expansion_are_told_with_reasons_and_filter_the_accounts(client: TestClient, engine: Engine) -> None:
    used = {"active_users": 46, "licensed_seats": 50}
    rows = [{"account_id": "A-3", "signal": name, "observed_on": "2026-10-20", "value": value} for name, value in used.items()]
    import_rows(engine, "signals", rows, reporting_currency="USD")
    publish(engine, 2)
    (found,) = client.get("/api/v1/accounts", params={"expansion": "true"}).json()["data"]
    assert (found["name"], found["expansion"]["reasons"]) == ("Cedar", ["46 of 50 seats in use"])
    assert len(client.get("/api/v1/accounts", params={"expansion": "false"}).json()["data"]) == 4
    assert client.get("/api/v1/accounts", params={"advocate": "true"}).json()["data"] == []


def test_an_admin_accepts_proposed_weights_and_takes_it_back(app: FastAPI, keys: dict[str, str], engine: Engine) -> None:
    with transaction(engine) as session:
        proposal = add_proposal(session, {**SHIPPED_WEIGHTS, "nps": 30.0}, {"held_out_auc": 0.7}, NOW)
    admin, pm, address = client_of(app, keys, "admin"), client_of(app, keys, "pm"), f"/api/v1/health/weights/{proposal}/acceptance"
    assert pm.post(address).status_code == 403
    once = admin.post(address, headers={"Idempotency-Key": "1"})
    assert (once.status_code, once.json()["in_force"], once.json()["accepted_by"]) == (200, True, "admin")
    assert admin.post(address, headers={"Idempotency-Key": "1"}).headers["Idempotency-Replayed"] == "true"
    assert admin.post(address, headers={"Idempotency-Key": "1"}, json={}).status_code == 409
    assert admin.post(address, json={"nps": 1}).status_code == 422
    page = pm.get("/api/v1/health/weights").json()
    schemas.Page[schemas.HealthWeights].model_validate(page)
    assert [(row["id"], row["in_force"]) for row in page["data"]] == [(proposal, True), ("shipped", False)]
    publish(engine, 2)
    assert pm.get(HEALTH).json()["weights"] == proposal
    assert admin.delete(address).json()["in_force"] is False
    assert admin.delete(address).status_code == 409
    assert admin.post("/api/v1/health/weights/wgt_none/acceptance").status_code == 404
