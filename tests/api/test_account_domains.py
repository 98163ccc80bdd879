"""Whose a domain is, by the API."""

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import account_key, item
from voc.usecases.feedback.import_rows import import_rows
from voc_api import schemas


def test_a_domain_is_assigned_listed_and_withdrawn(client: TestClient, engine: Engine, published: str) -> None:
    import_rows(engine, "feedback", [{**item("u1", "export fails"), "author_email": "kim@new.example"}], reporting_currency="USD")
    unmatched = client.get("/api/v1/unmatched").json()
    schemas.Page[schemas.Unmatched].model_validate(unmatched)
    assert {row["domain"] for row in unmatched["data"]} == {"new.example", "writer.example"}
    made = client.put("/api/v1/account-domains/new.example", json={"account_id": "A-2"}).json()
    schemas.Reassigned.model_validate(made)
    assert (made["account"], made["items"]) == (account_key("A-2"), 1)
    assert client.get(f"/api/v1/jobs/{made['job_id']}").json()["kind"] == "refresh"
    domains = client.get("/api/v1/account-domains").json()
    schemas.Page[schemas.AccountDomain].model_validate(domains)
    assert domains["data"][0]["account"] == {"id": account_key("A-2"), "name": "Birch"}
    assert client.delete("/api/v1/account-domains/new.example").json()["items"] == 1
    assert client.delete("/api/v1/account-domains/new.example").status_code == 404
    assert client.put("/api/v1/account-domains/gmail.com", json={"account_id": "A-2"}).status_code == 422
