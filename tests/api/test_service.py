"""What holds for every address: problem documents, ETags, the OpenAPI document, and what machines ask."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, publish, theme_id
from voc.db.changes import list_begun
from voc.db.jobs import add_job
from voc.db.session import transaction
from voc.domain.changes import IMPORTING
from voc.domain.feedback import feedback_id
from voc.settings import Settings
from voc.usecases.people.add_user import add_user
from voc_api import schemas
from voc_api.main import create_app


def test_the_web_process_loads_no_machine_learning_and_nothing_that_makes_a_pdf() -> None:
    """Its start must be quick and small."""
    script = (
        "import sys; from voc_api.main import create_app; from voc.settings import Settings\n"
        "create_app(Settings(_env_file=None, secret_key='x')).openapi()\n"
        "heavy = {'hdbscan', 'spacy', 'torch', 'sentence_transformers', 'sklearn', 'weasyprint'}\n"
        "heavy |= {'voc.usecases.refresh.refresh_themes', 'voc.usecases.work_job'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("DELETE", "/api/v1/themes", 405),
        ("PUT", "/api/v1/feedback/x", 405),
        ("GET", "/api/v1/themes?limit=0", 422),
        ("GET", "/api/v1/themes?q=%00", 422),
        ("GET", "/api/v1/themes/%00", 422),
        ("GET", "/api/v1/accounts/acc_x/health?colour=1", 422),
    ],
)
def test_errors_are_problem_documents(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = schemas.Problem.model_validate(answer.json())
    assert problem.status == status
    assert problem.detail
    assert answer.json().keys() >= {"type", "title", "status", "detail", "instance"}


def addresses(engine: Engine) -> dict[str, str]:
    with transaction(engine) as session:
        job_id = add_job(session, "refresh", {}, datetime.now(UTC))
        import_id = list_begun(session, IMPORTING, 1)[0][1].id
        user_id = add_user(session, "ana@example.com", "Ana", "csm", datetime.now(UTC)).id
    return {
        "theme_id": theme_id("export"),
        "feedback_id": feedback_id("zendesk", "0"),
        "account_id": account_key("A-1"),
        "job_id": job_id,
        "report_id": "rep_x",
        "form": "html",
        "user_id": user_id,
        "import_id": import_id,
    }


ASKED = {"/api/v1/search": "?q=export", "/api/v1/compare": f"?theme={theme_id('export')},{theme_id('login')}"}  # what an address cannot be read without


def reads(app: FastAPI) -> list[tuple[str, dict[str, Any]]]:
    return [(path, operations["get"]) for path, operations in app.openapi()["paths"].items() if "get" in operations]


@pytest.mark.usefixtures("published")
def test_every_read_has_an_etag_and_304_for_who_has_it(admin: TestClient, app: FastAPI, engine: Engine) -> None:
    ids = addresses(engine)
    for path, _ in reads(app):
        if path.startswith("/api/") and "report_id" not in path and not path.endswith("/rejects.csv"):
            asked = path.format(**ids) + ASKED.get(path, "")
            answer = admin.get(asked)
            assert answer.status_code == 200, path
            etag = answer.headers["etag"]
            same = admin.get(asked, headers={"If-None-Match": f'"other", {etag}'})
            assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
            assert admin.get(asked, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_changes_with_the_ranking(client: TestClient, engine: Engine, published: str) -> None:
    before = client.get("/api/v1/themes").headers["etag"]
    publish(engine, 2)
    assert client.get("/api/v1/themes").headers["etag"] != before


def test_before_the_first_refresh_lists_are_empty_and_items_404(admin: TestClient, app: FastAPI) -> None:
    for path, _ in reads(app):
        if path.startswith("/api/"):
            ids = {
                "theme_id": "thm_x",
                "feedback_id": "fbk_x",
                "account_id": "acc_x",
                "job_id": "job_x",
                "report_id": "rep_x",
                "form": "html",
                "user_id": "usr_x",
                "import_id": "chg_x",
            }
            answer = admin.get(path.format(**ids) + ASKED.get(path, ""))
            names_things = "{" in path or "theme=" in ASKED.get(path, "")
            assert answer.status_code == (404 if names_things else 200), path


HOSTILE = [
    "'",
    '"',
    "%",
    "\\",
    "../..",
    "🦀",
    "\u202e",
    "x" * 3_000,
    "null",
    "-1",
    "0",
    "1e999",
    "2026-02-30",
    "%00",
    "%FF",
    "%ED%A0%80",
    "[]",
    "{}",
    "a,b",
    " ",
    "$where",
]
FOR_EACH_DATABASE = ("'", "%00", "%ED%A0%80")  # what databases take differently; of the rest each meets every other value, the two together all


def hostile(kind: str, number: int) -> list[str]:
    """The values that the parameter of this number meets on a database."""
    turn = number + (kind == "postgresql")
    return [value for n, value in enumerate(HOSTILE) if value in FOR_EACH_DATABASE or (turn + n) % 2]


@pytest.mark.usefixtures("published")
def test_no_read_answers_5xx_whatever_its_parameters(client: TestClient, app: FastAPI, engine: Engine) -> None:
    ids = addresses(engine)
    numbers = count()
    with client:  # one thread for all requests: a new one each time takes longer than most answers
        for path, operation in reads(app):
            for parameter in operation.get("parameters", []):
                for value in hostile(engine.dialect.name, next(numbers)):
                    if parameter["in"] == "path":
                        address = path.format(**ids | {parameter["name"]: value.replace("/", "%2F")})
                        assert client.get(address).status_code < 500, address
                    elif parameter["in"] == "query":
                        address = path.format(**ids) + f"?{parameter['name']}={value}"
                        assert client.get(address).status_code < 500, address


def test_the_openapi_document_has_examples_and_problem_documents(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/themes", "/api/v1/themes/{theme_id}/history", "/api/v1/imports", "/api/v1/reports/{report_id}.{form}", "/readyz"} <= document[
        "paths"
    ].keys()
    themes = document["paths"]["/api/v1/themes"]["get"]
    assert {parameter["name"] for parameter in themes["parameters"]} >= {
        "scope",
        "segment",
        "source",
        "since",
        "affected_arr[gte]",
        "sort",
        "q",
        "limit",
        "cursor",
    }
    assert themes["responses"]["422"]["content"].keys() == {"application/problem+json"}
    assert document["components"]["schemas"]["Theme"]["properties"]["label"]["examples"]
    assert document["components"]["securitySchemes"].keys() == {"key", "session"}
    posted = document["paths"]["/api/v1/feedback"]["post"]
    assert posted["requestBody"]["content"]["application/json"]["examples"]
    assert any(parameter["name"] == "Idempotency-Key" for parameter in posted["parameters"])
    references = set(re.findall(r"#/components/schemas/(\w+)", client.get("/api/v1/openapi.json").text))
    assert references <= document["components"]["schemas"].keys()


@pytest.mark.usefixtures("published")
def test_accounts_come_with_health_and_timeline(client: TestClient) -> None:
    page = client.get("/api/v1/accounts").json()
    schemas.Page[schemas.Account].model_validate(page)
    assert [row["name"] for row in page["data"]] == ["Alder", "Birch", "Elm", "Cedar", "Dogwood"]
    assert [row["name"] for row in client.get("/api/v1/accounts?segment=smb&sort=name").json()["data"]] == ["Cedar", "Dogwood"]
    assert client.get("/api/v1/accounts?band=sleepy").status_code == 422
    health = client.get(f"/api/v1/accounts/{account_key('A-1')}/health").json()
    schemas.HealthOfRun.model_validate(health)
    assert health["score"] == pytest.approx(health["base"] + sum(part["points"] for part in health["contributions"]), abs=0.05)
    timeline = client.get(f"/api/v1/accounts/{account_key('A-1')}/timeline").json()
    schemas.Page[schemas.TimelineEntry].model_validate(timeline)
    assert [entry["type"] for entry in timeline["data"]] == ["opportunity", "feedback", "feedback", "signal", "signal"]
    assert (timeline["data"][3]["value"], timeline["data"][3]["before"]) == (12.0, 40.0)
    first = client.get(f"/api/v1/accounts/{account_key('A-1')}/timeline?limit=2").json()
    rest = client.get(f"/api/v1/accounts/{account_key('A-1')}/timeline", params={"limit": 3, "cursor": first["next_cursor"]})
    assert rest.status_code == 200
    assert first["data"] + rest.json()["data"] == timeline["data"]


def test_runs_come_newest_first_and_one_is_current(client: TestClient, engine: Engine, published: str) -> None:
    second = publish(engine, 2)
    page = client.get("/api/v1/runs?limit=1").json()
    schemas.Page[schemas.Run].model_validate(page)
    rest = client.get("/api/v1/runs", params={"limit": 1, "cursor": page["next_cursor"]}).json()
    assert [(row["id"], row["current"]) for row in page["data"] + rest["data"]] == [(second, True), (published, False)]


def test_machines_need_no_key(anonymous: TestClient, engine: Engine) -> None:
    assert anonymous.get("/healthz").text == "ok\n"
    ready = anonymous.get("/readyz")
    schemas.Readiness.model_validate(ready.json())
    assert (ready.status_code, ready.json()["status"], ready.json()["oldest_waiting_job_seconds"]) == (200, "ready", 0.0)
    with transaction(engine) as session:
        add_job(session, "refresh", {}, datetime(2026, 1, 1, tzinfo=UTC))
    anonymous.get("/api/v1/accounts/acc_of_somebody")
    figures = anonymous.get("/metrics").text
    assert 'voc_jobs{state="waiting"} 1.0' in figures
    assert "voc_database_up 1.0" in figures
    assert 'voc_http_requests_total{method="GET",route="/api/v1/accounts/{account_id}",status="401"} 1.0' in figures
    assert "acc_of_somebody" not in figures


def test_without_a_database_the_service_is_alive_and_not_ready(tmp_path: Any) -> None:
    app = create_app(Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/empty.db", data_dir=tmp_path, secret_key="x", allowed_hosts="testserver"))
    client = TestClient(app, headers={"Authorization": "Bearer voc_x"}, raise_server_exceptions=False)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert "voc_database_up 0.0" in client.get("/metrics").text
    answer = client.get("/api/v1/themes", headers={"Authorization": f"Bearer {'voc_' + 'x' * 49}"})
    assert answer.status_code in (401, 503)
    with TestClient(app) as started:
        assert started.get("/readyz").status_code == 200
