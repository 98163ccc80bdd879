"""Dates in any usual form, made RFC 3339. The order of day and month is settled over the whole column, or told by a person."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from voc.errors import InputError
from voc.sources.settling.months import month_of

_DAY_ZERO = datetime(1899, 12, 30, tzinfo=UTC)  # of a workbook's serial numbers
_SERIALS = (32_874, 73_415)  # 1990 to 2100
_SECONDS = (631_152_000, 4_102_444_800)  # the same years since 1970
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "IST": 330}
_ZONES |= {"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "JST": 540, "AEST": 600, "AEDT": 660}

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ](?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:[Zz]|UTC|[+-]\d{2}:?\d{2}))?)?")
_TIME = (
    r"(?:(?:,|,? at| um| à|T| -)?\s*(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s?(?P<half>[AaPp]\.?[Mm]\.?)?(?: Uhr)?"
    r"(?:\s?(?P<zone>[A-Z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}(?::?\d{2})?))?(?:\s?\([\w ]{3,60}\))?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}")
_IN_ORDER = re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])\s?(?P<second_part>\d{{1,2}})[-/.]\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}")
_WEEKDAY = r"(?:[^\W\d]{2,11}\.?,?\s+)?"
_DAY_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[-/ ](?:de )?(?P<name>[^\W\d]{{3,12}})\.?,?(?:[-/ ]| de )(?P<year>\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_FIRST = re.compile(rf"{_WEEKDAY}(?P<name>[^\W\d]{{3,12}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}|\d{{2}}){_TIME}")
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Order(StrEnum):
    """In which order day, month and year stand."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(slots=True)
class DateColumn:
    """What the cells of a column tell about its order: a cell that can be read with the day first alone, one with the month first alone, one with either."""

    day_first: str | None = None
    month_first: str | None = None
    open: str | None = None
    told: Order | None = field(default=None)

    def see(self, cell: str) -> None:
        """Take one cell into account."""
        found = _IN_ORDER.fullmatch(cell)
        if found is None or found["mark"] == ".":  # dots stand between day, month and year
            return
        first, second = int(found["first"]), int(found["second_part"])
        if first > 12 >= second:
            self.day_first = self.day_first or cell
        elif second > 12 >= first:
            self.month_first = self.month_first or cell
        elif first != second:
            self.open = self.open or cell

    @property
    def order(self) -> Order | None:
        """As a person told it, else as the column's cells settle it; None where they do not, or say both."""
        if self.told is not None or bool(self.day_first) == bool(self.month_first):
            return self.told
        return Order.DMY if self.day_first else Order.MDY

    def require_order(self, column: str) -> None:
        """Raises InputError where cells can be read in two ways and no cell of the column settles it. Where cells settle it both ways, the open ones are for
        each row to refuse."""
        if self.open and self.order is None and not self.day_first:
            raise InputError(
                f"{column}: {self.open} is two dates, day first or month first, and no cell of the column tells which;"
                " say it (on the command line --dates dmy or --dates mdy)"
            )


def read_date(cell: str, order: Order | None = None) -> str | None:
    """The cell as RFC 3339, a date or a time with its zone; None where it is no date, or is two and no order is told."""
    cell = " ".join(cell.split())
    if _ISO.fullmatch(cell):
        return cell
    if compact := _COMPACT.fullmatch(cell):
        return _written(compact.groupdict(), int(compact["year"]), int(compact["month"]), int(compact["day"]))
    if _NUMBER.fullmatch(cell):
        return _read_number(cell)
    if found := _YEAR_FIRST.fullmatch(cell):
        return _written(found.groupdict(), int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _IN_ORDER.fullmatch(cell):
        return _read_in_order(found, order)
    for pattern in (_DAY_NAMED, _NAME_FIRST):
        if (found := pattern.fullmatch(cell)) and (month := month_of(found["name"])):
            return _written(found.groupdict(), _full_year(found["year"]), month, int(found["day"]))
    return None


def _read_in_order(found: re.Match[str], order: Order | None) -> str | None:
    first, second, year = int(found["first"]), int(found["second_part"]), _full_year(found["year"])
    if found["mark"] == "." or first > 12:
        day, month = first, second
    elif second > 12 or order is Order.MDY or first == second:
        day, month = second, first
    elif order is Order.DMY:
        day, month = first, second
    else:
        return None
    return _written(found.groupdict(), year, month, day)


def _read_number(cell: str) -> str | None:
    """Seconds or milliseconds since 1970, or a workbook's days since 1900 where the number is in the range of these."""
    number = float(cell)
    if _SERIALS[0] <= number <= _SERIALS[1]:
        moment = _DAY_ZERO + timedelta(seconds=round(number * 86_400))
        return moment.date().isoformat() if number.is_integer() else moment.isoformat()
    for unit in (1, 1_000, 1_000_000):
        if _SECONDS[0] <= number / unit <= _SECONDS[1]:
            return datetime.fromtimestamp(number / unit, UTC).isoformat()
    return None


def _written(parts: dict[str, str | None], year: int, month: int, day: int) -> str | None:
    try:
        moment = datetime(year, month, day, tzinfo=UTC)
        if not parts.get("hour"):
            return moment.date().isoformat()
        hour = int(parts["hour"] or 0)
        if half := parts.get("half"):
            hour = hour % 12 + 12 * (half[0] in "Pp")
        if (offset := _offset(parts.get("zone"))) is None:
            return None
        moment = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
        return (moment + timedelta(hours=hour, minutes=int(parts["minute"] or 0), seconds=int(parts.get("second") or 0))).isoformat()
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> int | None:
    """Minutes before UTC's midnight; 0 where none is told, None for a zone that nobody here knows."""
    found = re.fullmatch(r"([A-Z]*)(?:([+-])(\d{1,2}):?(\d{2})?)?", zone or "Z")
    if found is None or (found[1] and found[1] not in _ZONES):
        return None
    told = int(found[3]) * 60 + int(found[4] or 0) if found[2] else 0
    return _ZONES.get(found[1], 0) + (told if found[2] != "-" else -told)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
