"""Days and moments, read only where they can mean one thing: `01/02/2026` is rejected."""

import re
from datetime import UTC, date, datetime, timedelta

from voc.errors import RowError
from voc.sources.fields import Raw, shown, text

EARLIEST = date(1990, 1, 1)
LATEST_PLANNED = date(2100, 12, 31)
FUTURE_DAYS = 366

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?) ?([Zz]|UTC|[+-][0-9]{2}:?[0-9]{2})?")


def day(raw: Raw, column: str, latest: date = LATEST_PLANNED) -> date | None:
    """A date, 1990 to `latest`; of a date with a time the date as it stands."""
    value = _date_text(raw, column)
    if value is None:
        return None
    if not (_DAY.fullmatch(value) or _MOMENT.fullmatch(value)):
        raise RowError(column, f"{shown(value)} is not a date such as 2026-01-31")
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        raise RowError(column, f"{shown(value)} is not a day of the calendar") from None
    return _within(found, column, value, latest)


def moment(raw: Raw, column: str, today: date) -> datetime | None:
    """A moment in UTC, from 1990 up to 366 days after `today`: RFC 3339; a date is its midnight, a time without a zone is taken as UTC."""
    value = _date_text(raw, column)
    if value is None:
        return None
    found: datetime | None = None
    try:
        if _DAY.fullmatch(value):
            found = datetime.fromisoformat(value).replace(tzinfo=UTC)
        elif parts := _MOMENT.fullmatch(value):
            zone = (parts[3] or "Z").upper().replace("UTC", "Z").replace("Z", "+00:00")
            found = datetime.fromisoformat(f"{parts[1]}T{parts[2]}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise RowError(column, f"{shown(value)} is not a time such as 2026-01-31T09:30:00Z or a date such as 2026-01-31")
    _within(found.date(), column, value, latest_for(today))
    return found


def latest_for(today: date) -> date:
    """The last day that something observed may bear."""
    return today + timedelta(days=FUTURE_DAYS)


def _date_text(raw: Raw, column: str) -> str | None:
    return text(raw, column, 100)


def _within(found: date, column: str, value: str, latest: date) -> date:
    if not EARLIEST <= found <= latest:
        raise RowError(column, f"{shown(value)} is out of range; expected {EARLIEST} to {latest}")
    return found
