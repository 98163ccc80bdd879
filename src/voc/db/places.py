"""Where a run put each snippet: what the next run starts from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import AssignmentRow
from voc.domain.snapshot import Place


def list_places(session: Session, run_id: str) -> dict[str, Place]:
    """The place of every snippet of the run."""
    columns = (
        AssignmentRow.snippet_id, AssignmentRow.theme_id, AssignmentRow.ask_id, AssignmentRow.strength, AssignmentRow.sentiment, AssignmentRow.intent,
        AssignmentRow.pinned,
    )  # fmt: skip
    return {row[0]: Place(*row[1:]) for row in session.execute(select(*columns).where(AssignmentRow.run_id == run_id))}
