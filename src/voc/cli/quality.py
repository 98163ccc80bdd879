"""voc quality: the card of the latest run."""

import json
from typing import Annotated

import typer
from rich.table import Table

from voc.cli.context import open_database, stdout
from voc.cli.data import HELD_BACK
from voc.db.session import reading
from voc.domain.quality import tell
from voc.usecases.refresh.judge_quality import get_quality


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="The last run's quality card; exit code 4 where it was held back.")(quality)


def quality(as_json: Annotated[bool, typer.Option("--json", help="Print the API's own shape.")] = False) -> None:
    with reading(open_database()) as session:
        card = get_quality(session)
    if as_json:
        typer.echo(json.dumps(card, indent=2, ensure_ascii=False))
    elif card["run_id"] is None:
        stdout.print("no run was judged yet: import feedback, then run `voc refresh`")
    else:
        table = Table("measure", "this run", "last run", "usual", "bounds", title=f"Quality of run {card['run_id']}, {card['state']}", title_justify="left")
        for m in card["measures"]:
            name, usual = m["name"], m["usual"]
            range_ = f"{tell(name, usual[0])} to {tell(name, usual[1])}" if usual else "–"
            table.add_row(m["words"], tell(name, m["value"]), tell(name, m["last"]), range_, f"{tell(name, m['low'])} to {tell(name, m['high'])}")
        stdout.print(table)
        for reason in card["why"]:
            stdout.print(f"held back: {reason}")
    if card["state"] == "held":
        raise typer.Exit(HELD_BACK)
