"""Accounts as a run saw them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from voc.db.published import read_published
from voc.db.tables import RunAccountRow
from voc.db.types import Json
from voc.db.upsert import chunked
from voc.errors import NotFoundError


def add_run_accounts(session: Session, run_id: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep each account's figures, by `acc_` id."""
    rows = [{"run_id": run_id, "account": key, "figures": dict(figures[key]), "brief": _make_brief(figures[key])} for key in sorted(figures)]
    if rows:
        session.execute(insert(RunAccountRow), rows)


def list_run_accounts(session: Session, run_id: str) -> list[Mapping[str, Any]]:
    """The figures of every account of a run, in the API's shape, ordered by id."""
    return list(session.scalars(select(RunAccountRow.figures).where(RunAccountRow.run_id == run_id).order_by(RunAccountRow.account)))


@dataclass(frozen=True, slots=True)
class AccountBrief:
    """What a run's accounts are narrowed and sorted by. `band` and `score` are the machine's; `arr` is in the reporting currency, None: unknown."""

    id: str
    account_id: str
    name: str
    arr: Decimal | None
    segment: str | None
    plan: str | None
    status: str
    csm_email: str | None
    renews_on: date | None
    started_on: date | None
    score: float
    band: str
    mentions: int
    last_contact: str | None
    advocate: bool
    expansion: bool


def list_briefs(session: Session, run_id: str) -> list[AccountBrief]:
    """The brief of every account of a run, ordered by id."""
    return read_published(session, run_id, "briefs", lambda: _read_briefs(session, run_id))


def _read_briefs(session: Session, run_id: str) -> list[AccountBrief]:
    """A run of an older version kept none: it is read out of the figures."""
    told = func.coalesce(RunAccountRow.brief, RunAccountRow.figures, type_=Json)
    rows = session.execute(select(RunAccountRow.account, told).where(RunAccountRow.run_id == run_id).order_by(RunAccountRow.account))
    return [_read_brief(account, figures) for account, figures in rows]


def _make_brief(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The part of the figures that `_read_brief` reads: thousands of accounts are narrowed by a megabyte and not by fifty."""
    kept = ("account_id", "name", "arr", "segment", "plan", "status", "csm_email", "renews_on", "started_on", "mentions", "last_contact")
    health = {name: figures["health"][name] for name in ("score", "band")}
    growth = {name: {"holds": figures[name]["holds"]} for name in ("advocate", "expansion") if name in figures}
    return {**{name: figures[name] for name in kept}, "health": health, **growth}


def _read_brief(account: str, f: Mapping[str, Any]) -> AccountBrief:
    return AccountBrief(
        id=account,
        account_id=f["account_id"],
        name=f["name"],
        arr=Decimal(f["arr"]["amount"]) if f["arr"] else None,
        segment=f["segment"],
        plan=f["plan"],
        status=f["status"],
        csm_email=f["csm_email"],
        renews_on=date.fromisoformat(f["renews_on"]) if f["renews_on"] else None,
        started_on=date.fromisoformat(f["started_on"]) if f.get("started_on") else None,
        score=f["health"]["score"],
        band=f["health"]["band"],
        mentions=f["mentions"],
        last_contact=f["last_contact"],
        advocate=f.get("advocate", {}).get("holds", False),
        expansion=f.get("expansion", {}).get("holds", False),
    )


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
