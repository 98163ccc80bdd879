"""Calendar months, UTC."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from voc.domain.evidence import end_of_day
from voc.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """A month written YYYY-MM. Raises InputError."""
        found = re.fullmatch(r"([12][0-9]{3})-(0[1-9]|1[0-2])", text)
        if not found:
            raise InputError(f"'{text}' is not a month: write it as 2026-10")
        return cls(int(found[1]), int(found[2]))

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(date(self.year, self.number, 1), time.min, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Its last microsecond: what `as_of` is for a report of it."""
        return end_of_day(self.last)

    @property
    def before(self) -> "Month":
        """The month before."""
        return Month(self.year - 1, 12) if self.number == 1 else Month(self.year, self.number - 1)

    @property
    def title(self) -> str:
        """`October 2026`."""
        return f"{calendar.month_name[self.number]} {self.year}"

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
