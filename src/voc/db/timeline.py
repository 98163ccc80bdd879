"""What happened with one account, beside its feedback: deals, signals, ARR."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import AccountRow, ArrChangeRow, OpportunityRow, SignalRow
from voc.domain.accounts import ArrChange, Opportunity, Signal
from voc.errors import NotFoundError


@read_once
def get_account_id(session: Session, account: str) -> str:
    """The company's own id of an account by its `acc_` id. Raises NotFoundError."""
    found = session.scalar(select(AccountRow.account_id).where(AccountRow.id == account))
    if found is None:
        raise NotFoundError(f"there is no account {account}")
    return found


@read_once
def list_opportunities_of(session: Session, account_id: str) -> list[Opportunity]:
    """The account's deals, ordered by id."""
    columns = (
        OpportunityRow.opportunity_id, OpportunityRow.account_id, OpportunityRow.amount, OpportunityRow.currency, OpportunityRow.stage,
        OpportunityRow.closes_on, OpportunityRow.reason,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(OpportunityRow.account_id == account_id).order_by(OpportunityRow.opportunity_id))
    return [Opportunity(*row) for row in rows]


def list_signals_of(session: Session, account_id: str) -> list[Signal]:
    """The account's signals, by name, the oldest value first."""
    columns = (SignalRow.account_id, SignalRow.signal, SignalRow.observed_on, SignalRow.value)
    return [Signal(*row) for row in session.execute(select(*columns).where(SignalRow.account_id == account_id).order_by(*columns[1:3]))]


def list_arr_changes_of(session: Session, account_id: str) -> list[ArrChange]:
    """The account's ARR over time, the oldest first."""
    columns = (ArrChangeRow.account_id, ArrChangeRow.effective_on, ArrChangeRow.arr, ArrChangeRow.currency, ArrChangeRow.reason)
    return [ArrChange(*row) for row in session.execute(select(*columns).where(ArrChangeRow.account_id == account_id).order_by(ArrChangeRow.effective_on))]
