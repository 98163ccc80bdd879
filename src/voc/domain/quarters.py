"""Quarters of a calendar year, UTC."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from voc.domain.months import Month
from voc.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """A quarter written YYYY-Qn. Raises InputError."""
        found = re.fullmatch(r"([12][0-9]{3})-Q([1-4])", text)
        if not found:
            raise InputError(f"'{text}' is not a quarter: write it as 2026-Q3")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day lies in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return Month(self.year, 3 * self.number - 2).start

    @property
    def end(self) -> datetime:
        """Its last microsecond."""
        return Month(self.year, 3 * self.number).end

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def title(self) -> str:
        """`Q3 2026`."""
        return f"Q{self.number} {self.year}"

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"
