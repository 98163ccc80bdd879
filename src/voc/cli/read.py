"""Commands that show what was found: themes, accounts, report."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from voc.cli.context import open_database, require_ranking, short_arr, stderr, stdout
from voc.db.session import reading
from voc.domain.report_standing import Report
from voc.settings import get_settings
from voc.usecases.accounts.list_accounts import AccountQuery, list_accounts
from voc.usecases.reports.publish_report import write_report
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

Limit = Annotated[int, typer.Option(min=0, help="Rows at most; 0 means all.")]
Json = Annotated[bool, typer.Option("--json", help="Print the API's own shape.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help="The ranked themes.")(themes)
    app.command(help="The accounts with their health.")(accounts)
    app.command(help="The month's report as .html, .md, .pdf or .json; approved and frozen once its month is over.")(report)


def themes(
    scope: Annotated[str | None, typer.Option(help="one_off, concentrated, emerging, scalable; several by comma.")] = None,
    sort: Annotated[str, typer.Option(help="A field such as score, affected_arr, mentions, accounts, label; - before it: falling.")] = "-score",
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    with reading(open_database()) as session:
        found = list_themes(session, ThemeQuery(scopes=tuple(scope.split(",")) if scope else (), sort=sort))
    rows = found.themes[:limit] if limit else found.themes
    if as_json:
        _print_list(rows, len(found.themes))
        return
    run = require_ranking(found.run)
    columns = ("#", "likely", "theme", "score", "ARR", "accounts", "mentions", "scope", "id")
    table = Table(*columns, title=f"Themes as of {run.as_of:%Y-%m-%d}", title_justify="left")
    for row in rows:
        table.add_row(
            str(row["rank"]),
            _span(row.get("rank_interval")),
            row["label"],
            f"{row['score']:.1f}",
            short_arr(row["affected_arr"]),
            str(row["accounts"]),
            str(row["mentions"]),
            row["scope"],
            row["id"],
        )
    stdout.print(table)


def accounts(
    sort: Annotated[str, typer.Option(help="A field such as arr, health, name, renews_on, mentions; - before it: falling.")] = "-arr",
    limit: Limit = 20,
    as_json: Json = False,
) -> None:
    with reading(open_database()) as session:
        found = list_accounts(session, AccountQuery(sort=sort))
    rows = found[:limit] if limit else found
    if as_json:
        _print_list(rows, len(found))
        return
    table = Table("account", "name", "ARR", "segment", "renews on", "health", "band", "mentions")
    for row in rows:
        health = row["health"]
        table.add_row(
            row["account_id"],
            row["name"],
            short_arr(row["arr"]),
            row["segment"] or "",
            row["renews_on"] or "",
            f"{health['score']:.0f}",
            health["band"],
            str(row["mentions"]),
        )
    stdout.print(table)


def report(
    month: Annotated[str, typer.Option(metavar="YYYY-MM")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=".html, .md, .pdf or .json; else Markdown on standard output.")] = None,
) -> None:
    found, written = write_report(open_database(), month, out, datetime.now(UTC), get_settings().reporting_currency, get_settings().outlets())
    stdout.print(f"the report of {month} is in {out}" if out else written, markup=False)
    stderr.print(_state(found), markup=False)  # the report itself may be what standard output is kept of


def _state(found: Report) -> str:
    """Whether the figures stand for good: publishing does that on its own once a month is over and ranked."""
    if found.frozen is not None:
        return f"frozen: published on {found.frozen.at:%Y-%m-%d}; these figures stand, whatever is imported or refreshed later"
    why = "the month is not over" if found.content["ranked_as_of"] >= found.content["as_of"] else "the ranking does not reach the month's end"
    return f"draft: {why}; the figures change with the next refresh and are kept nowhere"


def _print_list(rows: Sequence[Any], total: int) -> None:
    print(json.dumps({"object": "list", "data": list(rows), "has_more": len(rows) < total, "next_cursor": None}, ensure_ascii=False, indent=1))


def _span(interval: Sequence[int] | None) -> str:
    return f"{interval[0]} to {interval[1]}" if interval else ""
