"""Migrations: frozen once they landed, and every database that a landed one left goes on to today's tables."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from tests.conftest import need_service
from tests.db.landed import DUMPS, EMAIL, PASSWORD, load_dump
from tests.running import run_voc_on
from voc.db import migrations
from voc.db.migrating import Schema, check_schema, find_schema, upgrade_database
from voc.db.schema import METADATA, is_compared
from voc.db.session import create_database, reading, transaction
from voc.db.tables import FxRateRow
from voc.errors import UnavailableError
from voc.settings import Settings
from voc.usecases.people.sign_in import start_session_by_password
from voc_api.auth import SESSION_COOKIE, csrf_token
from voc_api.main import create_app

# The SHA-256 of each revision that landed. A line is added with each new revision; none is ever changed (CONTRIBUTING.md).
LANDED = {
    "r0001_first_tables.py": "c3de6f3bf1b69b4178fe972b28e06b5c466e3521920a040efda2c1b39079ca94",
    "r0002_undo_of_imports.py": "f3452877b9f1d9af92ff12776349b45973f4839e5956f441381f5bbf91c7f793",
    "r0003_who_counts.py": "a22810661b8a1e5aa642f65e41bd905133238820c82f368180b8bd206459c32d",
    "r0004_proposals.py": "a4e6c84cd7911af2d5a6eb7042f915cf842768a097f8c8b5387163f14e99fe70",
    "r0005_boilerplate.py": "39e712e30b561ab206f97a7d7e26d546505b18cddaa4d85de8789bd3fc572283",
    "r0006_unknown_amounts.py": "f1a8c36dc10f66bcceaa7b6f2ae22f6d8cdd633928bd2b7f766e685c55a86eed",
    "r0007_further_domains.py": "63c1219bfda9f0d915788912fdeb4533d7fa02429ea041ddc6c05a961cfb1d8d",
    "r0008_ignored_origins.py": "f1fc60cfb264ab864d527bf8bbfb47479f8f6c8ef1ed3f546039138dc153c899",
}

REVISIONS = Path(migrations.__file__).parent / "versions"


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, fresh_database: Callable[[str], Engine]) -> Engine:
    """A database that nobody else uses."""
    return fresh_database(request.param)


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[Engine]:
    engine = create_database(f"sqlite:///{tmp_path}/new.db")
    yield engine
    engine.dispose()


def test_a_revision_that_landed_never_changes() -> None:
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in REVISIONS.glob("r*.py")}
    assert there == LANDED


def test_the_migrations_make_the_tables_that_the_program_knows(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True, "include_object": is_compared})
        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(migrated: Engine) -> None:
    with transaction(migrated) as session:
        session.execute(text("INSERT INTO fx_rate (currency, as_of, rate) VALUES ('EUR', '2026-01-01', '1.1')"))
    upgrade_database(migrated)
    assert find_schema(migrated) is Schema.CURRENT
    with reading(migrated) as session:
        assert session.query(FxRateRow).count() == 1


def test_two_may_migrate_at_once(migrated: Engine) -> None:
    with migrated.begin() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS snippet_search"))
        connection.execute(text("DROP TABLE alembic_version"))
    raised: list[BaseException] = []

    def upgrade() -> None:
        try:
            upgrade_database(migrated)
        except Exception as error:
            raised.append(error)

    threads = [Thread(target=upgrade) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    assert find_schema(migrated) is Schema.CURRENT


@pytest.mark.parametrize(("revision", "words"), [("0014", "from before the first release"), ("r9999", "newer version"), ("5f2a", "newer version")])
def test_a_database_of_another_time_is_refused_in_one_line_that_says_what_to_do(migrated: Engine, revision: str, words: str) -> None:
    with migrated.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    for ask in (upgrade_database, check_schema):
        with pytest.raises(UnavailableError, match=words) as caught:
            ask(migrated)
        assert "\n" not in str(caught.value) and "VOC_DATABASE_URL" in str(caught.value)


def test_tables_that_voc_did_not_make_are_left_alone(untouched: Engine) -> None:
    with untouched.begin() as connection:
        connection.execute(text("CREATE TABLE account (id INTEGER)"))
    with pytest.raises(UnavailableError, match="name another database"):
        upgrade_database(untouched)


@pytest.mark.parametrize("command", [("serve",), ("worker",), ("finder",), ("db", "upgrade"), ("themes",)])
def test_no_command_starts_on_a_newer_database(tmp_path: Path, untouched: Engine, command: tuple[str, ...]) -> None:
    upgrade_database(untouched)
    with untouched.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    done = run_voc_on(untouched, tmp_path, *command)
    assert done.returncode == 3
    assert "newer version of voc" in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[Callable[[str], Engine]]:
    """Makes a database without tables, "sqlite" or "postgresql"."""
    engines: list[Engine] = []

    def make(kind: str) -> Engine:
        url = f"sqlite:///{tmp_path}/old.db"
        if kind == "postgresql":
            owner = create_database(need_service("VOC_TEST_POSTGRES_URL"))
            with owner.begin() as connection:
                connection.execute(text("DROP SCHEMA IF EXISTS voc_old CASCADE"))
                connection.execute(text("CREATE SCHEMA voc_old"))
            url = owner.url.update_query_dict({"options": "-csearch_path=voc_old"}).render_as_string(hide_password=False)
            owner.dispose()
        engines.append(create_database(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("revision", DUMPS)
def test_the_data_of_every_landed_revision_comes_along(empty_database: Callable[[str], Engine], kind: str, revision: str, tmp_path: Path) -> None:
    engine = empty_database(kind)
    counts = load_dump(engine, revision)
    upgrade_database(engine)
    check_schema(engine)
    with engine.connect() as connection:
        assert {table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) for table in counts} == counts
    token = start_session_by_password(engine, EMAIL, PASSWORD, datetime.now(UTC))
    url = engine.url.render_as_string(hide_password=False)
    settings = Settings(_env_file=None, database_url=url, data_dir=tmp_path, secret_key="only for tests", allowed_hosts="testserver")
    with TestClient(create_app(settings), cookies={SESSION_COOKIE: token}) as client:
        first = client.get("/api/v1/themes").json()["data"][0]
        assert (first["label"], first["status"], first["pinned"], first["affected_arr"]["amount"]) == ("Exports fail", "planned", True, "157000.50")
        report = client.get("/api/v1/reports").json()["data"][0]
        assert report["state"] == "frozen"
        assert hashlib.sha256(client.get(f"/api/v1/reports/{report['id']}.json").content).hexdigest() == report["sha256"]
        note = client.get("/api/v1/notes").json()["data"][0]
        assert note["text"] == "Call them, @ana"
        assert client.get("/api/v1/search?q=export").json()["data"]
        wrote = client.post("/api/v1/notes", json={"on": first["id"], "text": "Still here"}, headers={"X-CSRF-Token": csrf_token("only for tests", token)})
        assert wrote.status_code == 201


def test_every_landed_revision_has_a_dump() -> None:
    assert {f"{revision}_" for revision in DUMPS} == {name[:6] for name in LANDED}
