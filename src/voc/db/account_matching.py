"""Which account a feedback item is from, when it is saved and again when accounts have come in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from voc.db.tables import AccountDomainRow, AccountRow, FeedbackRow
from voc.db.upsert import chunked, hold_import_lock, mark_import
from voc.domain.accounts import FREE_MAIL, clean_domain, match_account
from voc.domain.feedback import FeedbackItem

REMATCH_CHUNK = 5_000  # items of one transaction
_SAYINGS = select(FeedbackRow.id, FeedbackRow.account, FeedbackRow.account_ref, FeedbackRow.account_domain, FeedbackRow.author_email)


@dataclass(frozen=True, slots=True)
class AccountNames:
    """What `match_account` looks an item up in: `acc_` ids by the company's account id and by domain."""

    known: Mapping[str, str]
    by_domain: Mapping[str, str]


def find_account_names(session: Session, account_ids: Iterable[str], domains: Iterable[str]) -> AccountNames:
    """The `acc_` ids of those of the account ids and (clean) domains that are known.

    What a person assigned a domain to goes before all else. A domain that several accounts share names the one that is not churned, else the one that is the
    parent of all the others, else none: a guess would move ARR. A free-mail domain names none.
    """
    known: dict[str, str] = {}
    for some in chunked(sorted(set(account_ids))):
        known.update(session.execute(select(AccountRow.account_id, AccountRow.id).where(AccountRow.account_id.in_(some))).all())
    sharing: dict[str, list[_Sharer]] = {}
    for some in chunked(sorted(set(domains) - FREE_MAIL)):
        chosen = select(AccountRow.domain, AccountRow.id, AccountRow.account_id, AccountRow.parent_account_id, AccountRow.status)
        for row in session.execute(chosen.where(AccountRow.domain.in_(some))):
            sharing.setdefault(row.domain, []).append(_Sharer(row.id, row.account_id, row.parent_account_id, row.status))
    by_domain = {domain: owner for domain, sharers in sharing.items() if (owner := _owner(sharers))}
    for some in chunked(sorted(set(domains) - FREE_MAIL)):
        by_domain.update(session.execute(select(AccountDomainRow.domain, AccountDomainRow.account).where(AccountDomainRow.domain.in_(some))).all())
    return AccountNames(known, by_domain)


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


def match_items(session: Session, items: Sequence[FeedbackItem]) -> list[str | None]:
    """The `acc_` id of each item's account, in order; None: unmatched."""
    names = _names_for(session, ((item.account_ref, item.account_domain, item.author_email) for item in items))
    return [match_account(item.account_ref, item.account_domain, item.author_email, names.known, names.by_domain) for item in items]


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
    open_ended = or_(FeedbackRow.account.is_(None), FeedbackRow.account_ref.is_(None))
    rows = session.execute(_SAYINGS.where(FeedbackRow.id > after, open_ended).order_by(FeedbackRow.id).limit(REMATCH_CHUNK)).all()
    return _match_again(session, rows), rows[-1].id if len(rows) == REMATCH_CHUNK else None


def rematch_domain(session: Session, domain: str) -> int:
    """Match the items again that speak of this domain; how many moved."""
    hold_import_lock(session)
    from_there = or_(FeedbackRow.account_domain == domain, FeedbackRow.author_email.endswith(f"@{domain}", autoescape=True))
    return _match_again(session, session.execute(_SAYINGS.where(FeedbackRow.account_ref.is_(None), from_there)).all())


def _match_again(session: Session, rows: Sequence[Any]) -> int:
    names = _names_for(session, ((row.account_ref, row.account_domain, row.author_email) for row in rows))
    moved = []
    for row in rows:
        account = match_account(row.account_ref, row.account_domain, row.author_email, names.known, names.by_domain)
        if account != row.account:
            moved.append({"id": row.id, "account": account})
    if moved:
        session.execute(update(FeedbackRow), moved)
        mark_import(session)
    return len(moved)


def _names_for(session: Session, sayings: Iterable[tuple[str | None, str | None, str | None]]) -> AccountNames:
    refs: set[str] = set()
    domains: set[str] = set()
    for ref, domain, email in sayings:
        if ref:
            refs.add(ref)
        else:
            domains.update(host for host in (clean_domain(domain), clean_domain(email)) if host)
    return find_account_names(session, refs, domains)
