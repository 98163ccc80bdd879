"""ARR over time, by account and day."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from voc.db.tables import ArrChangeRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.accounts import ArrChange


def save_arr_changes(session: Session, arr_changes: Sequence[ArrChange], *, dry_run: bool = False) -> list[Outcome]:
    """Save by (account_id, effective_on); one outcome per value, in order."""
    return save_rows(session, ArrChangeRow, [asdict(value) for value in arr_changes], dry_run=dry_run)
