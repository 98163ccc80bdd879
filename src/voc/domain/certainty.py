"""How certain a rank is: where it may lie, as the accounts that happened to speak could have been others."""

from dataclasses import dataclass

LEVEL = 0.9  # of the themes' true ranks lie within their intervals
STABLE_RANKS = 2  # ranks that an interval may span and still be called stable, in a short list
STABLE_SHARE = 0.1  # of the list, in a long one


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The ranks `first` to `last`, both included, of `themes` themes."""

    first: int
    last: int
    themes: int

    @property
    def is_stable(self) -> bool:
        """Whether the rank says something: the interval spans no more than two ranks or a tenth of the list."""
        return self.last - self.first <= max(STABLE_RANKS, STABLE_SHARE * self.themes)

    def around(self, rank: int) -> "RankInterval":
        """The interval with the rank that is shown in it."""
        return RankInterval(min(self.first, rank), max(self.last, rank), self.themes)
