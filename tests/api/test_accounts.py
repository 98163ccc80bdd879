"""Accounts narrowed and sorted, and the brief before a call."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.api.company import account_key, publish, theme_id
from tests.api.test_notes import user
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas

pytestmark = pytest.mark.usefixtures("published")


def names(client: TestClient, **params: object) -> list[str]:
    answer = client.get("/api/v1/accounts", params=params)
    assert answer.status_code == 200, answer.text
    return [account["name"] for account in answer.json()["data"]]


@pytest.fixture
def others(engine: Engine) -> None:
    rows = [
        {"account_id": "B-1", "name": "Fir", "arr": "70000", "currency": "USD", "plan": "Team", "renews_on": "2027-06-01", "csm_email": "Bo@example.com"},
        {"account_id": "B-2", "name": "Gum", "arr": "10", "currency": "USD", "plan": "Free", "status": "trial"},
    ]
    import_rows(engine, "accounts", rows, reporting_currency="USD")
    publish(engine, 2)


def test_every_filter_narrows(client: TestClient, others: None) -> None:
    assert names(client) == ["Alder", "Fir", "Birch", "Elm", "Cedar", "Dogwood", "Gum"]
    assert names(client, owner="bo@example.com") == ["Fir"]
    assert names(client, status="trial") == ["Gum"]
    assert names(client, plan="Team,Free") == ["Fir", "Gum"]
    assert names(client, **{"arr[gte]": "50000"}) == ["Alder", "Fir", "Birch"]
    assert names(client, renews_within=31, segment="enterprise") == ["Alder", "Birch"]
    assert names(client, renews_within=30) == []
    assert names(client, q="b-1") == ["Fir"]
    assert client.get("/api/v1/accounts", params={"status": "gone"}).status_code == 422
    assert client.get("/api/v1/accounts", params={"sort": "colour"}).status_code == 422


def test_pages_lead_on(client: TestClient, others: None) -> None:
    first = client.get("/api/v1/accounts", params={"limit": 4}).json()
    second = client.get("/api/v1/accounts", params={"limit": 4, "cursor": first["next_cursor"]}).json()
    assert [a["name"] for a in first["data"] + second["data"]] == names(client) and not second["has_more"]


def test_a_run_that_kept_no_briefs_is_read_all_the_same(client: TestClient, engine: Engine) -> None:
    before = names(client, sort="name")
    with engine.begin() as connection:
        connection.execute(text("UPDATE run_account SET brief = NULL"))
    assert names(client, sort="name") == before


def test_who_looks_after_accounts_sees_their_own_first(app: FastAPI, engine: Engine, others: None) -> None:
    bo = user(app, engine, "bo@example.com", "Bo Chen")
    page = bo.get("/accounts").text
    assert page.index("Fir") < page.index("Alder") and "yours" in page
    mine = bo.get("/accounts?owner=me").text
    assert "Fir" in mine and "Alder" not in mine
    assert bo.get("/accounts?renews_within=soon").status_code == 422 and bo.get("/accounts?arr=much").status_code == 422
    assert "Alder" not in bo.get("/accounts?arr=60,000&renews_within=365&status=active&plan=Team").text


def test_its_themes_say_where_they_stand(client: TestClient) -> None:
    before = client.get(f"/api/v1/accounts/{account_key('A-1')}").json()
    schemas.Account.model_validate(before)
    assert (before["open_themes"], before["themes"][0]["status"]) == (1, "new")
    client.patch(f"/api/v1/themes/{theme_id('export')}", json={"status": "shipped"})
    after = client.get(f"/api/v1/accounts/{account_key('A-1')}").json()
    assert (after["open_themes"], after["themes"][0]["status"]) == (0, "shipped")


def test_the_brief_tells_what_an_account_waits_for_and_what_was_answered(client: TestClient, app: FastAPI, engine: Engine) -> None:
    address = f"/api/v1/accounts/{account_key('A-2')}/brief"
    brief = client.get(address).json()
    schemas.Brief.model_validate(brief)
    assert {ask["label"] for ask in brief["asks"]} == {"export trouble", "invoice trouble"} and brief["answered"] == []
    assert brief["asks"][0]["quotes"][0]["text"]
    client.patch(f"/api/v1/themes/{theme_id('export')}", json={"status": "declined"})
    brief = client.get(address).json()
    assert [ask["label"] for ask in brief["answered"]] == ["export trouble"]
    page = user(app, engine, "bo@example.com", "Bo Chen").get(f"/accounts/{account_key('A-2')}/brief").text
    assert "Before the call" in page and "invoice trouble" in page
    assert client.get("/api/v1/accounts/acc_none/brief").status_code == 404


def test_the_brief_shows_what_happened_lately(client: TestClient) -> None:
    brief = client.get(f"/api/v1/accounts/{account_key('A-1')}/brief").json()
    assert [entry["type"] for entry in brief["lately"]] == ["opportunity", "feedback", "feedback"]
