"""Commands on all data: db upgrade, refresh, export."""

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.context import open_database, parse_as_of, progress_bars, require_ranking, stderr, stdout
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.runs import RefreshSummary
from voc.usecases.export_table import export_table

HELD_BACK = 4  # exit code


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    database = typer.Typer(no_args_is_help=True, help="The database's tables.")
    database.command("upgrade", help="Create or migrate the database at VOC_DATABASE_URL.")(upgrade)
    app.add_typer(database, name="db")
    app.command(help="Split, embed, theme and score what is there, and publish the ranking.")(refresh)
    app.command(help="Write snippets, themes, accounts or assignments to a .csv, .jsonl or .parquet file.")(export)


def upgrade() -> None:
    engine = open_database(create=True)
    stdout.print(f"the database is up to date: {engine.url.set(query={}).render_as_string(hide_password=True)}")


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
