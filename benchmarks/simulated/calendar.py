"""The months that a company is watched for. Month 0 is the first; those before it are negative."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voc.domain.evidence import end_of_day

LAST_DAY = date(2026, 10, 31)


@dataclass(frozen=True)
class Calendar:
    """`months` calendar months that end on `last`, the last day of a month."""

    months: int
    last: date = LAST_DAY

    @property
    def as_of(self) -> datetime:
        """The last moment."""
        return end_of_day(self.last)

    def first_of(self, month: int) -> date:
        """The first day of a month."""
        count = self.last.year * 12 + self.last.month - self.months + month
        return date(count // 12, count % 12 + 1, 1)

    def days_in(self, month: int) -> int:
        """How many days a month has."""
        return (self.first_of(month + 1) - self.first_of(month)).days

    def next_anniversary(self, month: int, after: date) -> date:
        """The first anniversary of a month's first day that lies after a day."""
        while self.first_of(month) <= after:
            month += 12
        return self.first_of(month)

    def day_of(self, month: int, share: float) -> date:
        """The day at a share, 0 to 1, of a month."""
        return self.first_of(month) + timedelta(days=min(int(share * self.days_in(month)), self.days_in(month) - 1))
