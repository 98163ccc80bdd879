"""Load what the next grouping goes on from: where the last run put each snippet, and what people have decided since."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from voc.db.boilerplate import list_boilerplate_rulings
from voc.db.places import list_places
from voc.db.proposals import list_answered
from voc.db.runs import Run, find_run_at, list_run_snippets
from voc.db.themes import list_known_themes, list_run_themes
from voc.domain.decisions import Decision, decided_since, memberships_under, weigh_decisions
from voc.domain.snapshot import Place
from voc.pipeline.group_snippets import Past


def load_past(session: Session, last: Run | None, decisions: Sequence[Decision]) -> Past:
    """What the run that themes go on from left, and what people have decided."""
    if last is None:
        return Past({}, {}, {}, weigh_decisions(decisions), list_known_themes(session), {}, boilerplate=list_boilerplate_rulings(session))
    places = list_places(session, last.id)
    themed = {snippet: place.theme_id for snippet, place in places.items() if place.theme_id is not None}
    published = {p.theme.id: p.theme for p in list_run_themes(session, last.id)}
    return Past(
        last.engine,
        places,
        memberships_under(themed, decisions, last.started_at),
        weigh_decisions(decisions),
        list_known_themes(session),
        published,
        _find_strays(session, places, decided_since(decisions, last.started_at)),
        frozenset(list_answered(session)),
        list_boilerplate_rulings(session),
    )


def _find_strays(session: Session, places: Mapping[str, Place], decided: Sequence[Decision]) -> frozenset[str]:
    """The snippets that stand where a merged or dismissed theme's own do, or nowhere, and came after it had gone: after the run that stood when that was
    decided. Where that run is kept no more, all that stand there."""
    strays: set[str] = set()
    for decision in decided:
        if decision.kind in ("merge", "dismiss") and not decision.stands:
            there = {None, *(places[s].theme_id for s in decision.snippets if s in places)}
            before = find_run_at(session, decision.made_at)
            known = list_run_snippets(session, before.id) if before else set(decision.snippets)
            strays |= {s for s, place in places.items() if place.theme_id in there and not place.pinned and s not in known}
    return frozenset(strays)
