"""`voc leads`: who asks for what a higher plan has."""

import json
from typing import Annotated

import typer
from rich.table import Table

from voc.cli.context import open_database, require_ranking, short_arr, stdout
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.name_lists import split_names
from voc.usecases.accounts.list_leads import LeadFilter, list_leads

Several = "; several by comma."


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="The customers that ask for what a higher plan has, the most that may come of it first.")(leads)


def leads(
    owner: Annotated[str, typer.Option(help="Of accounts looked after by these (csm_email)" + Several)] = "",
    plan: Annotated[str, typer.Option(help="Whose account needs one of these plans" + Several)] = "",
    segment: Annotated[str, typer.Option(help="Of accounts of these segments" + Several)] = "",
    limit: Annotated[int, typer.Option(min=0, help="Rows at most; 0 means all.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's own shape.")] = False,
) -> None:
    with reading(open_database()) as session:
        run = find_current_run(session)
        found = list_leads(session, run, LeadFilter(*(split_names([text]) for text in (owner, plan, segment)))) if run else None
    rows = (found.leads[:limit] if limit else found.leads) if found else []
    if as_json:
        more = found is not None and len(rows) < len(found.leads)
        print(json.dumps({"object": "list", "data": list(rows), "has_more": more, "next_cursor": None}, ensure_ascii=False, indent=1))
        return
    standing = require_ranking(run)
    assert found is not None
    table = Table("account", "owner", "plan", "needs", "feature", "mentions", "last", "renews on", "may bring", title_justify="left")
    table.title = f"Leads as of {standing.as_of:%Y-%m-%d}"
    for row in rows:
        table.add_row(
            row["account"]["name"],
            row["owner"] or "",
            row["plan"] or "",
            row["plan_needed"],
            row["feature"]["name"],
            str(row["mentions"]),
            row["last_mentioned_on"],
            row["renews_on"] or "",
            short_arr(row["potential"]),
        )
    stdout.print(table)
    unknown = f"; {found.unknown_potential} accounts have too few like them to measure by" if found.unknown_potential else ""
    stdout.print(
        f"{len(found.leads)} leads; measured against customers of their own segment they may bring {short_arr(found.potential)} a year, an account counted once"
        f"{unknown}."
    )
    stdout.print(f"Plans: {found.ladder.why}.")
