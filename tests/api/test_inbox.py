"""The inbox over the API: what wants a person, the least sure first, until a person has dealt with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, item, publish, rank_company, theme_id
from voc.db.session import transaction
from voc.usecases.people.add_user import add_user
from voc_api import schemas

EXPORT, LOGIN = theme_id("export"), theme_id("login")


@pytest.fixture(autouse=True)
def ranked(engine: Engine) -> None:
    rank_company(engine, "ranked with an odd one", [item("odd", "something else entirely", "A-5")], datetime.now(UTC) - timedelta(minutes=5))


def inbox(client: TestClient, **params: Any) -> list[Any]:
    answer = client.get("/api/v1/inbox", params={"limit": 100, **params})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"])


def ids(client: TestClient, **params: Any) -> list[str]:
    return [row["snippet"]["id"] for row in inbox(client, **params)]


def test_everything_nobody_decided_of_is_there_with_its_suggestions(client: TestClient) -> None:
    rows = inbox(client)
    assert len(rows) == 9
    for row in rows:
        schemas.InboxItem.model_validate(row)
    assert [row["doubt"] for row in rows] == sorted((row["doubt"] for row in rows), reverse=True)
    placed = next(row for row in rows if row["snippet"]["theme_id"] == EXPORT)
    assert placed["suggestions"][0] == {"theme_id": EXPORT, "label": "export trouble", "probability": 0.9}
    assert len(placed["suggestions"]) == 3


def test_what_a_person_decided_or_marked_does_not_come_back(client: TestClient, engine: Engine) -> None:
    placed, ignored, moved, done, founded, kept = ids(client, sort="newest")[:6]
    client.put(f"/api/v1/snippets/{placed}/theme", json={"theme_id": EXPORT})
    client.put(f"/api/v1/snippets/{ignored}/ignored")
    client.put(f"/api/v1/snippets/{moved}/theme", json={"theme_id": None})
    assert client.post("/api/v1/inbox/marks", json={"mark": "done", "snippet_ids": [done]}).json()["snippets"] == 1
    client.post("/api/v1/themes", json={"snippet_ids": [founded], "label": "New"})
    left = ids(client)
    assert kept in left and not {placed, ignored, moved, done, founded} & set(left)
    publish(engine, 2, started=datetime.now(UTC), decided=True)
    assert set(ids(client)) == set(left)
    client.delete(f"/api/v1/snippets/{ignored}/ignored")
    assert ignored in ids(client)


def test_what_is_put_off_is_away_for_that_person_alone(client: TestClient, admin: TestClient) -> None:
    first = ids(client)[0]
    client.post("/api/v1/inbox/marks", json={"mark": "later", "snippet_ids": [first]})
    assert first not in ids(client)
    assert first in ids(admin)


def test_filters_narrow_it(client: TestClient) -> None:
    assert {row["snippet"]["source"] for row in inbox(client, source="gong")} == {"gong"}
    assert {row["snippet"]["account"]["id"] for row in inbox(client, account=account_key("A-1"))} == {account_key("A-1")}
    assert {row["snippet"]["theme_id"] for row in inbox(client, theme=LOGIN)} == {LOGIN}
    assert [row["snippet"]["text"] for row in inbox(client, theme="none")] == ["something else entirely"]
    assert {row["snippet"]["account"]["name"] for row in inbox(client, segment="smb")} == {"Cedar", "Dogwood"}
    assert [row["snippet"]["account"] for row in inbox(client, tab="unassigned")] == [None]
    assert inbox(client, tab="mine") == []  # a key looks after nothing
    assert client.get("/api/v1/inbox", params={"tab": "yours"}).status_code == 422


def test_a_page_leads_to_the_next(client: TestClient) -> None:
    first = client.get("/api/v1/inbox", params={"limit": 4}).json()
    second = client.get("/api/v1/inbox", params={"limit": 4, "cursor": first["next_cursor"]}).json()
    seen = [row["snippet"]["id"] for row in first["data"] + second["data"]]
    assert first["has_more"] and len(set(seen)) == 8 and seen == ids(client)[:8]


def test_new_is_what_came_since_the_last_day_somebody_did_anything(client: TestClient, engine: Engine) -> None:
    assert len(inbox(client, new="true")) == 9  # nobody was here before
    assert all(not row["is_new"] for row in inbox(client))


def test_a_snippet_is_given_to_a_colleague(client: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        bo = add_user(session, "bo@example.com", "Bo", "csm", datetime.now(UTC))
    first = ids(client)[0]
    assert client.put(f"/api/v1/snippets/{first}/owner", json={"user_id": bo.id}).json() == {"object": "snippet_owner", "snippet_id": first, "user_id": bo.id}
    assert inbox(client)[0]["owner"] == bo.id
    assert client.put(f"/api/v1/snippets/{first}/owner", json={"user_id": "usr_none"}).status_code == 422
    assert client.put("/api/v1/snippets/snp_none/owner", json={"user_id": bo.id}).status_code == 404
    client.delete(f"/api/v1/snippets/{first}/owner")
    assert inbox(client)[0]["owner"] is None


def test_corrections_tell_what_the_machine_moved_the_same_way(client: TestClient, engine: Engine) -> None:
    assert client.get("/api/v1/inbox/corrections").json()["decisions"] == 0
    own, other = ids(client, theme=EXPORT)[:2]
    client.put(f"/api/v1/snippets/{own}/theme", json={"theme_id": LOGIN})
    told = client.get("/api/v1/inbox/corrections").json()
    schemas.Corrections.model_validate(told)
    assert (told["decisions"], told["moved"], told["all_read"]) == (1, 1, False)
    client.put(f"/api/v1/snippets/{other}/theme", json={"theme_id": LOGIN})
    publish(engine, 2, started=datetime.now(UTC), decided=True)
    client.delete(f"/api/v1/snippets/{other}/theme")  # as if the machine had put it there
    told = client.get("/api/v1/inbox/corrections").json()
    assert (told["decisions"], told["others"], told["all_read"]) == (1, 1, True)
    assert told["ways"] == [{"from_theme_id": EXPORT, "to_theme_id": LOGIN, "by_you": 1, "by_machine": 1}]


def test_marks_name_snippets_that_are_there(client: TestClient) -> None:
    assert client.post("/api/v1/inbox/marks", json={"mark": "done", "snippet_ids": ["snp_none"]}).status_code == 422
    assert client.post("/api/v1/inbox/marks", json={"mark": "gone", "snippet_ids": ids(client)[:1]}).status_code == 422
