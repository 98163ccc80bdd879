"""A web server in this process on both databases, with keys of each role."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.api.company import publish, rank_company
from voc.db.session import transaction
from voc.domain.roles import Role
from voc.settings import Settings
from voc.usecases.people.create_key import create_key
from voc_api.deps import Services
from voc_api.main import create_app
from voc_api.metrics import Metrics

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=engine.url.render_as_string(hide_password=False),
        data_dir=tmp_path / "data",
        secret_key="only for tests",
        allowed_hosts="testserver",
        max_upload_mb=1,
        broker_url="",
    )


@pytest.fixture(scope="session")
def routed() -> FastAPI:
    """An application whose routes are made ready once: a new one takes a third of a second at its first request."""
    return create_app(Settings(_env_file=None, secret_key="only for tests", allowed_hosts="testserver"))


@pytest.fixture
def app(routed: FastAPI, settings: Settings) -> Iterator[FastAPI]:
    """The application over the test's own database and folders."""
    routes = list(routed.router.routes)
    routed.state.services = Services(settings)
    routed.state.metrics = Metrics(routed.state.services)
    yield routed
    routed.router.routes[:] = routes
    routed.state.services.engine.dispose()


@pytest.fixture
def anonymous(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def company(request: pytest.FixtureRequest) -> None:
    """The company is brought into an empty database: before the keys and sessions of a test that asks for both."""
    if "published" in request.fixturenames:
        request.getfixturevalue("published")


@pytest.fixture
def keys(engine: Engine, company: None) -> dict[str, str]:
    """A key of each role."""
    with transaction(engine) as session:
        return {role: create_key(session, role, role, NOW)[1] for role in Role}


@pytest.fixture
def client(app: FastAPI, keys: dict[str, str]) -> TestClient:
    """A product manager's client of an empty service."""
    return TestClient(app, headers={"Authorization": f"Bearer {keys['pm']}"})


@pytest.fixture
def admin(app: FastAPI, keys: dict[str, str]) -> TestClient:
    """An admin's client."""
    return TestClient(app, headers={"Authorization": f"Bearer {keys['admin']}"})


@pytest.fixture
def refresh(engine: Engine) -> Callable[[], str]:
    """The next run, which applies what was decided."""
    numbers = iter(range(2, 100))
    return lambda: publish(engine, next(numbers), started=datetime.now(UTC), decided=True)


@pytest.fixture
def published(engine: Engine) -> str:
    """The id of the run that the small company's ranking is from."""
    return rank_company(engine)
