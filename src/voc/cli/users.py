"""Commands for users: users add, users list, users invite, users edit."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Column, Table

from voc.cli.context import open_database, stdout
from voc.db.session import reading, transaction
from voc.db.users import find_user, list_users
from voc.domain.changes import COMMAND_LINE
from voc.errors import NotFoundError
from voc.settings import get_settings
from voc.usecases.people.add_user import add_user
from voc.usecases.people.edit_user import edit_user
from voc.usecases.people.invite_user import invite_user

ROLES = "pm, csm, leadership or admin"
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The user's e-mail address.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    users = typer.Typer(no_args_is_help=True, help="Users: who signs in to the pages.")
    users.command(help="Add a user and print the invitation by which they choose a password.")(add)
    users.command("list", help="The users.")(list_)
    users.command(help="Print a new invitation, for a user who forgot the password.")(invite)
    users.command(help="Change a user's role or name, or let them sign in no more.")(edit)
    app.add_typer(users, name="users")


def add(email: Email, name: Annotated[str, typer.Option(help="Their name.")], role: Annotated[str, typer.Option(help=ROLES)]) -> None:
    now = datetime.now(UTC)
    with transaction(open_database(), COMMAND_LINE) as session:
        token = invite_user(session, add_user(session, email, name, role, now).id, now)
    _print_link(token)


def list_() -> None:
    with reading(open_database()) as session:
        users = list_users(session)
    table = Table(Column("id", no_wrap=True, min_width=30), "e-mail", "name", "role", "signs in by")
    for user in users:
        ways = [way for way, has in (("password", user.password_hash), ("identity provider", user.subject)) if has]
        table.add_row(user.id, user.email, user.name, user.role, " and ".join(ways) or "invitation" if user.is_active else "nothing: not active")
    stdout.print(table)


def invite(email: Email) -> None:
    with transaction(open_database(), COMMAND_LINE) as session:
        if (user := find_user(session, email=email)) is None:
            raise NotFoundError(f"there is no user {email}")
        token = invite_user(session, user.id, datetime.now(UTC))
    _print_link(token)


def edit(
    email: Email,
    role: Annotated[str | None, typer.Option(help=ROLES)] = None,
    name: Annotated[str | None, typer.Option(help="Their name.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether they may sign in.")] = None,
) -> None:
    edits: dict[str, Any] = {field: value for field, value in (("role", role), ("name", name), ("active", active)) if value is not None}
    with transaction(open_database(), COMMAND_LINE) as session:
        if (user := find_user(session, email=email)) is None:
            raise NotFoundError(f"there is no user {email}")
        edited = edit_user(session, user.id, edits, datetime.now(UTC))
    stdout.print(f"{edited.email}: {edited.name}, {edited.role}{'' if edited.is_active else ', not active'}", markup=False)


def _print_link(token: str) -> None:
    stdout.print(f"the invitation (works once, for three days): {get_settings().base_url.rstrip('/')}/invitation?token={token}", markup=False)
