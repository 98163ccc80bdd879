"""Deals with accounts."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from voc.db.tables import OpportunityRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.accounts import Opportunity


def save_opportunities(session: Session, opportunities: Sequence[Opportunity], *, dry_run: bool = False) -> list[Outcome]:
    """Save by opportunity_id; one outcome per value, in order."""
    return save_rows(session, OpportunityRow, [asdict(value) for value in opportunities], dry_run=dry_run)
