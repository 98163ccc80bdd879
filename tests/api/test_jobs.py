"""Jobs by the API, and what an import rejected."""

import csv
import io
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.test_imports import NOW, send
from tests.usecases.tools import tools_with
from voc.db.session import transaction
from voc.domain.deliveries import Outlets
from voc.usecases.shared.request_refresh import request_refresh
from voc.usecases.work_job import work_job
from voc_api import schemas

BAD = b"account_id,name,arr,currency\n1,Alder,500,USD\n2,=cmd(),5,much\n"


def test_the_newest_jobs_are_listed_first_page_by_page(client: TestClient, engine: Engine) -> None:
    imports = [send(client).json()["id"] for _ in range(3)]
    with transaction(engine) as session:
        request_refresh(session, NOW, NOW)
    page = client.get("/api/v1/jobs", params={"kind": "import", "limit": 2}).json()
    schemas.Page[schemas.Job].model_validate(page)
    rest = client.get("/api/v1/jobs", params={"kind": "import", "limit": 2, "cursor": page["next_cursor"]}).json()
    assert {job["id"] for job in page["data"] + rest["data"]} == set(imports)
    assert rest["has_more"] is False
    assert len(client.get("/api/v1/jobs").json()["data"]) == 4


def test_rejected_rows_are_downloaded_and_not_by_who_may_not_see_them(client: TestClient, app: FastAPI, keys: dict[str, str], engine: Engine) -> None:
    job_id = send(client, BAD).json()["id"]
    assert work_job(engine, job_id, tools_with(Outlets()))
    answer = client.get(f"/api/v1/jobs/{job_id}/rejects.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["line"], row["column"], row["row"]) == ("3", "currency", "2,=cmd(),5,much")
    for file in Path(app.state.services.settings.data_dir, "uploads").rglob("*.csv"):
        file.unlink()
    assert list(csv.DictReader(io.StringIO(client.get(f"/api/v1/jobs/{job_id}/rejects.csv").text))) == [row]
    leader = TestClient(app, headers={"Authorization": f"Bearer {keys['leadership']}"})
    assert leader.get(f"/api/v1/jobs/{job_id}/rejects.csv").status_code == 403
    for told in (leader.get(f"/api/v1/jobs/{job_id}").json(), leader.get("/api/v1/jobs").json()["data"][0]):
        assert told["result"]["rejected"] == 1
        assert "rejects" not in told["result"]
    assert client.get(f"/api/v1/jobs/{send(client).json()['id']}/rejects.csv").status_code == 404
