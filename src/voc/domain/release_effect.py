"""Did a release help? What was said of a theme before its feature was released, against what was said after.

Two questions, each with a 95 % interval over accounts. How many times as often as before is the theme raised, against all else that the same accounts say? That
is asked of everybody who was a customer all along, not of those who asked before: they were picked for having spoken, and fall silent by themselves. And by how
much did the sentiment of those who asked rise against those who never did? docs/decisions/0020 tells how far to trust either.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from voc.domain.before_after import Change, Counts, Interval, SentimentChange, compare_sentiment, ratio_of_ratios
from voc.domain.evidence import Mention

MOST_DAYS = 180  # before and after
LEAST_DAYS = 30
LEAST_ASKERS = 5
HALVED = 0.5  # what was raised less than this many times as often in the later half of the time before was falling already
MONTH_DAYS = 30

NEVER = Change(0.0, 0.0)
Outcome = Literal["fell", "falling", "rose", "unclear", "too_few", "too_early", "unheard"]


@dataclass(frozen=True, slots=True)
class Span:
    """The time before and after a release, `days` each: those after it that have passed, MOST_DAYS at most, and no more than feedback is known of before.

    `since` are all days since the release, `heard` those before it of which there is feedback.
    """

    released_on: date
    days: int
    since: int
    heard: int

    @property
    def released_at(self) -> datetime:
        """The first moment of the day, UTC."""
        return datetime.combine(self.released_on, time.min, UTC)

    @property
    def first(self) -> datetime:
        """The first moment of the time before."""
        return self.released_at - timedelta(days=self.days)

    @property
    def end(self) -> datetime:
        """The first moment that is no longer of the time after."""
        return self.released_at + timedelta(days=self.days)

    @property
    def last_day(self) -> date:
        """The last day of the time after."""
        return (self.end - timedelta(days=1)).date()

    @property
    def is_enough(self) -> bool:
        """Whether there is time enough on both sides to say anything."""
        return self.days >= LEAST_DAYS


def find_span(released_on: date, first_heard: datetime, as_of: datetime) -> Span:
    """The span of a release that is not after `as_of`; `first_heard` is when the earliest feedback that is known was given."""
    released_at = datetime.combine(released_on, time.min, UTC)
    since = (as_of + timedelta(seconds=1) - released_at).days  # a day's last second is its end
    heard = max(0, (released_at - first_heard).days)
    return Span(released_on, min(MOST_DAYS, since, heard), since, heard)


@dataclass(frozen=True)
class ReleaseEffect:
    """What came of a release. `askers` asked before it and were customers all along, sorted `acc_` ids: `silent` of them have not asked since; `left` more
    have churned and are in no figure. `asked`, `everyone` and `rest` are mentions per 30 days: of the theme by the askers, by everybody, and of all else.
    `ratio` is how many times as often as before everybody raises it, against the rest, and `trend` the same of the later half of the time before against the
    earlier; None where there is too little to say."""

    span: Span
    outcome: Outcome
    askers: tuple[str, ...] = ()
    silent: int = 0
    left: int = 0
    asked: Change = NEVER
    everyone: Change = NEVER
    rest: Change = NEVER
    ratio: Interval | None = None
    trend: Interval | None = None
    sentiment: SentimentChange | None = None

    @property
    def still(self) -> int:
        """How many of the askers still ask."""
        return len(self.askers) - self.silent


@dataclass(slots=True)
class Said:
    """What one account said: asks of the theme, all else, and sentiments, (before, after); and the first two by the earlier and the later half of before."""

    theme: list[int]
    rest: list[int]
    sentiment: tuple[list[float], list[float]]
    earlier: tuple[list[int], list[int]]

    @property
    def counts(self) -> Counts:
        """Of the theme before and after, of the rest before and after."""
        return self.theme[0], self.theme[1], self.rest[0], self.rest[1]

    @property
    def earlier_counts(self) -> Counts:
        """The same of the earlier and the later half of the time before."""
        return self.earlier[0][0], self.earlier[0][1], self.earlier[1][0], self.earlier[1][1]


def measure_release(theme_id: str, span: Span, mentions: Sequence[Mention], steady: Collection[str], customers: Collection[str]) -> ReleaseEffect:
    """What came of the theme's release. `steady` are the `acc_` ids of those who were customers from the span's first day to its last, `customers` of all who
    were at its end. `mentions` are all that is known, of everything."""
    if not span.is_enough:
        return ReleaseEffect(span, "too_early" if span.since < LEAST_DAYS else "unheard")
    asks = [m for m in mentions if m.account is not None and m.theme_id == theme_id and m.asks]
    ever, asked_before = {m.account for m in asks}, {m.account for m in asks if span.first <= m.occurred_at < span.released_at}
    said = gather_said(theme_id, span, mentions, steady)
    askers = sorted(key for key, s in said.items() if s.theme[0])
    found = ReleaseEffect(
        span=span,
        outcome="too_few",
        askers=tuple(askers),
        silent=sum(not said[key].theme[1] for key in askers),
        left=sum(key not in customers for key in asked_before),
        asked=_per_month([said[key].theme for key in askers], span),
        everyone=_per_month([s.theme for s in said.values()], span),
        rest=_per_month([s.rest for s in said.values()], span),
    )
    if len(askers) < LEAST_ASKERS:
        return found
    ordered = [said[key] for key in sorted(said)]
    ratio = ratio_of_ratios([s.counts for s in ordered])
    trend = ratio_of_ratios([s.earlier_counts for s in ordered])
    others = [said[key].sentiment for key in sorted(said) if key not in ever]
    sentiment = compare_sentiment([said[key].sentiment for key in askers], others)
    return replace(found, outcome=_judge(ratio, trend), ratio=ratio, trend=trend, sentiment=sentiment)


def _judge(ratio: Interval, trend: Interval) -> Outcome:
    if ratio.low > 1:
        return "rose"
    if ratio.high >= 1:
        return "unclear"
    return "falling" if trend.estimate < HALVED or trend.high < 1 else "fell"


def gather_said(theme_id: str, span: Span, mentions: Iterable[Mention], steady: Collection[str]) -> Mapping[str, Said]:
    """What each of the steady accounts said in the span, by `acc_` id; praise of the theme is neither an ask nor anything else."""
    found: dict[str, Said] = {}
    first, released_at, end = span.first, span.released_at, span.end
    middle = released_at - timedelta(days=span.days) / 2
    within = {m.snippet_id: m for m in mentions if first <= m.occurred_at < end and m.account in steady}
    for mention in within.values():
        key, side = str(mention.account), int(mention.occurred_at >= released_at)
        said = found.setdefault(key, Said([0, 0], [0, 0], ([], []), ([0, 0], [0, 0])))
        said.sentiment[side].append(mention.sentiment)
        if mention.theme_id == theme_id and not mention.asks:
            continue
        about = mention.theme_id == theme_id
        (said.theme if about else said.rest)[side] += 1
        if not side:
            said.earlier[not about][mention.occurred_at >= middle] += 1
    return found


def _per_month(counts: Sequence[Sequence[int]], span: Span) -> Change:
    months = span.days / MONTH_DAYS
    return Change(sum(before for before, _ in counts) / months, sum(after for _, after in counts) / months)
