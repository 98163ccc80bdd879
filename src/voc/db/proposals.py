"""What the machine proposes to people, and what they answered."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from voc.db.people_tables import ProposalRow
from voc.domain.proposals import Proposal, ProposalKind, ProposalState
from voc.errors import NotFoundError


def save_proposals(session: Session, proposals: Sequence[Proposal]) -> None:
    """Replace the open ones; what people answered stays, and is not asked again."""
    session.execute(delete(ProposalRow).where(ProposalRow.state == "open"))
    answered = set(session.scalars(select(ProposalRow.id)))
    rows = [
        {"id": p.id, "kind": p.kind, "themes": list(p.themes), "snippets": list(p.snippets), "sureness": p.sureness, "state": "open"}
        for p in proposals
        if p.id not in answered
    ]
    if rows:
        session.execute(insert(ProposalRow), rows)


def list_answered(session: Session) -> Collection[str]:
    """The ids of the proposals that people answered."""
    return set(session.scalars(select(ProposalRow.id).where(ProposalRow.state != "open")))


def list_proposals(session: Session, states: Sequence[ProposalState] = ("open",)) -> list[Proposal]:
    """The proposals in these states, the surest first."""
    wanted = select(ProposalRow).where(ProposalRow.state.in_(states)).order_by(ProposalRow.sureness.desc(), ProposalRow.id)
    return [_to_proposal(row) for row in session.scalars(wanted)]


def get_proposal(session: Session, proposal_id: str) -> Proposal:
    """Raises NotFoundError."""
    row = session.get(ProposalRow, proposal_id)
    if row is None:
        raise NotFoundError(f"there is no proposal {proposal_id}")
    return _to_proposal(row)


def answer_proposal(session: Session, proposal: Proposal, state: ProposalState, answered_by: str | None, now: datetime | None) -> Proposal:
    """Note what a person answered, or with `open` that they took it back."""
    session.execute(update(ProposalRow).where(ProposalRow.id == proposal.id).values(state=state, answered_by=answered_by, answered_at=now))
    return replace(proposal, state=state, answered_by=answered_by, answered_at=now)


def _to_proposal(row: ProposalRow) -> Proposal:
    kind, state = cast("ProposalKind", row.kind), cast("ProposalState", row.state)
    return Proposal(kind, tuple(row.themes), row.sureness, tuple(row.snippets), state, row.answered_by, row.answered_at)
