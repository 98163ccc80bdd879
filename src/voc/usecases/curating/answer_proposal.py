"""Answer what the machine proposes: list the open proposals, accept one, refuse one, take a refusal back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.proposals import answer_proposal, get_proposal, list_proposals
from voc.db.runs import Run
from voc.db.themes import list_labels, list_run_themes
from voc.domain.changes import ChangeKind
from voc.domain.proposals import Proposal
from voc.errors import ConflictError
from voc.usecases.curating.decide import Decided
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.split_theme import split_theme

QUOTES = 2  # of each side


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal with what a person needs to answer it: the sides' labels, and quotes of each. A split's second side is the part that would leave."""

    proposal: Proposal
    labels: tuple[str, ...]
    quotes: tuple[Sequence[Quote], ...]


def list_asked(session: Session, run: Run) -> list[Asked]:
    """The open proposals about themes that the ranking has, the surest first."""
    labels = list_labels(session)
    return [_asked(session, run, proposal, labels) for proposal in list_open(session, run)]


def list_open(session: Session, run: Run) -> list[Proposal]:
    """The proposals that people are asked about: open, and about themes that the ranking has."""
    ranked = {p.theme.id for p in list_run_themes(session, run.id) if p.rank}
    return [proposal for proposal in list_proposals(session) if ranked.issuperset(proposal.themes)]


def accept_proposal(session: Session, proposal_id: str, made_by: str, now: datetime) -> Decided:
    """Merge or split as proposed; undone as any merge or split. Raises NotFoundError, ConflictError where it was answered or can be done no more."""
    proposal = _get_open(session, proposal_id)
    if proposal.kind == "merge":
        decided = merge_themes(session, proposal.themes[0], proposal.themes[1:], made_by, now)[0]
    else:
        decided = split_theme(session, proposal.themes[0], proposal.snippets, None, made_by, now)[0]
    answer_proposal(session, proposal, "accepted", made_by, now)
    return decided


def refuse_proposal(session: Session, proposal_id: str, made_by: str, now: datetime) -> Proposal:
    """Never ask this again. Raises NotFoundError, ConflictError where it was answered."""
    proposal = _get_open(session, proposal_id)
    add_change(session, ChangeKind.PROPOSAL_REFUSED, proposal.id, now, after={"kind": proposal.kind, "themes": list(proposal.themes)})
    return answer_proposal(session, proposal, "refused", made_by, now)


def reopen_proposal(session: Session, proposal_id: str) -> Proposal:
    """Take a refusal back. Raises NotFoundError, ConflictError where it is not refused."""
    proposal = get_proposal(session, proposal_id)
    if proposal.state != "refused":
        raise ConflictError("the proposal is not refused any more")
    return answer_proposal(session, proposal, "open", None, None)


def _get_open(session: Session, proposal_id: str) -> Proposal:
    proposal = get_proposal(session, proposal_id)
    if proposal.state != "open":
        raise ConflictError(f"the proposal was {proposal.state} already by {proposal.answered_by}")
    return proposal


def _asked(session: Session, run: Run, proposal: Proposal, labels: Mapping[str, str]) -> Asked:
    sides = [QuoteFilter(theme_id=theme, counted=True) for theme in proposal.themes]
    if proposal.kind == "split":
        sides.append(QuoteFilter(theme_id=proposal.themes[0], snippets=proposal.snippets))
    quotes = tuple(list_quotes(session, run.id, side, QUOTES) for side in sides)
    return Asked(proposal, tuple(labels.get(theme, theme) for theme in proposal.themes), quotes)
