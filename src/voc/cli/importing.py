"""The command that brings files in: import."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Engine

from voc.cli.context import open_database, progress_bars, stderr, stdout
from voc.db.session import reading
from voc.domain.changes import COMMAND_LINE
from voc.errors import InputError, UnconfirmedError
from voc.settings import get_settings
from voc.sources.layout import Layout
from voc.sources.opening.folders import list_files
from voc.sources.profiles.load import load_profiles
from voc.sources.registry import KINDS
from voc.sources.settling.dates import Order
from voc.usecases.feedback.check_file import check_file
from voc.usecases.feedback.find_callers import find_callers
from voc.usecases.feedback.import_file import ImportResult, import_file
from voc.usecases.feedback.recognise_files import Delivery, own_profiles, recognise_files, sort_files, suggest

_KEEPS_ALL = ("accounts", "feedback")  # kinds whose other columns are kept as attributes
_SHOWN_ROWS, _SHOWN_FIELDS, _SHOWN_CHARS = 5, 6, 40


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("import", help=f"Import files. KIND is one of: {' '.join(KINDS)}; without it the files are recognised.")(import_)
    app.command(help="List the profiles: which systems' files are read, and how they are recognised.")(profiles)


def import_(
    files: Annotated[list[str], typer.Argument(metavar="[KIND] FILE...", help="What the files hold, if you want to say it, and the files or folders.")],
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and change nothing.")] = False,
    map_: Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="Read the file's COLUMN as FIELD.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Give every row this FIELD, whatever the file says.")] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="Read the files as those of this profile: see `voc profiles`.")] = None,
    dates: Annotated[Order | None, typer.Option(help="The order of day, month and year where the file's dates do not tell it.")] = None,
    yes: Annotated[bool, typer.Option(help="Import it even where the ARR of most accounts falls or rises about twelvefold, without asking.")] = False,
) -> None:
    kind, paths = _read_arguments(files)
    layout = Layout(_parse_pairs("--map", "COLUMN=FIELD", map_ or []), _parse_pairs("--set", "FIELD=VALUE", set_ or []), dates)
    engine, own = open_database(), own_profiles(get_settings().data_dir)
    rejected = 0
    with TemporaryDirectory(prefix="voc-") as folder:
        there = list_files(paths, Path(folder))
        if kind or profile:
            found, unread = recognise_files(there, own, kind=kind, profile=profile, layout=layout), []
        else:
            sorted_out, open_ones = sort_files(there, own, layout=layout)
            found = [one for one in sorted_out if not one.is_guess]
            unread = [*(one.reason for one in open_ones), *(suggest(one) for one in sorted_out if one.is_guess)]
            if not found:
                raise InputError(unread[0])
        for delivery in found:
            with reading(engine) as session:
                named = find_callers(session, delivery)
            if kind is None or named.layout.profile:
                _show(engine, named)
            rejected += _bring(engine, named, dry_run=dry_run, yes=yes)
        for line in unread:
            stderr.print(f"not imported: {line}", markup=False, soft_wrap=True)
    if rejected or unread:
        raise typer.Exit(1)


def profiles() -> None:
    own = get_settings().data_dir / "profiles"
    table = Table("profile", "kind", "files", box=None)
    for name, profile in sorted(load_profiles(own).items()):
        table.add_row(name, profile.kind, profile.title)
    stdout.print(table)
    stdout.print(f"your own lie in {own}; how to write one: docs/sources.md")


def _read_arguments(said: list[str]) -> tuple[str | None, list[Path]]:
    """The kind, where the first word is one and no file, and the files."""
    kind = said[0] if said[0] in KINDS and (len(said) > 1 or not Path(said[0]).exists()) else None
    paths = [Path(name) for name in (said[1:] if kind else said)]
    if not paths:
        raise InputError(f"say which file holds the {kind}: voc import {kind} FILE")
    if missing := [path for path in paths if not path.exists()]:
        hint = f"; {missing[0]} is no kind either: one of {', '.join(KINDS)}" if missing[0] == paths[0] and len(paths) > 1 and not kind else ""
        raise InputError(f"{missing[0]} cannot be read: No such file or directory{hint}")
    return kind, paths


def _show(engine: Engine, delivery: Delivery) -> None:
    """What the files were taken for, and the first rows as they will be."""
    names = ", ".join(delivery.names[:_SHOWN_ROWS]) + (f" and {len(delivery.names) - _SHOWN_ROWS} more" if len(delivery.names) > _SHOWN_ROWS else "")
    found = delivery.layout.profile
    stdout.print(f"{names}: {delivery.title}, read as {delivery.kind}" + (f" (profile {found.name})" if found else ""), markup=False)
    check = check_file(engine, delivery.kind, delivery.path, delivery.layout, reporting_currency=get_settings().reporting_currency)
    if check.problem:
        raise InputError(check.problem)
    rows = [row for row in check.rows if row.outcome != "rejected"][:_SHOWN_ROWS]
    fields = [field for field in KINDS[delivery.kind].fields if any(row.values.get(field) for row in rows)]
    table = Table(*fields[:_SHOWN_FIELDS], box=None)
    for row in rows:
        table.add_row(*(row.values.get(field, "")[:_SHOWN_CHARS] for field in fields[:_SHOWN_FIELDS]))
    stdout.print(table)
    if found is None and delivery.kind not in _KEEPS_ALL and (idle := [column.name for column in check.columns if column.field is None and column.examples]):
        stdout.print(f"not read: {', '.join(idle)}", markup=False)


def _bring(engine: Engine, delivery: Delivery, *, dry_run: bool, yes: bool) -> int:
    """Import it, and tell what became of its rows; how many were rejected."""

    def bring(*, sure: bool) -> ImportResult:
        with progress_bars() as tell:
            return import_file(
                engine,
                delivery.kind,
                delivery.path,
                reporting_currency=get_settings().reporting_currency,
                layout=delivery.layout,
                dry_run=dry_run,
                yes=sure,
                progress=lambda done, total: tell("import", done, total),
                actor=COMMAND_LINE,
            )

    try:
        result = bring(sure=yes)
    except UnconfirmedError as found:
        if not sys.stdin.isatty():
            raise
        if not typer.confirm(f"{found}\nImport it?", err=True):
            raise typer.Exit(found.exit_code) from None
        result = bring(sure=True)
    counts = f"read {result.read}, added {result.added}, updated {result.updated}, unchanged {result.unchanged}, rejected {result.rejected}"
    stdout.print(("dry run: " if dry_run else "") + counts + (f", without an account {result.unmatched}" if result.unmatched else ""))
    for note in result.notes:
        stdout.print(f"NOTE: {note}", markup=False)
    for problem in result.left_out:
        stdout.print(f"left out: {problem}", markup=False)
    if result.rejects_path:
        stdout.print(f"the rejected rows and their reasons: {result.rejects_path}")
    if result.rejects_error:
        stdout.print(result.rejects_error)
    return result.rejected


def _parse_pairs(option: str, form: str, pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not (name and sign and value):
            raise InputError(f"{option} {pair}: write it as {form}")
        found[name] = value
    return found
