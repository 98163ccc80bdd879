"""`voc retention` and `voc silence`: what was kept, and who was not heard."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from voc.cli.context import open_database, parse_day, stdout
from voc.db.session import reading
from voc.errors import InputError
from voc.rendering.formats import brief_money, day_text, name
from voc.rendering.formats import known_share as share
from voc.settings import get_settings
from voc.usecases.accounts.measure_retention import By, measure_retention
from voc.usecases.accounts.measure_silence import measure_silence
from voc.usecases.shared.load_course import find_standpoint

Json = Annotated[bool, typer.Option("--json", help="Print the API's own shape.")]
SinceDay = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this day on; else twelve months.")]
AsOfDay = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As of the end of this day; else as of the current ranking.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help="NRR, GRR, logo churn and expansion by month, segment or start cohort.")(retention)
    app.command(help="Which share of accounts and ARR was heard, and who says nothing before a renewal.")(silence)


def retention(
    by: Annotated[str, typer.Option(help="month, segment or cohort, the quarter of the account's start.")] = "month",
    since: SinceDay = None,
    as_of: AsOfDay = None,
    as_json: Json = False,
) -> None:
    chosen: Mapping[str, By] = {"month": "month", "segment": "segment", "cohort": "cohort"}
    if by not in chosen:
        raise InputError(f"there is no '{by}'; --by is {', '.join(chosen)}")
    with reading(open_database()) as session:
        at = find_standpoint(session, datetime.now(UTC), get_settings().reporting_currency, parse_day(as_of, "--as-of"))
        found = measure_retention(session, at, chosen[by], parse_day(since, "--since"))
    if as_json:
        _print(found)
        return
    if not found["has_history"]:
        stdout.print("No account has an ARR history: bring it in with `voc import arr FILE`")
        return
    year = ("NRR 12 m", "GRR 12 m", "churn 12 m") if by == "month" else ()
    table = Table(
        by, "opening", "new", "expansion", "contraction", "churned", "closing", "NRR", "GRR", "logo churn", *year, title=_title(found), title_justify="left"
    )
    for row in [*found["rows"], {**found["whole"], "key": "all"}]:
        before = row["twelve_months"] or dict.fromkeys(("nrr", "grr", "logo_churn"))
        table.add_row(
            str(row["key"] or "not known") + ("" if row["complete"] else " (not over)"),
            *(brief_money(row[f"{part}_arr"]) for part in ("opening", "new", "expansion", "contraction", "churned", "closing")),
            *(share(row[part]) for part in ("nrr", "grr", "logo_churn")),
            *(share(before[part]) for part in ("nrr", "grr", "logo_churn") if year),
        )
    stdout.print(table)
    whole = found["whole"]
    stdout.print(
        f"{whole['opening_accounts']} accounts at the start, {whole['untold_accounts']} of them without an ARR history; "
        f"{whole['unknown_arr_accounts']} of unknown ARR in no figure"
    )


def _title(found: Mapping[str, Any]) -> str:
    return (
        f"Retention since {day_text(found['since'])} as of {day_text(found['as_of'])}, in {found['currency']} at the rates of {day_text(found['rates_as_of'])}"
    )


def silence(since: SinceDay = None, as_of: AsOfDay = None, as_json: Json = False) -> None:
    with reading(open_database()) as session:
        at = find_standpoint(session, datetime.now(UTC), get_settings().reporting_currency, parse_day(as_of, "--as-of"))
        found = measure_silence(session, at, parse_day(since, "--since"))
    if as_json:
        _print(found)
        return
    table = Table("heard", "accounts", "of", "share", "ARR", "of", "share", title=f"Heard up to {day_text(found['as_of'])}", title_justify="left")
    table.add_row("all", *_cells(found["whole"]))
    for row in found["segments"]:
        table.add_row(f"segment {row['segment'] or 'not known'}", *_cells(row))
    for row in found["channels"]:
        table.add_row(f"{row['source']}, {name(row['kind'])}", *_cells(row))
    for row in found["months"]:
        table.add_row(row["month"] + ("" if row["complete"] else " (in part)"), *_cells(row))
    stdout.print(table)
    title = f"Renew within {found['renewal_days']} days and have said nothing for {found['quiet_days']}, the larger half"
    quiet = Table("account", "name", "ARR", "renews on", "owner", "last contact", title=title, title_justify="left")
    for row in found["quiet_accounts"]:
        quiet.add_row(row["account_id"], row["account"]["name"], brief_money(row["arr"]), row["renews_on"], row["owner"] or "", day_text(row["last_contact"]))
    stdout.print(quiet)


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [
        str(row["heard_accounts"]),
        str(row["accounts"]),
        share(row["account_share"]),
        brief_money(row["heard_arr"]),
        brief_money(row["arr"]),
        share(row["arr_share"]),
    ]


def _print(found: Mapping[str, Any]) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))
