"""ARR over time, by account and day."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.tables import ArrChangeRow
from voc.db.upsert import Outcome, chunked, columns_of, save_rows
from voc.domain.accounts import ArrChange


def save_arr_changes(session: Session, arr_changes: Sequence[ArrChange], *, dry_run: bool = False) -> list[Outcome]:
    """Save by (account_id, effective_on); one outcome per value, in order."""
    return save_rows(session, ArrChangeRow, [columns_of(value) for value in arr_changes], dry_run=dry_run)


def list_arr_changes(session: Session, account_ids: Sequence[str] | None = None) -> dict[str, list[ArrChange]]:
    """Every change by the company's account id, or those of these accounts; the earliest first."""
    found: dict[str, list[ArrChange]] = {}
    columns = (ArrChangeRow.account_id, ArrChangeRow.effective_on, ArrChangeRow.arr, ArrChangeRow.currency, ArrChangeRow.reason)
    wanted = select(*columns).order_by(*columns[:2])
    for query in [wanted] if account_ids is None else [wanted.where(columns[0].in_(some)) for some in chunked(account_ids)]:
        for row in session.execute(query):
            found.setdefault(row.account_id, []).append(ArrChange(*row))
    return found
