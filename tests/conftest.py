"""What every test that touches data runs on: both databases, fresh and empty."""

import os
import uuid
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url, text

from voc.db.session import create_database, upgrade_database
from voc.db.tables import Base

# A busy machine is no failure; a property that uses the database or a folder empties it itself.
settings.register_profile("voc", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.load_profile("voc")

SERVICES_REQUIRED = os.environ.get("VOC_REQUIRE_SERVICES") == "1"


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = create_database(f"sqlite:///{tmp_path_factory.mktemp('database')}/voc.db")
    upgrade_database(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[Engine]:
    """A schema of its own in the database at VOC_TEST_POSTGRES_URL."""
    url = os.environ.get("VOC_TEST_POSTGRES_URL")
    if not url:
        reason = "VOC_TEST_POSTGRES_URL names no PostgreSQL to test on"
        if SERVICES_REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    schema = f"voc_test_{uuid.uuid4().hex[:12]}"
    owner = create_database(url)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    engine = create_database(make_url(url).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False))
    upgrade_database(engine)
    yield engine
    engine.dispose()
    with owner.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    owner.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, empty_tables: Callable[[Engine], None]) -> Engine:
    """An engine with all tables, empty."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    empty_tables(engine)
    return engine


@pytest.fixture(scope="session")
def empty_tables() -> Callable[[Engine], None]:
    """Deletes every row of a database; the tables stay."""

    def empty(engine: Engine) -> None:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"TRUNCATE {', '.join(table.name for table in Base.metadata.sorted_tables)} CASCADE"))
            else:
                for table in reversed(Base.metadata.sorted_tables):
                    connection.execute(table.delete())

    return empty
