"""Engines and transactions: one request or one task is one transaction, committed at the edge."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from voc.domain.changes import MACHINE, Actor
from voc.errors import InputError, UnavailableError

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON", "secure_delete=ON")
_ANSWERS = "answers"  # where a reading session keeps what `read_once` read

P = ParamSpec("P")
T = TypeVar("T")

SPARE = 4  # connections of a pool beside those that were asked for: a commit may overlap with the next request
WAIT = 2.0  # seconds to wait for a connection of a pool


def create_database(url: str, *, connections: int | None = None) -> Engine:
    """An engine for the URL, with a pool of so many connections (None: SQLAlchemy's default).

    Raises InputError where it is not a database URL that voc knows, UnavailableError where its driver is not installed.
    """
    try:
        name = make_url(url).get_backend_name()
        if name not in ("sqlite", "postgresql"):
            raise InputError(f"VOC_DATABASE_URL names {name}; voc knows sqlite and postgresql")
        _keep_private(url)
        pool = {} if connections is None else {"pool_size": connections, "max_overflow": SPARE, "pool_timeout": WAIT}
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), **pool)
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
def transaction(engine: Engine, actor: Actor = MACHINE, act: str | None = None) -> Iterator[Session]:
    """A session whose work is committed at the end, all of it or nothing; the audit log names the actor (`actor_of`). `act`: the change that this goes on
    with, where what is done at once takes several transactions."""
    info = {"actor": actor, **({"act": act} if act else {})}
    with translate_errors(), Session(engine, expire_on_commit=False, info=info) as session, session.begin():
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
    with translate_errors(), Session(engine.execution_options(read_only=True, **options), expire_on_commit=False, info={_ANSWERS: {}}) as session:
        yield session


def read_once(read: Callable[Concatenate[Session, P], T]) -> Callable[Concatenate[Session, P], T]:
    """Let a session that only reads call `read` once for the same arguments, which are hashable: it sees one moment, so the answer stays the same.

    Callers share the answer and never change it. A transaction calls `read` each time, because it may have changed the data itself.
    """

    @wraps(read)
    def ask(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
        answers: dict[Hashable, T] | None = session.info.get(_ANSWERS)
        if answers is None:
            return read(session, *args, **kwargs)
        question = (read, args, tuple(sorted(kwargs.items())))
        if question not in answers:
            answers[question] = read(session, *args, **kwargs)
        return answers[question]

    return ask


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise the database's own errors as errors of voc's, where people can do something about them."""
    try:
        yield
    except PoolTimeout as error:
        raise UnavailableError("the database is busy: try again in a few seconds") from error
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
