"""What every test that touches data runs on: both databases, fresh and empty."""

import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, text

from tests.remembering import RememberingEmbedder
from tests.snapshots import empty
from voc.db.migrating import upgrade_database
from voc.db.session import create_database

# A busy machine is no failure; a property that uses the database or a folder empties it itself.
settings.register_profile("voc", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("voc")

SERVICES_REQUIRED = os.environ.get("VOC_REQUIRE_SERVICES") == "1"


def need_service(variable: str) -> str:
    """The URL of a service to test on; the test is skipped without one, and fails where services are required."""
    if url := os.environ.get(variable):
        return url
    reason = f"{variable} names no service to test on"
    if SERVICES_REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Engine]]:
    """Makes migrated databases, "sqlite" or "postgresql", that are gone after the session. On PostgreSQL each is a schema of its own."""
    engines: list[Engine] = []
    schemas: list[tuple[Engine, str]] = []

    def make(kind: str) -> Engine:
        url = f"sqlite:///{tmp_path_factory.mktemp('database')}/voc.db"
        if kind == "postgresql":
            owner, schema = create_database(need_service("VOC_TEST_POSTGRES_URL")), f"voc_test_{uuid.uuid4().hex[:12]}"
            with owner.begin() as connection:
                connection.execute(text(f"CREATE SCHEMA {schema}"))
            schemas.append((owner, schema))
            url = owner.url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        engine = create_database(url)
        upgrade_database(engine)
        engines.append(engine)
        return engine

    yield make
    for engine in engines:
        engine.dispose()
    for owner, schema in schemas:
        with owner.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        owner.dispose()


@pytest.fixture(scope="session")
def embedder() -> RememberingEmbedder:
    return RememberingEmbedder()


@pytest.fixture(scope="session")
def sqlite_engine(fresh_database: Callable[[str], Engine]) -> Engine:
    return fresh_database("sqlite")


@pytest.fixture(scope="session")
def postgresql_engine(fresh_database: Callable[[str], Engine]) -> Engine:
    return fresh_database("postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, empty_tables: Callable[[Engine], None]) -> Engine:
    """An engine with all tables, empty."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    empty_tables(engine)
    return engine


@pytest.fixture(scope="session")
def empty_tables() -> Callable[[Engine], None]:
    """Deletes every row of a database; the tables stay."""
    return empty
