"""The scope's probability against what came: past month ends as if each were today.

Themes are today's, so what they were at a cut-off is told with hindsight: a snippet that is in a theme today may have stood alone then. Two things keep that
honest. Whatever stands alone today is counted at every cut-off as a theme of its own that never spread. And the recalibration is learnt only from themes that
had as many mentions at the cut-off as a theme needs to be one. What bias is left is told in docs/decisions/0015.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from voc.domain.accounts import AccountFacts
from voc.domain.calibration import AS_SHIPPED, Calibration, calibrate
from voc.domain.evidence import Mention, ThemeEvidence, end_of_day, window_before
from voc.domain.spread import HORIZON_DAYS, NEW_ACCOUNTS, logit_of, spread_features

HORIZON = timedelta(days=HORIZON_DAYS)
LEAST_HISTORY = timedelta(days=90)  # before the first cut-off
THEME_MENTIONS = 3  # of what would have stood as a theme
OVERLAP = 1 / 3  # what an outcome counts: three monthly cut-offs share most of one horizon


@dataclass(frozen=True, slots=True)
class ScopeOutcome:
    """A theme at a cut-off and what came. `theme_id` is None for what stands alone to this day; `mentions` and `accounts` are those of the window that ended
    at the cut-off, `new_accounts` those that raised it for the first time in the HORIZON_DAYS after it."""

    theme_id: str | None
    cutoff: datetime
    mentions: int
    accounts: int
    features: tuple[float, ...]
    new_accounts: int

    @property
    def logit(self) -> float:
        """The logit of the probability, as shipped."""
        return logit_of(self.features)

    @property
    def came(self) -> bool:
        """Whether what the probability speaks of happened."""
        return self.new_accounts >= NEW_ACCOUNTS

    @property
    def was_theme(self) -> bool:
        """Whether it had as many mentions as a theme needs."""
        return self.mentions >= THEME_MENTIONS


def cutoffs_between(first: datetime, as_of: datetime) -> list[datetime]:
    """The ends of the months that have LEAST_HISTORY behind and the whole horizon before them, the earliest first."""
    found, month_end = list[datetime](), _month_end_before(as_of - HORIZON + timedelta(microseconds=1))
    while month_end >= first + LEAST_HISTORY:
        found.append(month_end)
        month_end = _month_end_before(month_end)
    return found[::-1]


def _month_end_before(moment: datetime) -> datetime:
    """The last month's end that lies before a moment."""
    return end_of_day((datetime(moment.year, moment.month, 1, tzinfo=UTC) - timedelta(days=1)).date())


def back_test(
    mentions: Iterable[Mention], themes: Collection[str], accounts: Mapping[str, AccountFacts], as_of: datetime, window_days: int
) -> list[ScopeOutcome]:
    """What each theme with a mention in the window was at each cut-off, and what came; ordered by cut-off and theme. Mentions of no theme, or of one that is
    not among `themes`, are one theme each. Mentions by nobody's account raise nothing, and are no outcome alone."""
    said, alone = dict[str, list[Mention]](), list[Mention]()
    for mention in sorted((m for m in mentions if m.occurred_at <= as_of), key=lambda m: (m.occurred_at, m.snippet_id)):
        if mention.theme_id is not None and mention.theme_id in themes:
            said.setdefault(mention.theme_id, []).append(mention)
        elif mention.account is not None:
            alone.append(mention)
    if not said:
        return []
    groups: list[tuple[str | None, list[Mention]]] = [*sorted(said.items()), *((None, [mention]) for mention in alone)]
    cutoffs = cutoffs_between(min(group[0].occurred_at for _, group in groups), as_of)
    tracks = [_Track(theme_id, group, accounts) for theme_id, group in groups]
    return [outcome for cutoff in cutoffs for track in tracks if (outcome := track.at(cutoff, window_days))]


class _Track:
    """One theme's mentions by time, to be looked at from any day."""

    def __init__(self, theme_id: str | None, mentions: Sequence[Mention], accounts: Mapping[str, AccountFacts]) -> None:
        self._theme_id, self._mentions, self._accounts = theme_id, mentions, accounts
        self._times = [m.occurred_at for m in mentions]
        first: dict[str, datetime] = {}
        for mention in mentions:
            if mention.account is not None:
                first.setdefault(mention.account, mention.occurred_at)
        self._first = sorted(first.values())

    def at(self, cutoff: datetime, window_days: int) -> ScopeOutcome | None:
        window = window_before(cutoff, window_days)
        inside = self._mentions[bisect_right(self._times, window.since) : bisect_right(self._times, cutoff)]
        if not inside:
            return None
        raised_by = {m.account for m in inside if m.account is not None}
        known = {key: self._accounts[key] for key in sorted(raised_by) if key in self._accounts}
        evidence = ThemeEvidence(self._theme_id or "", tuple(inside), known, window)
        new = bisect_right(self._first, cutoff + HORIZON) - bisect_right(self._first, cutoff)
        return ScopeOutcome(self._theme_id, cutoff, len(inside), len(raised_by), spread_features(evidence), new)


def calibrate_scope(outcomes: Iterable[ScopeOutcome], by: datetime | None = None) -> Calibration:
    """The recalibration that the outcomes known `by` a moment (all) teach; AS_SHIPPED where they are too few."""
    taught = [o for o in outcomes if o.was_theme and (by is None or o.cutoff + HORIZON <= by)]
    return calibrate([o.logit for o in taught], [o.came for o in taught], OVERLAP)


def forecast(outcomes: Sequence[ScopeOutcome]) -> list[float]:
    """What would have been said at each cut-off: recalibrated from the outcomes that were known by then, and from no later ones."""
    by_cutoff: dict[datetime, Calibration] = {}
    for cutoff in sorted({o.cutoff for o in outcomes}):
        by_cutoff[cutoff] = calibrate_scope(outcomes, cutoff)
    return [by_cutoff[o.cutoff].apply(o.logit) for o in outcomes]


def forecast_as_shipped(outcomes: Sequence[ScopeOutcome]) -> list[float]:
    """What the shipped weights alone would have said."""
    return [AS_SHIPPED.apply(o.logit) for o in outcomes]
