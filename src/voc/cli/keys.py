"""Commands for API keys: keys create, keys list, keys revoke."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.table import Column, Table

from voc.cli.context import open_database, stderr, stdout
from voc.db.keys import ApiKey, list_keys
from voc.db.session import reading, transaction
from voc.domain.changes import COMMAND_LINE
from voc.usecases.people.create_key import create_key
from voc.usecases.people.revoke_key import revoke_key

ROLES = "pm, csm, leadership or admin"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    keys = typer.Typer(no_args_is_help=True, help="API keys.")
    keys.command(help="Make a key and print it, once.")(create)
    keys.command("list", help="The keys that were made.")(list_)
    keys.command(help="Let a key open nothing from now on.")(revoke)
    app.add_typer(keys, name="keys")


def create(
    role: Annotated[str, typer.Option(help=ROLES)],
    name: Annotated[str, typer.Option(help="What the key is for.")] = "unnamed",
    expires_days: Annotated[int | None, typer.Option(min=1, max=36_500, help="Days after which it expires; else it does not.")] = None,
) -> None:
    now = datetime.now(UTC)
    with transaction(open_database(), COMMAND_LINE) as session:
        key_id, key = create_key(session, name, role, now, now + timedelta(days=expires_days) if expires_days else None)
    stdout.print(key, markup=False)
    stderr.print(f"{key_id}, role {role}; the key is shown this once and is not stored", markup=False)


def list_() -> None:
    with reading(open_database()) as session:
        keys = list_keys(session)
    now = datetime.now(UTC)
    table = Table(Column("id", no_wrap=True, min_width=30), "name", "role", "made on", "expires on", "state")
    for key in keys:
        table.add_row(key.id, key.name, key.role, f"{key.created_at:%Y-%m-%d}", f"{key.expires_at:%Y-%m-%d}" if key.expires_at else "never", _state(key, now))
    stdout.print(table)


def revoke(key_id: Annotated[str, typer.Argument(metavar="ID", help="key_... as `voc keys list` shows it")]) -> None:
    with transaction(open_database(), COMMAND_LINE) as session:
        revoke_key(session, key_id, datetime.now(UTC))
    stdout.print(f"{key_id} is revoked", markup=False)


def _state(key: ApiKey, now: datetime) -> str:
    return "revoked" if key.revoked_at else "valid" if key.is_valid(now) else "expired"
