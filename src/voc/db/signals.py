"""Product usage and other facts of accounts, in long format."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import SignalRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.accounts import Signal


def save_signals(session: Session, signals: Sequence[Signal], *, dry_run: bool = False) -> list[Outcome]:
    """Save by (account_id, signal, observed_on); one outcome per value, in order."""
    return save_rows(session, SignalRow, [asdict(value) for value in signals], dry_run=dry_run)


def list_signals(session: Session, until: date) -> dict[str, list[Signal]]:
    """Every value observed up to a day, by the company's account id, the oldest first."""
    found: dict[str, list[Signal]] = {}
    columns = (SignalRow.account_id, SignalRow.signal, SignalRow.observed_on, SignalRow.value)
    for row in session.execute(select(*columns).where(SignalRow.observed_on <= until).order_by(*columns[:3])):
        found.setdefault(row.account_id, []).append(Signal(*row))
    return found
