"""Accounts, and what scoring needs of them on one day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from voc.db.further_domains import save_further_domains
from voc.db.session import read_once
from voc.db.tables import AccountRow, ArrChangeRow
from voc.db.upsert import Outcome, chunked, columns_of, save_rows
from voc.domain.accounts import Account, AccountFacts, ArrBook, ArrChange, Stated, account_key
from voc.domain.arr_history import renewal_on, started_on, status_on
from voc.domain.money import FxTable
from voc.errors import NotFoundError


def save_accounts(session: Session, accounts: Sequence[Account], *, dry_run: bool = False) -> list[Outcome]:
    """Save by account_id, each over what is stored of it; one outcome per account, in order.

    Feedback is matched to new accounts by `rematch_feedback` afterwards.
    """
    rows, said = [_row(account) for account in accounts], [account.said for account in accounts]
    outcomes = save_rows(session, AccountRow, rows, said=said, amount="arr", dry_run=dry_run)
    changes = save_further_domains(session, accounts, dry_run=dry_run)
    return [Outcome.UPDATED if outcome is Outcome.UNCHANGED and changed else outcome for outcome, changed in zip(outcomes, changes, strict=True)]


def _row(account: Account) -> dict[str, Any]:
    row = {"id": account.id, **columns_of(account), "attributes": dict(account.attributes)}
    del row["further_domains"]  # rows of their own
    return row


def looks_after_any(session: Session, email: str) -> bool:
    """Whether accounts name this e-mail address as their owner's, in whatever case."""
    return bool(session.scalar(select(exists().where(func.lower(AccountRow.csm_email) == email.lower()))))


def list_account_names(session: Session, accounts: Sequence[str] | None = None) -> dict[str, str]:
    """Every account's name by its `acc_` id, or those of some accounts, by name; an id of none is left out."""
    wanted = select(AccountRow.id, AccountRow.name).order_by(AccountRow.name, AccountRow.id)
    return dict(session.execute(wanted if accounts is None else wanted.where(AccountRow.id.in_(accounts))).all())


def list_segments(session: Session) -> list[str]:
    """The segments that accounts are in, sorted."""
    return sorted(segment for segment in session.scalars(select(AccountRow.segment).distinct()) if segment)


def list_account_ids(session: Session) -> dict[str, str]:
    """Every account's name by the company's own id, by name."""
    return {row.account_id: row.name for row in session.execute(select(AccountRow.account_id, AccountRow.name).order_by(AccountRow.name, AccountRow.id))}


def get_account_key(session: Session, account: str) -> str:
    """The `acc_` id of an account, given that or the company's own id. Raises NotFoundError."""
    found = session.scalar(select(AccountRow.id).where(or_(AccountRow.id == account, AccountRow.account_id == account)))
    if found is None:
        raise NotFoundError(f"there is no account {account}")
    return found


def has_told_arr(session: Session) -> bool:
    """Whether any account's ARR is known, by its row or by a change."""
    return bool(session.scalar(select(or_(exists().where(AccountRow.arr.is_not(None)), exists().where(ArrChangeRow.account_id.is_not(None))))))


def list_stated(session: Session, account_ids: Sequence[str]) -> dict[str, Stated]:
    """(ARR, currency) of these accounts as their rows state it, by the company's own id."""
    columns = (AccountRow.account_id, AccountRow.arr, AccountRow.currency)
    return {row.account_id: (row.arr, row.currency) for some in chunked(account_ids) for row in session.execute(select(*columns).where(columns[0].in_(some)))}


@read_once
def load_arr_book(session: Session, fx: FxTable) -> ArrBook:
    """Every account's ARR on any day, in the table's currency."""
    changes: dict[str, list[ArrChange]] = {}
    for row in session.execute(select(ArrChangeRow.account_id, ArrChangeRow.effective_on, ArrChangeRow.arr, ArrChangeRow.currency, ArrChangeRow.reason)):
        changes.setdefault(row.account_id, []).append(ArrChange(*row))
    history = {account_key(account_id): of_account for account_id, of_account in changes.items()}
    stated = {row.id: (row.arr, row.currency) for row in session.execute(select(AccountRow.id, AccountRow.arr, AccountRow.currency))}
    return ArrBook(stated, history, fx)


def list_account_facts(session: Session, day: date, fx: FxTable) -> dict[str, AccountFacts]:
    """Every account's facts on a day by its `acc_` id, sorted; ARR in the table's currency at that day's rate, None where no rate is known. Status and renewal
    are that day's where the ARR history tells."""
    return list_facts(session, day, load_arr_book(session, fx))


def list_facts(session: Session, day: date, book: ArrBook) -> dict[str, AccountFacts]:
    """`list_account_facts` out of a book that is at hand."""
    return {
        row.id: AccountFacts(
            id=row.id,
            account_id=row.account_id,
            name=row.name,
            arr=book.on(row.id, day),
            segment=row.segment,
            plan=row.plan,
            status=status_on(book.changes(row.id), row.status, day),
            csm_email=row.csm_email,
            renews_on=renewal_on(book.changes(row.id), row.renews_on, day),
            started_on=started_on(book.changes(row.id), row.started_on),
            parent=account_key(row.parent_account_id) if row.parent_account_id else None,
        )
        for row in _list_rows(session)
    }


@read_once
def _list_rows(session: Session) -> Sequence[Any]:
    columns = (
        AccountRow.id, AccountRow.account_id, AccountRow.name, AccountRow.segment, AccountRow.plan, AccountRow.status, AccountRow.csm_email,
        AccountRow.renews_on, AccountRow.started_on, AccountRow.parent_account_id,
    )  # fmt: skip
    return session.execute(select(*columns).order_by(AccountRow.id)).all()
