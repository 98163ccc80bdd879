"""What moved from one run to another."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from voc.db.decisions import decided_snippets
from voc.db.tables import AssignmentRow


def count_moves(session: Session, before: str, after: str) -> dict[tuple[str | None, str | None], int]:
    """How many snippets that both runs know went from which theme to which, None: none; of which nobody's decision stands, so the machine moved them."""
    then, now = aliased(AssignmentRow), aliased(AssignmentRow)
    rows = session.execute(
        select(then.theme_id, now.theme_id, func.count())
        .join(now, (now.snippet_id == then.snippet_id) & (now.run_id == after))
        .where(then.run_id == before, then.theme_id.is_distinct_from(now.theme_id), then.snippet_id.not_in(decided_snippets()))
        .group_by(then.theme_id, now.theme_id)
    )
    return {(source, target): count for source, target, count in rows}


def list_places_of(session: Session, run_id: str, snippet_ids: list[str]) -> dict[str, str | None]:
    """The theme where the run put each of these snippets, None: in none; what it does not know is left out."""
    rows = session.execute(
        select(AssignmentRow.snippet_id, AssignmentRow.theme_id).where(AssignmentRow.run_id == run_id, AssignmentRow.snippet_id.in_(snippet_ids))
    )
    return dict(rows.all())
