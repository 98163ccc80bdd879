"""Where the snippets of the ranking that stands may belong: what the inbox puts before people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from voc.db.people_tables import SuggestionRow
from voc.domain.themes import Suggestion

NO_STAKES: Mapping[str, Decimal] = {}


def save_suggestions(session: Session, suggestions: Sequence[Suggestion], now: datetime, stakes: Mapping[str, Decimal] = NO_STAKES) -> None:
    """Replace them all; a snippet that was not among them came `now`. `stakes`: the ARR that a person's word on a snippet may add, by its id."""
    came = dict(session.execute(select(SuggestionRow.snippet_id, SuggestionRow.came_at)).all())
    session.execute(delete(SuggestionRow))
    rows = [
        {
            "snippet_id": s.snippet_id,
            "themes": [list(pair) for pair in s.themes],
            "doubt": round(s.doubt, 3),
            "came_at": came.get(s.snippet_id, now),
            "stake": stakes.get(s.snippet_id, Decimal(0)),
        }
        for s in suggestions
    ]
    if rows:
        session.execute(insert(SuggestionRow.__table__), rows)  # type: ignore[arg-type]  # the table, not the class: nothing is to be tracked
