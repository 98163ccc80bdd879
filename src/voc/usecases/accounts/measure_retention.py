"""Measure retention: by month, segment or start cohort, and which accounts' movements are behind each row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from voc.domain.evidence import check_order
from voc.domain.months import Month
from voc.domain.retention import ArrCourse, Move, Movement, Period, Retention, list_months, split_by, sum_up, year_to
from voc.errors import InputError
from voc.rendering.retention_shapes import movement, retention, retention_row
from voc.usecases.shared.load_course import Standpoint, load_course

By = Literal["month", "segment", "cohort"]
MONTHS = 12
MOST_MONTHS = 120

_GROUPS: Mapping[str, Callable[[Movement], str | None]] = {"segment": lambda m: m.segment, "cohort": lambda m: m.cohort}


def measure_retention(session: Session, at: Standpoint, by: By = "month", since: date | None = None) -> Mapping[str, Any]:
    """The table in the API's shape: a row a month, segment or cohort; the whole of the same time; and the twelve months to the standpoint.

    Without `since`, its first day, the table is of twelve months. Raises InputError for a time that is empty or too long.
    """
    course = load_course(session, at)
    period = _period(at, by, since)
    moves = course.follow_all(period)
    rows = _by_month(course, at, period) if by == "month" else [retention_row(key, period, r, at.currency) for key, r in split_by(moves, _GROUPS[by]).items()]
    year = year_to(at.day)
    return retention(by, at.as_of, period, at.currency, rows, sum_up(moves), (year, sum_up(course.follow_all(year))), is_told=course.is_told)


def list_movements(
    session: Session, at: Standpoint, by: By, key: str | None = None, since: date | None = None, *, unknown: bool = False
) -> list[Mapping[str, Any]]:
    """The accounts whose ARR moved in a row of the table, the largest change first, and then those of which it is unknown; without a key, in the whole table.
    `unknown`: in the row that has no key, of those whose segment or start is not known.

    Raises InputError as `measure_retention` does, and for a key that is no row's.
    """
    course, period = load_course(session, at), _period(at, by, since)
    if by == "month" and key is not None:
        wanted = Month.parse(key)
        found = [p for month, p in list_months(period.opening + timedelta(days=1), period.closing) if month == wanted]
        if not found:
            raise InputError(f"{key} is no month of this table")
        period = found[0]
    moves = [m for m in course.follow_all(period) if m.move is not Move.ABSENT]
    if unknown or (by != "month" and key is not None):
        moves = _row(moves, by, key, unknown=unknown)
    moves = [m for m in moves if m.move is not Move.SAME]
    moves.sort(key=lambda m: (m.move is Move.UNKNOWN, -abs(m.change), m.account))
    return [movement(m, course.accounts[m.account], period, at.currency) for m in moves]


def _row(moves: Sequence[Movement], by: By, key: str | None, *, unknown: bool) -> list[Movement]:
    if unknown and (by == "month" or key is not None):
        raise InputError("unknown is the row without a key of the table by segment or cohort: ask for it without a key")
    if found := [m for m in moves if _GROUPS[by](m) == key]:
        return found
    raise InputError("this table has no row without a key" if unknown else f"{key} is no {by} of this table")


def month_and_year(course: ArrCourse, day: date) -> tuple[Retention, Retention]:
    """The retention of the month of a day, up to that day, and of the twelve months to it."""
    ((_, month),) = list_months(day, day)
    return sum_up(course.follow_all(month)), sum_up(course.follow_all(year_to(day)))


def _by_month(course: ArrCourse, at: Standpoint, period: Period) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = []
    for month, within in list_months(period.opening + timedelta(days=1), period.closing):
        year = year_to(within.closing)
        found = retention_row(str(month), within, sum_up(course.follow_all(within)), at.currency, (year, sum_up(course.follow_all(year))))
        rows.append({**found, "complete": within.closing == month.last})
    return rows


def _period(at: Standpoint, by: By, since: date | None) -> Period:
    if since is None and by != "month":
        return year_to(at.day)
    first = Month(at.day.year, at.day.month)
    if since is None:
        for _ in range(MONTHS - 1):
            first = first.before
    else:
        check_order(since, at.day)
        if (at.day.year - since.year) * 12 + at.day.month - since.month >= MOST_MONTHS:
            raise InputError(f"since {since} is more than {MOST_MONTHS // 12} years before {at.day}")
        if by != "month":
            return Period(since - timedelta(days=1), at.day)
        first = Month(since.year, since.month)
    return Period(first.before.last, at.day)
