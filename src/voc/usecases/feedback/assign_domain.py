"""Assign a domain to an account: feedback from it is that account's, what came before and what comes. A person's word goes before what accounts came with."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.account_domains import delete_account_domain, find_account_domain, save_account_domain
from voc.db.account_matching import rematch_domain
from voc.db.accounts import get_account_key
from voc.db.changes import add_change
from voc.db.runs import find_current_run
from voc.db.session import actor_of
from voc.domain.accounts import FREE_MAIL, clean_domain
from voc.domain.changes import ChangeKind
from voc.errors import InputError, NotFoundError
from voc.usecases.curating.decide import request_effect

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Reassigned:
    """How many items have another account now, and the job of the refresh that carries it into the figures."""

    domain: str
    account: str | None
    items: int
    job_id: str | None


def assign_domain(session: Session, domain: str, account: str, now: datetime) -> Reassigned:
    """Feedback from the domain is the account's (its `acc_` id, or the company's own id). Raises InputError for what is no domain or a free-mail one,
    NotFoundError for an account that is not known."""
    host, key = read_domain(domain), get_account_key(session, account.strip())
    return _change(session, host, key, now)


def withdraw_domain(session: Session, domain: str, now: datetime) -> Reassigned:
    """Feedback from the domain goes to whom the accounts themselves name. Raises NotFoundError where nobody had assigned it."""
    host = read_domain(domain)
    if find_account_domain(session, host) is None:
        raise NotFoundError(f"nobody assigned the domain {host}")
    return _change(session, host, None, now)


def read_domain(text: str) -> str:
    """A bare domain out of a domain, URL or e-mail address. Raises InputError."""
    host = clean_domain(text)
    if host is None or not _HOST.fullmatch(host):
        raise InputError(f"'{text[:100]}' is not a domain such as example.com")
    if host in FREE_MAIL:
        raise InputError(f"{host} gives mail to anybody: it is no company's")
    return host


def _change(session: Session, domain: str, account: str | None, now: datetime) -> Reassigned:
    before = find_account_domain(session, domain)
    if before == account:
        return Reassigned(domain, account, 0, None)
    if account is None:
        delete_account_domain(session, domain)
    else:
        save_account_domain(session, domain, account, actor_of(session).name, now)
    moved = rematch_domain(session, domain)
    facts = [{"account": key} if key else {} for key in (before, account)]
    add_change(session, ChangeKind.DOMAIN_ASSIGNED, domain, now, before=facts[0], after=facts[1])
    run = find_current_run(session) if moved else None
    return Reassigned(domain, account, moved, request_effect(session, run, now) if run else None)
