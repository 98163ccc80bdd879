"""The domains that accounts came with beside their first one."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from voc.db.import_journal import note_row
from voc.db.tables import AccountRow, FurtherDomainRow
from voc.db.upsert import chunked, mark_import
from voc.domain.accounts import Account


def save_further_domains(session: Session, accounts: Sequence[Account], *, dry_run: bool = False) -> list[bool]:
    """Give accounts that are saved the further domains that they state, and no others; for each account, in order, whether that changes them. One whose row
    says nothing of domains keeps those that it has.

    An account whose domains change is noted in the journal of imports too: no earlier import that it came with is undone over this one.
    """
    stored = _find_stored(session, list(dict.fromkeys(account.id for account in accounts)))
    standing = dict(stored)
    changes: list[bool] = []
    for account in accounts:
        if account.said is not None and "domain" not in account.said:
            changes.append(False)
            continue
        stated = frozenset(account.further_domains)
        changes.append(stated != standing.get(account.id, frozenset()))
        standing[account.id] = stated
    if not dry_run and any(changes):
        after = {(account, domain) for account, domains in standing.items() for domain in domains}
        before = {(account, domain) for account, domains in stored.items() for domain in domains}
        _write(session, sorted(after - before), sorted(before - after))
    return changes


def _write(session: Session, added: Sequence[tuple[str, str]], gone: Sequence[tuple[str, str]]) -> None:
    for key in added:
        note_row(session, FurtherDomainRow, key, None)
    for key in gone:
        note_row(session, FurtherDomainRow, key, dict(zip(("account", "domain"), key, strict=True)))
    _note_accounts(session, sorted({account for account, _ in (*added, *gone)}))
    for some in chunked(gone):
        session.execute(delete(FurtherDomainRow).where(tuple_(FurtherDomainRow.account, FurtherDomainRow.domain).in_(some)))
    if added:
        session.execute(insert(FurtherDomainRow), [{"account": account, "domain": domain} for account, domain in added])
    mark_import(session)


def _note_accounts(session: Session, accounts: Sequence[str]) -> None:
    """As they stand: the journal keeps what was noted of a row before."""
    names = AccountRow.__table__.columns.keys()
    for some in chunked(accounts):
        for row in session.execute(select(AccountRow.__table__).where(AccountRow.id.in_(some))):
            note_row(session, AccountRow, [row.id], dict(zip(names, row, strict=True)))


def _find_stored(session: Session, accounts: Sequence[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for some in chunked(accounts):
        for account, domain in session.execute(select(FurtherDomainRow.account, FurtherDomainRow.domain).where(FurtherDomainRow.account.in_(some))):
            found.setdefault(account, set()).add(domain)
    return {account: frozenset(domains) for account, domains in found.items()}
