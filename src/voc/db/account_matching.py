"""Which account a feedback item is from, when it is saved and again when accounts have come in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from voc.db.tables import AccountDomainRow, AccountRow, FeedbackRow, FurtherDomainRow
from voc.db.upsert import chunked, hold_import_lock, mark_import
from voc.domain.accounts import FREE_MAIL, clean_domain, match_account
from voc.domain.feedback import FeedbackItem

REMATCH_CHUNK = 5_000  # items of one transaction
_Saying = tuple[str | None, str | None, str | None]  # what an item says of its account: its id, its domain, the author's address
_SAYINGS = select(FeedbackRow.id, FeedbackRow.account, FeedbackRow.account_ref, FeedbackRow.account_domain, FeedbackRow.author_email)


def _find_known(session: Session, account_ids: Iterable[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for some in chunked(sorted(set(account_ids))):
        known.update(session.execute(select(AccountRow.account_id, AccountRow.id).where(AccountRow.account_id.in_(some))).all())
    return known


def _find_owners(session: Session, domains: Iterable[str]) -> dict[str, str]:
    """The `acc_` ids of those of the (clean) domains that name an account.

    What a person assigned a domain to goes before all else. A domain that several accounts share names the one that is not churned, else the one that is the
    parent of all the others, else none: a guess would move ARR. A free-mail domain names none.
    """
    companies = sorted(set(domains) - FREE_MAIL)
    sharing: dict[str, set[_Sharer]] = {}
    for some in chunked(companies):
        for domain, *sharer in session.execute(_sharing(some)):
            sharing.setdefault(domain, set()).add(_Sharer(*sharer))
    by_domain = {domain: owner for domain, sharers in sharing.items() if (owner := _owner(sharers))}
    for some in chunked(companies):
        by_domain.update(session.execute(select(AccountDomainRow.domain, AccountDomainRow.account).where(AccountDomainRow.domain.in_(some))).all())
    return by_domain


def list_sharers(session: Session, domains: Iterable[str]) -> dict[str, list[str]]:
    """The company's ids of the accounts that are not churned and came with each of the domains, sorted. A free-mail domain is nobody's."""
    found: dict[str, set[str]] = {}
    for some in chunked(sorted(set(domains) - FREE_MAIL)):
        for row in session.execute(_sharing(some)):
            if row.status != "churned":
                found.setdefault(row.domain, set()).add(row.account_id)
    return {domain: sorted(account_ids) for domain, account_ids in found.items()}


def _sharing(domains: Sequence[str]) -> Any:
    """Each domain with an account that came with it, as its first one or another."""
    account = (AccountRow.id, AccountRow.account_id, AccountRow.parent_account_id, AccountRow.status)
    first = select(AccountRow.domain, *account).where(AccountRow.domain.in_(domains))
    further = select(FurtherDomainRow.domain, *account).join(AccountRow, AccountRow.id == FurtherDomainRow.account)
    return first.union_all(further.where(FurtherDomainRow.domain.in_(domains)))


@dataclass(frozen=True, slots=True)
class _Sharer:
    id: str
    account_id: str
    parent: str | None
    status: str


def _owner(sharers: Collection[_Sharer]) -> str | None:
    standing = [one for one in sharers if one.status != "churned"] or list(sharers)
    if len(standing) == 1:
        return standing[0].id
    heads = [one for one in standing if all(other is one or other.parent == one.account_id for other in standing)]
    return heads[0].id if len(heads) == 1 else None


def match_items(session: Session, items: Sequence[FeedbackItem]) -> list[str | None]:
    """The `acc_` id of each item's account, in order; None: unmatched."""
    return _match(session, [(item.account_ref, item.account_domain, item.author_email) for item in items])


def rematch_feedback(session: Session) -> int:
    """Match all items again whose match may have changed with the accounts; how many moved."""
    moved, after = rematch_some(session)
    while after is not None:
        some, after = rematch_some(session, after)
        moved += some
    return moved


def rematch_some(session: Session, after: str = "") -> tuple[int, str | None]:
    """Match the next 5,000 items after an id again: (how many moved, the id to go on after; None at the end).

    Left out are items that name their account and have it: an account does not go away.
    """
    hold_import_lock(session)
    may_move = or_(FeedbackRow.account.is_(None), AccountRow.id.is_distinct_from(FeedbackRow.account))
    wanted = _SAYINGS.outerjoin(AccountRow, AccountRow.account_id == FeedbackRow.account_ref).where(FeedbackRow.id > after, may_move)
    rows = session.execute(wanted.order_by(FeedbackRow.id).limit(REMATCH_CHUNK)).all()
    return _match_again(session, rows), rows[-1].id if len(rows) == REMATCH_CHUNK else None


def rematch_domain(session: Session, domain: str) -> int:
    """Match the items again that speak of this domain and name no account that there is; how many moved."""
    hold_import_lock(session)
    from_there = or_(FeedbackRow.account_domain == domain, FeedbackRow.author_email.endswith(f"@{domain}", autoescape=True))
    named = exists().where(AccountRow.account_id == FeedbackRow.account_ref)
    return _match_again(session, session.execute(_SAYINGS.where(~named, from_there)).all())


def _match_again(session: Session, rows: Sequence[Any]) -> int:
    accounts = _match(session, [(row.account_ref, row.account_domain, row.author_email) for row in rows])
    moved = [{"id": row.id, "account": account} for row, account in zip(rows, accounts, strict=True) if account != row.account]
    if moved:
        session.execute(update(FeedbackRow), moved)
        mark_import(session)
    return len(moved)


def _match(session: Session, sayings: Sequence[_Saying]) -> list[str | None]:
    known = _find_known(session, (ref for ref, _, _ in sayings if ref))
    open_ended = [(domain, email) for ref, domain, email in sayings if ref not in known]
    hosts = (clean_domain(text) for pair in open_ended for text in pair)
    by_domain = _find_owners(session, (host for host in hosts if host))
    return [match_account(*saying, known, by_domain) for saying in sayings]
