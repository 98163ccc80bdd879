"""`voc erase`: feedback that goes for good."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from voc.cli.context import open_database, stdout
from voc.db.session import reading, transaction
from voc.domain.changes import COMMAND_LINE
from voc.domain.erasing import Erasable, Erasure, parse_item
from voc.usecases.feedback.erase_feedback import erase_feedback, preview_erasure


def register(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command(help="Erase feedback for good: text, revisions, snippets, vectors. Approved and frozen reports stay as they are and are named.")(erase)


def erase(
    author_email: Annotated[str | None, typer.Option(help="All that was written from this e-mail address.")] = None,
    account_id: Annotated[str | None, typer.Option(help="All feedback of this account; the account and its ARR stay.")] = None,
    feedback: Annotated[str | None, typer.Option(metavar="SOURCE/EXTERNAL_ID", help="One item.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would go and change nothing.")] = False,
) -> None:
    which = Erasable(author_email, account_id, parse_item(feedback) if feedback is not None else None)
    engine = open_database()
    if dry_run:
        with reading(engine) as session:
            _tell("would erase", preview_erasure(session, which))
        return
    with transaction(engine, COMMAND_LINE) as session:
        erased = erase_feedback(session, which, datetime.now(UTC))
    _tell("erased", erased.erasure)
    if erased.job_id:
        stdout.print("the figures follow with the next refresh: a worker does it, or `voc refresh`")


def _tell(verb: str, found: Erasure) -> None:
    counts = f"{found.items} items, {found.revisions} revisions, {found.snippets} snippets, {found.embeddings} vectors, {found.summaries} summaries of themes"
    stdout.print(f"{verb} {counts}")
    for report in found.reports:
        stdout.print(f"quoted in report {report.id} ({report.period}, version {report.version}), which stays as it is", markup=False)
