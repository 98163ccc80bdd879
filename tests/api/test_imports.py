"""Files, refreshes, and the jobs that they become."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from voc.db.jobs import Job, add_job, claim_job, finish_job, get_job, park_job
from voc.db.session import reading, transaction
from voc.domain.ids import derive_id
from voc.settings import Settings
from voc.sources.layout import Layout
from voc.usecases.feedback.import_file import import_file
from voc_api import schemas
from voc_api.main import create_app

CSV = b"account_id,name,arr\n1,Alder,500\n"
NOW = datetime.now(UTC)


def send(client: TestClient, content: bytes = CSV, name: str = "accounts.csv", **fields: Any) -> Any:
    return client.post("/api/v1/imports", data={"kind": "accounts", **fields}, files={"file": (name, content)})


def job_of(engine: Engine, answer: Any) -> Job:
    with reading(engine) as session:
        return get_job(session, answer.json()["id"])


def uploads(app: FastAPI) -> list[Path]:
    return [path for path in (app.state.services.settings.data_dir / "uploads").rglob("*") if path.is_file()]


def test_an_upload_becomes_a_job_that_holds_the_file(client: TestClient, engine: Engine) -> None:
    answer = send(client, mapping='{"Firm": "name"}', map=["ARR EUR=arr"], dry_run="true")
    assert answer.status_code == 202, answer.text
    assert [job.id for job in schemas.ImportJobs.model_validate(answer.json()).jobs] == [answer.json()["id"]]
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['id']}"
    payload = job_of(engine, answer).payload
    assert (payload["kind"], payload["mapping"], payload["dry_run"]) == ("accounts", {"Firm": "name", "ARR EUR": "arr"}, True)
    path = Path(payload["path"])
    assert path.is_absolute()
    assert path.read_bytes() == CSV
    assert path.name == "accounts.csv"
    assert path.parent.name not in client.get(answer.headers["location"]).text


def test_who_sends_a_file_may_say_yes_to_what_looks_wrong_in_it(client: TestClient, engine: Engine) -> None:
    assert [job_of(engine, send(client, **fields)).payload["yes"] for fields in ({}, {"yes": "false"}, {"yes": "true"})] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", CSV), ("x.csv.gz", gzip.compress(CSV)), ("../../etc/passwd", CSV), ("x.jsonl", b'{"account_id": 1, "name": "A", "arr": 5}\n')],
)
def test_what_was_uploaded_can_be_imported(client: TestClient, engine: Engine, name: str, content: bytes) -> None:
    path = Path(job_of(engine, send(client, content, name)).payload["path"])
    assert path.parent.parent.name == "uploads"
    assert import_file(engine, "accounts", path, reporting_currency="USD").added == 1


def test_a_file_of_many_parts_arrives_whole(client: TestClient, engine: Engine) -> None:
    content = b"account_id,name,arr\n" + b"".join(b"%d,Name %d\r\n--boundary,7\n" % (n, n) for n in range(20_000))
    assert Path(job_of(engine, send(client, content)).payload["path"]).read_bytes() == content


def test_a_file_over_the_limit_is_413_and_leaves_nothing(client: TestClient, app: FastAPI) -> None:
    answer = send(client, b"x" * (2**20 + 1))
    assert answer.status_code == 413
    assert "VOC_MAX_UPLOAD_MB" in answer.json()["detail"]
    assert send(client, b"x" * 2**22).status_code == 413
    assert uploads(app) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "rumours"}, "rumours"),
        ({"mapping": "[1]"}, "mapping"),
        ({"mapping": '{"a": 1}'}, "mapping"),
        ({"mapping": '{"a": "colour"}'}, "colour"),
        ({"map": "nothing"}, "COLUMN=FIELD"),
        ({"dry_run": "maybe"}, "dry_run"),
        ({"yes": "maybe"}, "yes"),
        ({"colour": "red"}, "colour"),
        ({"map": "a\0=name"}, "NUL"),
    ],
)
def test_a_form_that_cannot_be_used_is_422_at_once_and_leaves_nothing(client: TestClient, app: FastAPI, fields: dict[str, str], words: str) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert uploads(app) == []


def test_a_form_without_a_file_or_that_is_no_form_is_refused(client: TestClient, app: FastAPI) -> None:
    assert client.post("/api/v1/imports", data={"kind": "accounts"}, files={"other": ("a.csv", CSV)}).status_code == 422
    assert send(client, b"").status_code == 422
    assert client.post("/api/v1/imports", json={"kind": "accounts"}).status_code == 415
    broken = client.post("/api/v1/imports", content=b"--b\r\nnonsense", headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert broken.status_code == 422
    assert uploads(app) == []


def test_a_refresh_is_one_job_per_day_asked_for(client: TestClient) -> None:
    first = client.post("/api/v1/refreshes", json={"as_of": "2026-10-31"})
    assert first.status_code == 202
    again = client.post("/api/v1/refreshes", json={"as_of": "2026-10-31"})
    assert again.json()["id"] == first.json()["id"]
    assert client.post("/api/v1/refreshes").status_code == 202


def test_a_refresh_as_of_a_day_covers_that_day(client: TestClient, engine: Engine) -> None:
    answer = client.post("/api/v1/refreshes", json={"as_of": "2026-10-31", "full": True})
    assert job_of(engine, answer).payload == {"as_of": "2026-10-31T23:59:59.999999+00:00", "full": True}


@pytest.mark.parametrize("body", [{"as_of": "soon"}, {"as_of": ""}, {"as_of": "2999-01-01"}, {"as_of": 5}, {"full": "perhaps"}, {"colour": 1}, [], "x"])
def test_a_refresh_that_cannot_be_is_422(client: TestClient, body: Any) -> None:
    answer = client.post("/api/v1/refreshes", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_parked_job_tells_of_its_parts(client: TestClient, engine: Engine) -> None:
    with transaction(engine) as session:
        job_id = add_job(session, "refresh", {}, NOW)
        job = claim_job(session, job_id, NOW, 60)
        assert job
        park_job(session, job)
        first = add_job(session, "embed", {}, NOW, key="one", group_id=derive_id("run", job_id))
        add_job(session, "embed", {}, NOW, key="two", group_id=derive_id("run", job_id))
        part = claim_job(session, first, NOW, 60)
        assert part
        finish_job(session, part, NOW, {})
    answer = client.get(f"/api/v1/jobs/{job_id}").json()
    schemas.Job.model_validate(answer)
    assert (answer["state"], answer["parts"]) == ("parked", {"done": 1, "waiting": 1})
    assert client.get("/api/v1/jobs/job_none").status_code == 404


def test_a_broker_that_is_down_never_fails_a_request(settings: Settings, keys: dict[str, str], engine: Engine) -> None:
    app = create_app(settings.model_copy(update={"broker_url": "redis://127.0.0.1:1/0"}))
    client = TestClient(app, headers={"Authorization": f"Bearer {keys['pm']}"})
    answer = client.post("/api/v1/refreshes", json={})
    assert answer.status_code == 202
    assert job_of(engine, answer).state == "waiting"
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["broker"], ready.json()["database"]) == (503, False, True)
    app.state.services.engine.dispose()


def test_the_doorbell_rings_after_the_commit(client: TestClient, engine: Engine, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []

    def ring(_: Any, job_id: str) -> bool:
        with reading(engine) as session:
            rung.append(get_job(session, job_id).state)
        return True

    monkeypatch.setattr("voc.broker.ring", ring)
    client.post("/api/v1/refreshes", json={})
    assert rung == ["waiting"]


def test_rejected_rows_are_raw_and_stay_from_leadership(app: FastAPI, keys: dict[str, str], client: TestClient, engine: Engine) -> None:
    rows = [{"row": "mia@example.com wrote it", "reason": "no date", "line": "2", "column": "occurred_at"}]
    with transaction(engine) as session:
        job = claim_job(session, add_job(session, "import", {}, NOW), NOW, 60)
        assert job is not None
        finish_job(session, job, NOW, {"read": 1, "rejected": 1, "rejects": rows})
    boss = TestClient(app, headers={"Authorization": f"Bearer {keys['leadership']}"})
    assert client.get(f"/api/v1/jobs/{job.id}").json()["result"]["rejects"] == rows
    assert boss.get(f"/api/v1/jobs/{job.id}").json()["result"] == {"read": 1, "rejected": 1}


FEEDBACK = b"source,external_id,kind,occurred_at,text\nzendesk,1,ticket,2026-10-01,It dies\n"


def test_several_files_are_a_job_each_in_the_order_in_which_they_begin(client: TestClient, engine: Engine) -> None:
    answer = client.post("/api/v1/imports", files=[("file", ("said.csv", FEEDBACK)), ("file", ("firms.csv", CSV))])
    assert answer.status_code == 202, answer.text
    told = schemas.ImportJobs.model_validate(answer.json())
    with reading(engine) as session:
        payloads = [get_job(session, job.id).payload for job in told.jobs]
    assert [(payload["kind"], Path(payload["path"]).name) for payload in payloads] == [("accounts", "firms.csv"), ("feedback", "said.csv")]
    assert told.id == told.jobs[0].id


def test_a_kind_need_not_be_said_and_a_profile_can_be(client: TestClient, engine: Engine) -> None:
    assert job_of(engine, client.post("/api/v1/imports", files={"file": ("a.csv", CSV)})).payload["kind"] == "accounts"
    tickets = b'{"tickets": [{"id": 3, "subject": "It", "description": "dies", "created_at": "2026-10-01T10:00:00Z", "requester_id": 7}]}'
    named = client.post("/api/v1/imports", data={"profile": "zendesk_tickets"}, files={"file": ("t.json", tickets)})
    profile = Layout.from_json(job_of(engine, named).payload).profile
    assert profile and profile.name == "zendesk_tickets"
    assert client.post("/api/v1/imports", data={"profile": "none"}, files={"file": ("t.json", tickets)}).status_code == 422


def test_a_file_that_nothing_knows_is_refused_with_its_columns(client: TestClient, app: FastAPI) -> None:
    answer = client.post("/api/v1/imports", files={"file": ("mine.csv", b"colour,size\nred,5\n")})
    assert answer.status_code == 422
    assert "mine.csv" in answer.json()["detail"] and "colour" in answer.json()["detail"]
    assert uploads(app) == []


def test_the_same_files_sent_again_under_a_key_are_answered_again(client: TestClient, engine: Engine) -> None:
    def post(*files: tuple[str, bytes]) -> Any:
        return client.post("/api/v1/imports", files=[("file", file) for file in files], headers={"Idempotency-Key": "two"})

    first = post(("said.csv", FEEDBACK), ("firms.csv", CSV))
    assert post(("said.csv", FEEDBACK), ("firms.csv", CSV)).json() == first.json()
    assert post(("said.csv", FEEDBACK)).status_code == 409
