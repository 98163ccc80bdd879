"""Areas: groups of themes, weighed like a theme. An account's ARR counts once in an area, in however many of its themes it spoke."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.domain.exposure import Books, Exposure, last_said, measure_exposure
from voc.domain.money import Money
from voc.domain.themes import RankedTheme, Theme


@dataclass(frozen=True, slots=True)
class RankedArea:
    """An area with its themes, the highest ranked first, and what they affect together."""

    rank: int
    area: Theme
    themes: tuple[str, ...]
    mentions: int
    exposure: Exposure

    @property
    def affected_arr(self) -> Money:
        """What is known of the ARR of the distinct accounts that spoke in the area."""
        return self.exposure.affected_arr.money


def rank_areas(ranked: Sequence[RankedTheme], areas: Mapping[str, Theme], books: Books) -> list[RankedArea]:
    """The areas that have a ranked theme, those with the most affected ARR first."""
    themes: dict[str, list[RankedTheme]] = {}
    for theme in ranked:
        if theme.theme.area_id in areas:
            themes.setdefault(str(theme.theme.area_id), []).append(theme)
    weighed = [_weigh(areas[key], found, books) for key, found in themes.items()]
    ordered = sorted(weighed, key=lambda a: (-a.affected_arr.amount, -a.mentions, a.area.id))
    return [RankedArea(rank, a.area, a.themes, a.mentions, a.exposure) for rank, a in enumerate(ordered, start=1)]


def join_exposure(themes: Iterable[RankedTheme], books: Books) -> Exposure:
    """The exposure of several themes together: an account and an opportunity once, in however many of them."""
    found = list(themes)
    said = last_said(m for theme in found for m in theme.evidence.mentions)
    return measure_exposure(said, (key for theme in found for key in books.named.get(theme.theme.id, ())), books)


def _weigh(area: Theme, themes: Sequence[RankedTheme], books: Books) -> RankedArea:
    return RankedArea(0, area, tuple(t.theme.id for t in themes), sum(len(t.evidence.mentions) for t in themes), join_exposure(themes, books))
