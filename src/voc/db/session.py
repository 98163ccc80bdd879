"""Engines and transactions: one request or one task is one transaction, committed at the edge."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from voc.domain.changes import MACHINE, Actor
from voc.errors import InputError, UnavailableError

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON")


def create_database(url: str) -> Engine:
    """An engine for the URL. Raises InputError where it is not a database URL that voc knows, UnavailableError where its driver is not installed."""
    try:
        name = make_url(url).get_backend_name()
        if name not in ("sqlite", "postgresql"):
            raise InputError(f"VOC_DATABASE_URL names {name}; voc knows sqlite and postgresql")
        _keep_private(url)
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except ArgumentError as error:
        raise InputError(f"VOC_DATABASE_URL is not a database URL: {error}") from None
    except ModuleNotFoundError as error:
        raise UnavailableError(f"the database's driver is not installed ({error.name}): pip install 'voc[postgres]'") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.driver == "psycopg":
        event.listen(engine, "do_connect", _plan_each_time)
    return engine


def is_begun(url: str) -> bool:
    """Whether there is a database to read: connecting to a SQLite file that is not there would make it."""
    parsed = make_url(url)
    return parsed.get_backend_name() != "sqlite" or Path(parsed.database or "").exists()


def _plan_each_time(_: Any, __: Any, ___: Any, options: dict[str, Any]) -> None:
    # A statement that psycopg prepares keeps the plan of the first moments; over a table that was empty then, a long IN list is a full scan for ever after.
    options["prepare_threshold"] = None


def _keep_private(url: str) -> None:
    """A new SQLite file is its owner's alone: it holds raw feedback. SQLite gives its other files the same rights."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not parsed.database.startswith((":", "file:")):
        with suppress(OSError):  # where the file cannot be made, connecting says so
            Path(parsed.database).touch(mode=0o600, exist_ok=True)


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A writer that begins as a reader fails at once when another wrote meanwhile, whatever busy_timeout says.
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine, actor: Actor = MACHINE) -> Iterator[Session]:
    """A session whose work is committed at the end, all of it or nothing; the audit log names the actor (`actor_of`)."""
    with _translated(), Session(engine, expire_on_commit=False, info={"actor": actor}) as session, session.begin():
        yield session


def actor_of(session: Session) -> Actor:
    """In whose name the session's transaction changes anything."""
    actor: Actor = session.info["actor"]
    return actor


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, and reads one moment: what others commit meanwhile, it does not see. It never waits for a writer on SQLite."""
    # SQLite's readers see one moment by themselves; of PostgreSQL it is asked for, so that no page shows half of one ranking and half of the next.
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with _translated(), Session(engine.execution_options(read_only=True, **options), expire_on_commit=False) as session:
        yield session


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "no such table" in str(error.orig):
            raise UnavailableError("the database has no tables yet: run `voc db upgrade`") from error
        raise UnavailableError(f"the database did not answer: {_first_line(error)}") from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == "42P01":
            raise UnavailableError("the database has no tables yet: run `voc db upgrade`") from error
        raise


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig else "no reason given"


def upgrade_database(engine: Engine) -> None:
    """Create or migrate all tables. Safe to run at any time, also by two at once on PostgreSQL."""
    with _translated(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(7301551)"))
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this version."""
    with reading(engine) as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return False
        return bool(session.scalar(text("SELECT version_num FROM alembic_version")) == ScriptDirectory.from_config(_alembic()).get_current_head())


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
