"""Databases of older versions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import voc.db.session
from tests.conftest import need_service
from voc.db.session import create_database


@pytest.fixture
def old_database(tmp_path: Path) -> Iterator[Callable[[str, str], Engine]]:
    """Makes a database, "sqlite" or "postgresql", as a migration left it."""
    engines: list[Engine] = []

    def make(kind: str, revision: str) -> Engine:
        url = f"sqlite:///{tmp_path}/old.db"
        if kind == "postgresql":
            owner = create_database(need_service("VOC_TEST_POSTGRES_URL"))
            with owner.begin() as connection:
                connection.execute(text("DROP SCHEMA IF EXISTS voc_old CASCADE"))
                connection.execute(text("CREATE SCHEMA voc_old"))
            url = owner.url.update_query_dict({"options": "-csearch_path=voc_old"}).render_as_string(hide_password=False)
        engine = create_database(url)
        engines.append(engine)
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(voc.db.session.__file__).parent / "migrations"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        return engine

    yield make
    for engine in engines:
        engine.dispose()
