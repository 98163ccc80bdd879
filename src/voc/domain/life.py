"""Where a theme stands in its life: new, growing, steady, fading, or resolved after a release. Stands here and nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import comb

from voc.domain.evidence import Mention, ThemeEvidence

NEW_DAYS = 56
QUARTER_DAYS = 90
SURPRISING = 0.1  # chance at most that a steady theme has so many, or so few, of its voices in the last quarter
RELEASE_DAYS = 30  # after a release before it is judged
BEFORE_DAYS = 180  # before it
ENOUGH_BEFORE = 4  # voices before a release that may fall silent
QUIETER = 1 / 3  # of the rate before the release, at most


class Life(StrEnum):
    """The course of a theme."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Pace:
    """How many voices all themes had in the last quarter and in the one before: a company that hears more of everything has no growing theme for that."""

    recent: int
    before: int

    @property
    def share(self) -> float:
        """The share of a steady theme's voices of both quarters that lies in the last one."""
        return (self.recent + 1) / (self.recent + self.before + 2)


def pace_of(evidence: Sequence[ThemeEvidence]) -> Pace:
    """The pace of all these themes together."""
    quarters = [_quarters(one) for one in evidence]
    return Pace(sum(recent for recent, _ in quarters), sum(before for _, before in quarters))


def judge_life(evidence: ThemeEvidence, pace: Pace, released_on: date | None = None) -> Life:
    """A theme's life by its voices: an account counts once a week, so that nobody makes a theme grow by writing often.

    `released_on` is when what it asks for was released. New: nothing is older than eight weeks. Growing, fading: a binomial test of the last quarter's voices
    against the quarter before, at the pace of all themes.
    """
    if released_on is not None and _fell_silent(evidence, released_on):
        return Life.RESOLVED
    if evidence.first_seen > evidence.window.as_of - timedelta(days=NEW_DAYS):
        return Life.NEW
    recent, before = _quarters(evidence)
    both, share = recent + before, pace.share
    chances = [comb(both, n) * share**n * (1 - share) ** (both - n) for n in range(both + 1)]
    if sum(chances[recent:]) <= SURPRISING:
        return Life.GROWING
    return Life.FADING if both == 0 or sum(chances[: recent + 1]) <= SURPRISING else Life.STEADY


def _quarters(evidence: ThemeEvidence) -> tuple[int, int]:
    as_of = evidence.window.as_of
    since, long_since = as_of - timedelta(days=QUARTER_DAYS), as_of - timedelta(days=2 * QUARTER_DAYS)
    return _voices(m for m in evidence.mentions if m.occurred_at > since), _voices(m for m in evidence.mentions if long_since < m.occurred_at <= since)


def _voices(mentions: Iterable[Mention]) -> int:
    return len({(m.account or m.author or m.snippet_id, m.occurred_at.isocalendar()[:2]) for m in mentions})


def _fell_silent(evidence: ThemeEvidence, released_on: date) -> bool:
    """Whether hardly anybody raises it any more since the release."""
    days = (evidence.window.day - released_on).days
    if days < RELEASE_DAYS:
        return False
    after = _voices(m for m in evidence.mentions if m.occurred_at.date() > released_on)
    before = _voices(m for m in evidence.mentions if released_on - timedelta(days=BEFORE_DAYS) < m.occurred_at.date() <= released_on)
    return before >= ENOUGH_BEFORE and after / days <= QUIETER * before / BEFORE_DAYS
