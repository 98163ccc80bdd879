"""Load the course of the accounts' ARR up to a day, and the day and currency that figures outside a ranking stand on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from voc.db.accounts import list_facts, load_arr_book
from voc.db.fx_rates import load_fx
from voc.db.runs import find_current_run
from voc.domain.evidence import check_not_ahead, end_of_day
from voc.domain.retention import ArrCourse


@dataclass(frozen=True, slots=True)
class Standpoint:
    """The moment and the currency (ISO 4217) that figures are of."""

    as_of: datetime
    currency: str

    @property
    def day(self) -> date:
        """The day of the moment."""
        return self.as_of.date()


def find_standpoint(session: Session, now: datetime, currency: str, as_of: date | None = None) -> Standpoint:
    """The end of the day asked for, else the moment and the currency of the current ranking, else now and `currency`. Raises InputError for a day ahead."""
    run = find_current_run(session)
    ranked_in = str(run.settings["reporting_currency"]) if run else currency
    if as_of is None:
        return Standpoint(run.as_of if run else now, ranked_in)
    check_not_ahead(as_of, now, run.as_of if run else now)
    return Standpoint(end_of_day(as_of), ranked_in)


def load_course(session: Session, at: Standpoint) -> ArrCourse:
    """What every account paid on any day up to the standpoint's, at the rates of that day."""
    book = load_arr_book(session, load_fx(session, at.currency))
    return ArrCourse(list_facts(session, at.day, book), book, at.day)
