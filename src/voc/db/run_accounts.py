"""Accounts as a run saw them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from voc.db.tables import AccountRow, RunAccountRow
from voc.db.upsert import chunked
from voc.errors import NotFoundError


def add_run_accounts(session: Session, run_id: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep each account's figures, by `acc_` id."""
    rows = [{"run_id": run_id, "account": key, "figures": dict(figures[key])} for key in sorted(figures)]
    if rows:
        session.execute(insert(RunAccountRow), rows)


def list_run_accounts(session: Session, run_id: str) -> list[Mapping[str, Any]]:
    """The figures of every account of a run, in the API's shape, ordered by id."""
    return list(session.scalars(select(RunAccountRow.figures).where(RunAccountRow.run_id == run_id).order_by(RunAccountRow.account)))


def find_run_accounts(session: Session, run_id: str, accounts: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """The figures of those of the accounts that the run has, by `acc_` id."""
    found: dict[str, Mapping[str, Any]] = {}
    for some in chunked(accounts):
        rows = session.execute(select(RunAccountRow.account, RunAccountRow.figures).where(RunAccountRow.run_id == run_id, RunAccountRow.account.in_(some)))
        found.update(rows.all())
    return dict(found)


def get_run_account(session: Session, run_id: str, account: str) -> Mapping[str, Any]:
    """One account's figures. Raises NotFoundError."""
    found = session.scalar(select(RunAccountRow.figures).where(RunAccountRow.run_id == run_id, RunAccountRow.account == account))
    if found is None:
        raise NotFoundError(f"there is no account {account} in the current run")
    return dict(found)


def list_segments(session: Session) -> list[str]:
    """The segments that accounts are in, sorted."""
    return sorted(segment for segment in session.scalars(select(AccountRow.segment).distinct()) if segment)
