"""Settle what feedback says of an account that is not known: make an account of it, or let nobody be asked about it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.account_domains import delete_ignored, is_ignored, save_ignored
from voc.db.accounts import get_account_key
from voc.db.changes import add_change
from voc.db.import_journal import write_journal
from voc.db.runs import find_current_run
from voc.db.session import actor_of
from voc.domain.changes import ChangeKind
from voc.errors import ConflictError, InputError, NotFoundError
from voc.usecases.curating.decide import request_effect
from voc.usecases.feedback.assign_domain import read_domain
from voc.usecases.feedback.import_rows import import_rows_into

_LONGEST = 500  # characters of an id or a domain


def create_account(session: Session, account_ref: str | None, domain: str | None, name: str, now: datetime, *, reporting_currency: str) -> str | None:
    """An account of what some feedback says: its id is the id that is said, else the domain; its ARR is unknown. It is undone as an import is. The id of the
    refresh job that carries it into the figures.

    Raises InputError for what cannot be an account, ConflictError where there is one of this id.
    """
    host = read_domain(domain) if domain else None
    account_id = account_ref or host
    if not account_id:
        raise InputError("nothing in this feedback says of which account it is")
    if _is_known(session, account_id):
        raise ConflictError(f"there is an account {account_id} already")
    row = {"account_id": account_id, "name": name, **({"domain": host} if host else {})}
    (result,) = import_rows_into(session, "accounts", [row], reporting_currency=reporting_currency)
    if result.error:
        raise InputError(str(result.error))
    write_journal(session, add_change(session, ChangeKind.IMPORT_DONE, "accounts", now, after={"added": 1}))
    run = find_current_run(session)
    return request_effect(session, run, now) if run else None


def _is_known(session: Session, account_id: str) -> bool:
    try:
        return bool(get_account_key(session, account_id))
    except NotFoundError:
        return False


def ignore_origin(session: Session, account_ref: str | None, domain: str | None, now: datetime, *, ignored: bool) -> None:
    """Ask nobody any more of which account such feedback is, or ask again. The feedback stays. Raises InputError for what says nothing."""
    ref, host = (account_ref or "").strip() or None, (domain or "").strip().lower() or None
    if not (ref or host) or max(len(ref or ""), len(host or "")) > _LONGEST:
        raise InputError("say the account id, the domain or both that feedback comes with")
    if is_ignored(session, ref, host) == ignored:
        return
    if ignored:
        save_ignored(session, ref, host, actor_of(session).name, now)
    else:
        delete_ignored(session, ref, host)
    before, after = ({"ignored": not ignored}, {"ignored": ignored})
    said = {"account_ref": ref, "domain": host}
    add_change(session, ChangeKind.ORIGIN_IGNORED, host or ref or "", now, before={**said, **before}, after={**said, **after})
