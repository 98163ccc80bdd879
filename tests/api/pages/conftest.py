"""A browser's session over the small company's ranking."""

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from voc.db.session import transaction
from voc.usecases.people.sign_in import create_sign_in_link


def sign_in(app: FastAPI, engine: Engine, role: str) -> TestClient:
    """A client that came by a one-time link."""
    with transaction(engine) as session:
        token = create_sign_in_link(session, role, f"Some {role}", datetime.now(UTC))
    client = TestClient(app, follow_redirects=False)
    response = client.get("/sign-in", params={"token": token, "next": "/themes"})
    assert (response.status_code, response.headers["location"]) == (303, "/themes")
    return client


@pytest.fixture
def browser(app: FastAPI, engine: Engine, company: None) -> TestClient:
    """A product manager, signed in."""
    return sign_in(app, engine, "pm")
