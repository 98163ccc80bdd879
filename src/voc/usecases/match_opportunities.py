"""Match opportunities to the themes that they name."""

from collections.abc import Mapping, Sequence

from voc.domain.accounts import Opportunity
from voc.domain.themes import Theme


def match_opportunities(opportunities: Sequence[Opportunity], themes: Mapping[str, Theme]) -> Mapping[str, frozenset[str]]:
    """The ids of the opportunities that name each theme, by theme id.

    Nothing reads their reasons yet, and an opportunity carries no theme of its own: so none names any.
    """
    return {}
