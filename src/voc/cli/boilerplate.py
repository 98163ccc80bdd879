"""`voc boilerplate`: what was recognised as boilerplate, and how to undo it."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from voc.cli.context import open_database, stdout
from voc.db.session import reading, transaction
from voc.domain.changes import COMMAND_LINE
from voc.errors import InputError
from voc.usecases.curating.list_boilerplate import list_boilerplate
from voc.usecases.curating.rule_boilerplate import rule_boilerplate

LONGEST = 90  # characters of a sentence that a cell shows


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="What was recognised as boilerplate, why, and how to undo it.")(boilerplate)


def boilerplate(
    keep: Annotated[str, typer.Option(metavar="KEY", help="This sentence is feedback, not boilerplate: the next refresh themes it.")] = "",
    undo: Annotated[str, typer.Option(metavar="KEY", help="Leave it to the machine again whether this sentence is boilerplate.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's own shape.")] = False,
) -> None:
    engine = open_database()
    if keep and undo:
        raise InputError("--keep or --undo, not both")
    if key := keep or undo:
        with transaction(engine, COMMAND_LINE) as session:
            rule_boilerplate(session, key.strip(), False if keep else None, datetime.now(UTC))
        stdout.print(f"{key} {'is feedback from now on' if keep else 'is left to the machine again'}: run `voc refresh`")
        return
    with reading(engine) as session:
        rows = list_boilerplate(session)
    if as_json:
        print(json.dumps({"object": "list", "data": rows, "has_more": False, "next_cursor": None}, ensure_ascii=False, indent=1))
        return
    if not rows:
        stdout.print("nothing was recognised as boilerplate")
        return
    table = Table("sentence", "items", "accounts", "why", "key", title="Boilerplate: in no theme and no figure", title_justify="left")
    for row in rows:
        text = row["text"] if len(row["text"]) <= LONGEST else row["text"][: LONGEST - 1] + "…"
        why = row["reason"] if row["is_left_out"] else f"kept as feedback by {row['ruling']['made_by']}"
        table.add_row(text, str(row["items"]), str(row["accounts"]), why, row["id"])
    stdout.print(table)
    stdout.print("Not boilerplate? `voc boilerplate --keep KEY`, or the button at /settings/boilerplate of `voc serve`; `--undo KEY` takes it back.")
