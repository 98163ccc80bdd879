"""Deals with accounts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import OpportunityRow
from voc.db.upsert import Outcome, columns_of, save_rows
from voc.domain.accounts import Opportunity


def save_opportunities(session: Session, opportunities: Sequence[Opportunity], *, dry_run: bool = False) -> list[Outcome]:
    """Save by opportunity_id, each over what is stored of it; one outcome per value, in order."""
    rows, said = [columns_of(value) for value in opportunities], [value.said for value in opportunities]
    return save_rows(session, OpportunityRow, rows, said=said, amount="amount", dry_run=dry_run)


@read_once
def list_opportunities(session: Session) -> list[Opportunity]:
    """Every opportunity as it was last imported, by its id."""
    columns = (
        OpportunityRow.opportunity_id, OpportunityRow.account_id, OpportunityRow.amount, OpportunityRow.currency, OpportunityRow.stage,
        OpportunityRow.closes_on, OpportunityRow.reason,
    )  # fmt: skip
    return [Opportunity(*row) for row in session.execute(select(*columns).order_by(OpportunityRow.opportunity_id))]
