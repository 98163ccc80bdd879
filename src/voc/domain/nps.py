"""The net promoter score: the share of the answers of 9 and 10 less the share of those of 0 to 6, from -100 to 100."""

from dataclasses import dataclass

PROMOTER, PASSIVE = 9, 7  # the least answer of each


@dataclass(frozen=True, slots=True)
class Nps:
    """Answers to "how likely are you to recommend us", counted."""

    promoters: int
    passives: int
    detractors: int

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """-100 to 100; None where nobody answered."""
        return round(100 * (self.promoters - self.detractors) / self.answers, 1) if self.answers else None


@dataclass(frozen=True, slots=True)
class NpsCourse:
    """The score of a month, of the month before and of the twelve months to the month's end."""

    month: Nps
    before: Nps
    year: Nps
