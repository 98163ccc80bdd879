"""Accept weights that a backtest proposed, or go back to the shipped ones. They count from the next refresh on."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.health_weights import WeightsProposal, find_accepted, get_proposal, hold_weights_lock, mark_accepted, withdraw_accepted
from voc.domain.changes import ChangeKind
from voc.errors import ConflictError


def accept_weights(session: Session, proposal_id: str, who: str, now: datetime) -> WeightsProposal:
    """Let these weights count instead of any others. Accepting them again changes nothing. Raises NotFoundError."""
    hold_weights_lock(session)
    proposal = get_proposal(session, proposal_id)
    if (accepted := find_accepted(session)) is not None and accepted.id == proposal_id:
        return accepted
    mark_accepted(session, proposal.id, who, now)
    before = {"accepted": accepted.id} if accepted else {}
    add_change(session, ChangeKind.WEIGHTS_ACCEPTED, proposal.id, now, before=before, after={"accepted": proposal.id})
    return get_proposal(session, proposal_id)


def withdraw_weights(session: Session, proposal_id: str, who: str, now: datetime) -> WeightsProposal:
    """Let the shipped weights count again. Raises NotFoundError, ConflictError where these weights do not count."""
    hold_weights_lock(session)
    get_proposal(session, proposal_id)
    if (accepted := find_accepted(session)) is None or accepted.id != proposal_id:
        raise ConflictError(f"the weights {proposal_id} do not count now")
    withdraw_accepted(session, who, now)
    add_change(session, ChangeKind.WEIGHTS_ACCEPTED, proposal_id, now, before={"accepted": proposal_id}, after={})
    return get_proposal(session, proposal_id)
