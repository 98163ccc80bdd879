"""The same POST twice is done once."""

import threading
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import count_feedback, item
from voc.db.jobs import count_jobs
from voc.db.session import reading


def post(client: TestClient, key: str, **json: Any) -> Any:
    return client.post("/api/v1/refreshes", json=json, headers={"Idempotency-Key": key})


def count(engine: Engine) -> int:
    with reading(engine) as session:
        return sum(count_jobs(session).values())


def test_the_same_key_and_body_is_answered_the_same_and_done_once(client: TestClient, engine: Engine) -> None:
    first, again = post(client, "k1", full=True), post(client, "k1", full=True)
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert count(engine) == 1


def test_the_same_key_with_another_body_or_address_is_409(client: TestClient) -> None:
    post(client, "k1", full=True)
    assert post(client, "k1", full=False).status_code == 409
    answer = client.post("/api/v1/feedback", json=item("1", "x"), headers={"Idempotency-Key": "k1"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_key_belongs_to_who_sent_it(client: TestClient, app: FastAPI, keys: dict[str, str], engine: Engine) -> None:
    post(client, "k1", as_of="2026-10-01")
    other = TestClient(app, headers={"Authorization": f"Bearer {keys['csm']}"})
    assert "idempotency-replayed" not in post(other, "k1", as_of="2026-10-02").headers
    assert count(engine) == 2


def test_a_refused_request_may_be_tried_again_with_its_key(client: TestClient) -> None:
    assert post(client, "k1", as_of="never").status_code == 422
    assert post(client, "k1", as_of="2026-10-01").status_code == 202


def test_a_key_that_is_none_is_422(client: TestClient) -> None:
    assert post(client, "x" * 256).status_code == 422
    assert post(client, "").status_code == 422


def test_the_same_upload_again_is_the_same_job_and_leaves_one_file(client: TestClient, engine: Engine, app: FastAPI) -> None:
    def send(content: bytes) -> Any:
        return client.post("/api/v1/imports", data={"kind": "accounts"}, files={"file": ("a.csv", content)}, headers={"Idempotency-Key": "k1"})

    first, again = send(b"account_id,name,arr\n1,A,5\n"), send(b"account_id,name,arr\n1,A,5\n")
    assert first.json()["id"] == again.json()["id"]
    assert send(b"account_id,name,arr\n1,A,6\n").status_code == 409
    assert count(engine) == 1
    assert len(list((app.state.services.settings.data_dir / "uploads").iterdir())) == 1


def test_two_at_once_with_one_key_do_it_once(client: TestClient, engine: Engine) -> None:
    answers: list[Any] = []

    def send() -> None:
        answers.append(client.post("/api/v1/feedback", json=item("1", "the export dies"), headers={"Idempotency-Key": "k1"}))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 5
    assert count_feedback(engine) == 1
