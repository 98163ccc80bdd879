"""Areas: groups of themes, weighed like a theme. An account's ARR counts once in an area, in however many of its themes it spoke."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voc.domain.accounts import total_arr
from voc.domain.money import Money
from voc.domain.themes import RankedTheme, Theme


@dataclass(frozen=True, slots=True)
class RankedArea:
    """An area with its themes, the highest ranked first, and what they affect together."""

    rank: int
    area: Theme
    themes: tuple[str, ...]
    mentions: int
    accounts: int
    affected_arr: Money


def rank_areas(ranked: Sequence[RankedTheme], areas: Mapping[str, Theme], currency: str) -> list[RankedArea]:
    """The areas that have a ranked theme, those with the most affected ARR first."""
    themes: dict[str, list[RankedTheme]] = {}
    for theme in ranked:
        if theme.theme.area_id in areas:
            themes.setdefault(str(theme.theme.area_id), []).append(theme)
    weighed = [_weigh(areas[key], found, currency) for key, found in themes.items()]
    ordered = sorted(weighed, key=lambda a: (-a.affected_arr.amount, -a.mentions, a.area.id))
    return [RankedArea(rank, a.area, a.themes, a.mentions, a.accounts, a.affected_arr) for rank, a in enumerate(ordered, start=1)]


def _weigh(area: Theme, themes: Sequence[RankedTheme], currency: str) -> RankedArea:
    accounts = {key: facts for theme in themes for key, facts in theme.evidence.accounts.items()}
    arr = total_arr(accounts.values())
    return RankedArea(0, area, tuple(t.theme.id for t in themes), sum(len(t.evidence.mentions) for t in themes), len(accounts), Money(arr, currency))
