"""Commands that bring data in and out: db upgrade, import, refresh, export."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.context import open_database, parse_as_of, progress_bars, require_ranking, stderr, stdout
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.changes import COMMAND_LINE
from voc.domain.runs import RefreshSummary
from voc.errors import InputError, UnconfirmedError
from voc.settings import get_settings
from voc.sources.layout import Layout
from voc.sources.settling.dates import Order
from voc.usecases.export_table import export_table
from voc.usecases.import_file import ImportResult, import_file

HELD_BACK = 4  # exit code
KINDS = "accounts feedback arr opportunities signals catalogue fx"


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    database = typer.Typer(no_args_is_help=True, help="The database's tables.")
    database.command("upgrade", help="Create or migrate the database at VOC_DATABASE_URL.")(upgrade)
    app.add_typer(database, name="db")
    app.command("import", help=f"Import a file. KIND: {KINDS}.")(import_)
    app.command(help="Split, embed, theme and score what is there, and publish the ranking.")(refresh)
    app.command(help="Write snippets, themes, accounts or assignments to a .csv, .jsonl or .parquet file.")(export)


def upgrade() -> None:
    engine = open_database(create=True)
    stdout.print(f"the database is up to date: {engine.url.set(query={}).render_as_string(hide_password=True)}")


def import_(
    kind: Annotated[str, typer.Argument(help=KINDS)],
    file: Path,
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and change nothing.")] = False,
    map_: Annotated[list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="Read the file's COLUMN as FIELD.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Give every row this FIELD, whatever the file says.")] = None,
    dates: Annotated[Order | None, typer.Option(help="The order of day, month and year where the file's dates do not tell it.")] = None,
    yes: Annotated[bool, typer.Option(help="Import it even where the ARR of most accounts falls or rises about twelvefold, without asking.")] = False,
) -> None:
    layout = Layout(_parse_pairs("--map", "COLUMN=FIELD", map_ or []), _parse_pairs("--set", "FIELD=VALUE", set_ or []), dates)
    engine = open_database()

    def bring(*, sure: bool) -> ImportResult:
        with progress_bars() as tell:
            return import_file(
                engine,
                kind,
                file,
                reporting_currency=get_settings().reporting_currency,
                layout=layout,
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
        stdout.print(f"NOTE: {note}")
    for problem in result.left_out:
        stdout.print(f"left out: {problem}", markup=False)
    if result.rejects_path:
        stdout.print(f"the rejected rows and their reasons: {result.rejects_path}")
    if result.rejects_error:
        stdout.print(result.rejects_error)
    if result.rejected:
        raise typer.Exit(1)


def _parse_pairs(option: str, form: str, pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not (name and sign and value):
            raise InputError(f"{option} {pair}: write it as {form}")
        found[name] = value
    return found


def refresh(
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="Figures as of the end of this day; else now.")] = None,
    full: Annotated[bool, typer.Option(help="Split and group everything again, however little is new; ids and labels stay.")] = False,
    anyway: Annotated[bool, typer.Option(help="Publish the run even where its quality card would hold it back.")] = False,
) -> None:
    moment = parse_as_of(as_of)
    engine = open_database()
    with progress_bars() as tell:
        from voc.cli.pipeline import refresh_here

        summary = refresh_here(engine, moment, tell, full=full, anyway=anyway)
    stdout.print(describe_refresh(summary))
    if summary.counts.get("held"):
        stderr.print("the run was held back and the last ranking stands: `voc quality` says why, `voc refresh --anyway` publishes it")
        raise typer.Exit(HELD_BACK)


def describe_refresh(summary: RefreshSummary) -> str:
    """One line on what a refresh did."""
    counts = summary.counts
    untold, unknown = counts.get("untold_arr_accounts", 0), counts["unknown_arr_accounts"]
    reasons = [f"{untold} without ARR in their file"] if untold else []
    reasons += [f"{unknown - untold} for want of an exchange rate: import rates with `voc import fx`"] if unknown > untold else []
    warning = f"\naccounts whose ARR is unknown: {unknown}, {' and '.join(reasons)}" if unknown else ""
    cost = f"\n{summary.cost}" if summary.cost else ""
    return (
        f"{counts['themes']} themes from {counts['themed']} of {counts['snippets']} snippets in {counts['items']} items, as of {summary.as_of:%Y-%m-%d}"
        f" (split {summary.split} items, embedded {summary.embedded} texts){warning}{cost}"
    )


def export(what: Annotated[str, typer.Argument(help="snippets, themes, accounts or assignments")], out: Annotated[Path, typer.Option()]) -> None:
    engine = open_database()
    with reading(engine) as session:
        require_ranking(find_current_run(session))
    rows = export_table(engine, what, out)
    stdout.print(f"{rows} rows written to {out}")
