"""Accounts, and what scoring needs of them on one day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, ArrChangeRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.accounts import Account, AccountFacts, ArrChange, arr_on
from voc.domain.money import FxTable


def save_accounts(session: Session, accounts: Sequence[Account], *, dry_run: bool = False) -> list[Outcome]:
    """Save by account_id; one outcome per account, in order. Feedback is matched to new accounts by `rematch_feedback` afterwards."""
    return save_rows(session, AccountRow, [{"id": a.id, **asdict(a), "attributes": dict(a.attributes)} for a in accounts], dry_run=dry_run)


def list_account_facts(session: Session, day: date, fx: FxTable) -> dict[str, AccountFacts]:
    """Every account's facts on a day by its `acc_` id, sorted; ARR in the table's currency at that day's rate, None where no rate is known."""
    history: dict[str, list[ArrChange]] = {}
    changes = select(ArrChangeRow.account_id, ArrChangeRow.effective_on, ArrChangeRow.arr, ArrChangeRow.currency, ArrChangeRow.reason)
    for change in session.execute(changes):
        history.setdefault(change[0], []).append(ArrChange(*change))
    facts: dict[str, AccountFacts] = {}
    for row in session.execute(
        select(
            AccountRow.id,
            AccountRow.account_id,
            AccountRow.name,
            AccountRow.arr,
            AccountRow.currency,
            AccountRow.segment,
            AccountRow.plan,
            AccountRow.status,
            AccountRow.csm_email,
            AccountRow.renews_on,
            AccountRow.started_on,
        ).order_by(AccountRow.id)
    ):
        arr, currency = arr_on(day, (row.arr, row.currency), history.get(row.account_id, ()))
        facts[row.id] = AccountFacts(
            id=row.id,
            account_id=row.account_id,
            name=row.name,
            arr=fx.convert(arr, currency, day),
            segment=row.segment,
            plan=row.plan,
            status=row.status,
            csm_email=row.csm_email,
            renews_on=row.renews_on,
            started_on=row.started_on,
        )
    return facts
