"""Dated exchange rates."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voc.db.session import read_once
from voc.db.tables import FxRateRow
from voc.db.upsert import Outcome, save_rows
from voc.domain.money import FxRate, FxTable


@read_once
def load_fx(session: Session, reporting: str) -> FxTable:
    """All stored rates, as a table into the reporting currency (ISO 4217)."""
    rows = session.execute(select(FxRateRow.currency, FxRateRow.as_of, FxRateRow.rate))
    return FxTable(reporting, (FxRate(currency, as_of, rate) for currency, as_of, rate in rows))


def save_fx_rates(session: Session, rates: Sequence[FxRate], *, dry_run: bool = False) -> list[Outcome]:
    """Save rates by (currency, as_of); one outcome per rate, in order."""
    return save_rows(session, FxRateRow, [{"currency": rate.currency, "as_of": rate.as_of, "rate": rate.rate} for rate in rates], dry_run=dry_run)
