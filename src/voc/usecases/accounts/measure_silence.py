"""Measure silence: which share of the accounts and of the ARR was heard, by segment, channel and month; and who says nothing before a renewal."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from voc.db.hearings import list_hearings, list_last_heard
from voc.domain.evidence import Window, check_order, window_before
from voc.domain.months import Month
from voc.domain.retention import ArrCourse, list_months
from voc.domain.silence import Coverage, Hearing, cover, cover_channels, cover_segments, list_customers, list_quiet
from voc.errors import InputError
from voc.rendering.formats import first_day
from voc.rendering.silence_shapes import MonthCoverage, silence
from voc.usecases.shared.load_course import Standpoint, load_course

WINDOW_DAYS = 365
MOST_DAYS = 3660


def measure_silence(session: Session, at: Standpoint, since: date | None = None) -> Mapping[str, Any]:
    """The coverage in the API's shape, from the day `since` on, else over WINDOW_DAYS. Raises InputError for a time that is empty or too long."""
    window = _window(at, since)
    course = load_course(session, at)
    heard, customers = list_hearings(session, window), list_customers(course, at.day)
    segments = {key: facts.segment for key, facts in course.accounts.items()}
    spoke = {h.account for h in heard}
    return silence(
        window,
        at.currency,
        cover(customers, spoke),
        cover_segments(customers, segments, spoke),
        cover_channels(customers, heard),
        _by_month(course, heard, window),
        list_quiet(course.accounts, list_last_heard(session, at.as_of), at.as_of),
    )


def measure_coverage(session: Session, course: ArrCourse, window: Window) -> Coverage:
    """The coverage of the window's last day's customers, as a report's method note gives it."""
    return cover(list_customers(course, window.day), {h.account for h in list_hearings(session, window)})


def _by_month(course: ArrCourse, heard: Sequence[Hearing], window: Window) -> list[MonthCoverage]:
    """Of the customers at each month's end, those heard in that month."""
    spoke: dict[Month, set[str]] = {}
    for hearing in heard:
        spoke.setdefault(Month(hearing.occurred_at.year, hearing.occurred_at.month), set()).add(hearing.account)
    first = first_day(window.since)
    return [
        MonthCoverage(month, max(first, month.start.date()), period.closing, cover(list_customers(course, period.closing), spoke.get(month, set())))
        for month, period in list_months(first, window.day)
    ]


def _window(at: Standpoint, since: date | None) -> Window:
    if since is None:
        return window_before(at.as_of, WINDOW_DAYS)
    check_order(since, at.day)
    if (at.day - since).days > MOST_DAYS:
        raise InputError(f"since {since} is more than {MOST_DAYS // 366} years before {at.day}")
    return Window(datetime.combine(since, time.min, tzinfo=UTC) - timedelta(microseconds=1), at.as_of)
