"""Domains that people said are an account's, and the feedback that no account could be found for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import AccountDomainRow, AccountRow, FeedbackRow, IgnoredOriginRow
from voc.domain.accounts import FREE_MAIL


@dataclass(frozen=True, slots=True)
class AccountDomain:
    """A domain, the `acc_` id of the account that it is said to be, with its name; by whom and when."""

    domain: str
    account: str
    account_name: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Items without an account by what they say of one: an account id that is not known, a domain, both or neither."""

    account_ref: str | None
    domain: str | None
    items: int
    last_at: datetime


def list_account_domains(session: Session) -> list[AccountDomain]:
    """What people said, by domain."""
    columns = (AccountDomainRow.domain, AccountDomainRow.account, AccountRow.name, AccountDomainRow.made_by, AccountDomainRow.made_at)
    wanted = select(*columns).join(AccountRow, AccountRow.id == AccountDomainRow.account).order_by(AccountDomainRow.domain)
    return [AccountDomain(*row) for row in session.execute(wanted)]


def find_account_domain(session: Session, domain: str) -> str | None:
    """The `acc_` id of the account that the domain is said to be."""
    return session.scalar(select(AccountDomainRow.account).where(AccountDomainRow.domain == domain))


def save_account_domain(session: Session, domain: str, account: str, who: str, now: datetime) -> None:
    """The domain is this account's from now on, whatever was said before."""
    session.merge(AccountDomainRow(domain=domain, account=account, made_by=who, made_at=now))
    session.flush()


def delete_account_domain(session: Session, domain: str) -> None:
    """Nobody says any more whose the domain is."""
    session.execute(delete(AccountDomainRow).where(AccountDomainRow.domain == domain))


@dataclass(frozen=True, slots=True)
class IgnoredOrigin:
    """What feedback says of its account that nobody wants to be asked about again; by whom and when."""

    account_ref: str | None
    domain: str | None
    made_by: str
    made_at: datetime


@read_once
def list_ignored(session: Session) -> list[IgnoredOrigin]:
    """By what is said."""
    rows = session.scalars(select(IgnoredOriginRow).order_by(IgnoredOriginRow.domain, IgnoredOriginRow.account_ref))
    return [IgnoredOrigin(row.account_ref or None, row.domain or None, row.made_by, row.made_at) for row in rows]


def is_ignored(session: Session, account_ref: str | None, domain: str | None) -> bool:
    """Whether somebody said so."""
    return session.get(IgnoredOriginRow, (account_ref or "", domain or "")) is not None


def save_ignored(session: Session, account_ref: str | None, domain: str | None, who: str, now: datetime) -> None:
    """Nobody is asked about it any more."""
    session.merge(IgnoredOriginRow(account_ref=account_ref or "", domain=domain or "", made_by=who, made_at=now))
    session.flush()


def delete_ignored(session: Session, account_ref: str | None, domain: str | None) -> None:
    """It is asked about again."""
    session.execute(delete(IgnoredOriginRow).where(IgnoredOriginRow.account_ref == (account_ref or ""), IgnoredOriginRow.domain == (domain or "")))
    session.expire_all()


def list_unmatched(session: Session) -> list[Unmatched]:
    """The items without an account, grouped, the most first; without what is ignored."""
    email = FeedbackRow.author_email
    of_email = func.split_part(email, "@", 2) if session.get_bind().dialect.name == "postgresql" else func.substr(email, func.instr(email, "@") + 1)
    said = func.coalesce(FeedbackRow.account_domain, case((email.is_not(None), of_email)))
    # Beside an account id a free-mail domain tells nothing.
    domain = case((or_(FeedbackRow.account_ref.is_(None), said.not_in(sorted(FREE_MAIL))), said)).label("domain")
    items = func.count().label("items")
    wanted = (
        select(FeedbackRow.account_ref, domain, items, func.max(FeedbackRow.occurred_at))
        .where(FeedbackRow.account.is_(None))
        .group_by(FeedbackRow.account_ref, domain)
        .order_by(items.desc(), FeedbackRow.account_ref, domain)
    )
    ignored = {(one.account_ref, one.domain) for one in list_ignored(session)}
    return [one for row in session.execute(wanted) if ((one := Unmatched(*row)).account_ref, one.domain) not in ignored]
