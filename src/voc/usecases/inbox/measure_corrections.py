"""Measure what a person's corrections changed: the ranking before the first of them against the one that stands."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.db.decisions import list_decisions_page
from voc.db.moves import count_moves, list_places_of
from voc.db.runs import find_current_run, find_run_at
from voc.domain.corrections import Effect, follow_corrections
from voc.domain.decisions import SNIPPET_KINDS

DAYS = 30
MOST = 5_000  # decisions that are looked at


def measure_corrections(session: Session, who: str, now: datetime) -> Effect:
    """What the decisions on single snippets that this person made in the last DAYS days changed, and that still stand."""
    recent = list_decisions_page(session, MOST, kinds=SNIPPET_KINDS)
    own = [d for d in recent if d.made_by == who and d.stands and d.made_at > now - timedelta(days=DAYS)]
    current = find_current_run(session)
    if not own or current is None:
        return Effect(None, 0, 0, (), known=True, read=True)
    since = min(d.made_at for d in own)
    read = all(d.made_at <= current.started_at for d in own)
    before = find_run_at(session, since)
    if before is None:
        return Effect(since, len(own), sum(d.kind != "confirm" for d in own), (), known=False, read=read)
    places = list_places_of(session, before.id, [d.snippets[0] for d in own])
    ways = [(places.get(d.snippets[0]), d.theme_id) for d in own if d.kind != "ignore"]
    found = follow_corrections(ways, count_moves(session, before.id, current.id) if before.id != current.id else {})
    return Effect(since, len(own), sum(d.kind != "confirm" for d in own), found, known=True, read=read)
