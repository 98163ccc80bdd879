"""Undo a merge, a split or a dismissal."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.decisions import get_decision, undo_decisions
from voc.db.proposals import answer_proposal, list_proposals
from voc.domain.decisions import Kind
from voc.errors import NotFoundError
from voc.usecases.curating.decide import Decided, request_effect, take_ground


def undo_decision(session: Session, decision_id: str, kind: Kind, undone_by: str, now: datetime) -> Decided:
    """The decision says nothing any more; a proposal that it accepted is open again.

    Raises NotFoundError where there is none of this kind, or somebody has undone it.
    """
    ground = take_ground(session)
    decision = get_decision(session, decision_id)
    if decision.kind != kind:
        raise NotFoundError(f"{decision_id} is no {kind}, it is a {decision.kind}")
    if not decision.stands:
        raise NotFoundError(f"{decision.undone_by} has undone {decision_id} already, at {decision.undone_at:%Y-%m-%d %H:%M} UTC")
    undo_decisions(session, [decision_id], undone_by, now)
    themes = {theme for theme in (decision.theme_id, decision.into_id) if theme}
    for proposal in list_proposals(session, ("accepted",)):
        if proposal.kind == kind and themes.issubset(proposal.themes):
            answer_proposal(session, proposal, "open", None, None)
    return Decided(get_decision(session, decision_id), request_effect(session, ground.run, now))
