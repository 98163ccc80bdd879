"""Create and migrate the tables, and tell whether a database has those of this version.

A revision that landed never changes (tests/db/test_migrations.py holds their checksums); CONTRIBUTING.md says how to add one.
"""

import re
from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from voc.db.schema import METADATA
from voc.db.session import reading, translate_errors
from voc.errors import UnavailableError

_LOCK = 7301551
_BEFORE_RELEASE = re.compile(r"\d{4}")  # the revisions of versions before the first release, which were edited after they landed


class Schema(Enum):
    """How a database's tables relate to those of this version. The value tells people what to do."""

    CURRENT = ""
    BEHIND = "the database's tables are not those of this version: run `voc db upgrade`"
    TOO_OLD = (
        "this database was made by a version of voc from before the first release and cannot be upgraded: keep what you need of it with that version's "
        "`voc export`, name a new database in VOC_DATABASE_URL, and import your files into it"
    )
    TOO_NEW = "this database was made by a newer version of voc: install that version, or name another database in VOC_DATABASE_URL"
    FOREIGN = "this database has tables that voc did not make under the names that voc needs: name another database in VOC_DATABASE_URL"


def upgrade_database(engine: Engine) -> None:
    """Create or migrate all tables. Safe to run at any time, also by two at once. Raises UnavailableError where it cannot be done."""
    if find_schema(engine) is Schema.CURRENT:
        return  # without the lock of a writer
    with translate_errors(), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = _find_schema(connection)
        if found not in (Schema.CURRENT, Schema.BEHIND):
            raise UnavailableError(found.value)
        if found is Schema.BEHIND:
            command.upgrade(alembic_config(connection), "head")


def check_schema(engine: Engine) -> None:
    """Raises UnavailableError, which says what to do, where the tables are not those of this version."""
    if (found := find_schema(engine)) is not Schema.CURRENT:
        raise UnavailableError(found.value)


def find_schema(engine: Engine) -> Schema:
    """How the database's tables relate to those of this version."""
    with reading(engine) as session:
        return _find_schema(session.connection())


def _find_schema(connection: Connection) -> Schema:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        return Schema.FOREIGN if tables & set(METADATA.tables) else Schema.BEHIND
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    scripts = ScriptDirectory.from_config(alembic_config())
    if revision == scripts.get_current_head():
        return Schema.CURRENT
    if revision is None or revision in {script.revision for script in scripts.walk_revisions()}:
        return Schema.BEHIND
    return Schema.TOO_OLD if _BEFORE_RELEASE.fullmatch(revision) else Schema.TOO_NEW


def alembic_config(connection: Connection | None = None) -> Config:
    """Where the migrations lie, and the connection that they migrate."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
