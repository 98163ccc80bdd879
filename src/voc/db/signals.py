"""Product usage and other facts of accounts, in long format."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from voc.db.tables import SignalRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.accounts import Signal


def save_signals(session: Session, signals: Sequence[Signal], *, dry_run: bool = False) -> list[Outcome]:
    """Save by (account_id, signal, observed_on); one outcome per value, in order."""
    return save_rows(session, SignalRow, [asdict(value) for value in signals], dry_run=dry_run)
