"""Accounts, and what scoring needs of them on one day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, ArrChangeRow
from voc.db.upsert import Outcome, chunked, save_rows
from voc.domain.accounts import FREE_MAIL, Account, AccountFacts, ArrChange, arr_on
from voc.domain.money import FxTable


def save_accounts(session: Session, accounts: Sequence[Account], *, dry_run: bool = False) -> list[Outcome]:
    """Save by account_id; one outcome per account, in order. Feedback is matched to new accounts by `rematch_feedback` afterwards."""
    return save_rows(session, AccountRow, [{"id": a.id, **asdict(a), "attributes": dict(a.attributes)} for a in accounts], dry_run=dry_run)


def list_account_facts(session: Session, day: date, fx: FxTable) -> dict[str, AccountFacts]:
    """Every account's facts on a day by its `acc_` id, sorted; ARR in the table's currency at that day's rate, None where no rate is known."""
    history: dict[str, list[ArrChange]] = {}
    changes = select(ArrChangeRow.account_id, ArrChangeRow.effective_on, ArrChangeRow.arr, ArrChangeRow.currency, ArrChangeRow.reason)
    for row in session.execute(changes):
        history.setdefault(row.account_id, []).append(ArrChange(*row))
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


@dataclass(frozen=True, slots=True)
class AccountNames:
    """What `match_account` looks an item up in: `acc_` ids by the company's account id and by domain."""

    known: Mapping[str, str]
    by_domain: Mapping[str, str]


def find_account_names(session: Session, account_ids: Iterable[str], domains: Iterable[str]) -> AccountNames:
    """The `acc_` ids of those of the account ids and (clean) domains that are known.

    A domain that several accounts share names the one that is not churned, else the one that is the parent of all the others, else none: a guess would move ARR. A
    free-mail domain names none.
    """
    known: dict[str, str] = {}
    for some in chunked(sorted(set(account_ids))):
        known.update(session.execute(select(AccountRow.account_id, AccountRow.id).where(AccountRow.account_id.in_(some))).tuples().all())
    sharing: dict[str, list[_Sharer]] = {}
    for some in chunked(sorted(set(domains) - FREE_MAIL)):
        chosen = select(AccountRow.domain, AccountRow.id, AccountRow.account_id, AccountRow.parent_account_id, AccountRow.status)
        for row in session.execute(chosen.where(AccountRow.domain.in_(some))):
            sharing.setdefault(row.domain, []).append(_Sharer(row.id, row.account_id, row.parent_account_id, row.status))
    owners = ((domain, _owner(sharers)) for domain, sharers in sharing.items())
    return AccountNames(known, {domain: owner for domain, owner in owners if owner})


@dataclass(frozen=True, slots=True)
class _Sharer:
    id: str
    account_id: str
    parent: str | None
    status: str


def _owner(sharers: Sequence[_Sharer]) -> str | None:
    standing = [one for one in sharers if one.status != "churned"] or list(sharers)
    if len(standing) == 1:
        return standing[0].id
    heads = [one for one in standing if all(other is one or other.parent == one.account_id for other in standing)]
    return heads[0].id if len(heads) == 1 else None
