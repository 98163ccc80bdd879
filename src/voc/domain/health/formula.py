"""An account's health, 0 to 100. The formula stands here and nowhere else.

Health is 50 plus signed points, one contribution a signal: 50 * w * v / W, with the signal's weight w, its value v from -1 to 1, and W the sum of the weights
of the signals that are known and fresh. So what is missing re-weighs the rest; but W is never taken for less than LEAST_COVERAGE of all weights: what little
is known of an account moves it little.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from voc.domain.health.findings import Finding
from voc.domain.health.growth import Growth, judge_advocate, judge_expansion
from voc.domain.health.record import AccountRecord, AccountView
from voc.domain.health.said import read_contact, read_csat, read_nps, read_sentiment, read_tickets, read_unmet
from voc.domain.health.used import read_billing, read_champion, read_first_value, read_logins, read_renewal, read_seats, read_share

BASE = 50.0
HALF = 50.0  # how far the points can go either way
LEAST_COVERAGE = 0.5
HEALTHY, WATCH = 55.0, 42.0
BANDS = ("at_risk", "watch", "healthy")  # the worst first
TREND_DAYS = (30, 90)
REASONS = 3
SHIPPED = "shipped"  # the name of the weights that nobody accepted: those below

READERS: Mapping[str, Callable[[AccountView], Finding]] = {
    "sentiment": read_sentiment,
    "tickets": read_tickets,
    "nps": read_nps,
    "csat": read_csat,
    "unmet": read_unmet,
    "contact": read_contact,
    "seats": read_seats,
    "feature_depth": read_share("feature_depth", "feature depth", 0.4),
    "workflow_completion": read_share("workflow_completion", "workflow completion", 0.7),
    "logins": read_logins,
    "first_value": read_first_value,
    "champion": read_champion,
    "billing": read_billing,
    "renewal": read_renewal,
}
SHIPPED_WEIGHTS: Mapping[str, float] = {
    "sentiment": 10, "tickets": 4, "nps": 14, "csat": 5, "unmet": 13, "contact": 3, "seats": 12, "feature_depth": 6, "workflow_completion": 12, "logins": 3,
    "first_value": 2, "champion": 4, "billing": 3, "renewal": 9,
}  # fmt: skip  # they sum to 100; docs/decisions/0017 tells what they were chosen by


@dataclass(frozen=True, slots=True)
class HealthWeights:
    """How much each signal counts; `id` shipped, or the proposal that a person accepted. All are positive and of READERS' names."""

    id: str = SHIPPED
    weights: Mapping[str, float] = field(default_factory=lambda: SHIPPED_WEIGHTS)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal adds to or takes from the health, to a tenth. `as_of` is the day of its newest value, None where there is none. `state`: fresh, stale
    (too old to count) or missing; only a fresh one has points. `weight` is its share of all that counts here; `quotes` the snippets behind it."""

    name: str
    points: float
    why: str
    as_of: date | None
    state: str
    weight: float
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastScore:
    """The health by the same formula `days` ago, from what was known then, and the change since. None where nothing was known, or no account was there."""

    days: int
    score: float | None
    band: str | None
    change: float | None


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """`score` is 50 plus the contributions' points, exactly; `coverage` the share of the weights whose signals are known and fresh; `band` healthy, watch or
    at_risk. `trend` the same 30 and 90 days ago; `reasons` the contributions that weigh most; `weights` whose they are."""

    account: str
    score: float
    band: str
    coverage: float
    contributions: tuple[Contribution, ...]
    trend: tuple[PastScore, ...]
    advocate: Growth
    expansion: Growth
    weights: str

    @property
    def reasons(self) -> tuple[Contribution, ...]:
        """The contributions that weigh most, at most REASONS."""
        return tuple(sorted((c for c in self.contributions if c.points), key=lambda c: -abs(c.points))[:REASONS])


def assess_health(record: AccountRecord, as_of: datetime, weights: HealthWeights | None = None, *, looks_back: bool = True) -> AccountHealth:
    """The account's health at a moment, from what was known then; its trend is empty where it does not look back."""
    weights = weights or HealthWeights()
    view = record.at(as_of)
    contributions, coverage = _contribute(view, weights.weights)
    score = _sum_up(contributions)
    trend = tuple(_look_back(record, as_of, days, weights.weights, score) for days in TREND_DAYS) if looks_back else ()
    band = band_of(score)
    return AccountHealth(
        record.facts.id, score, band, round(coverage, 2), contributions, trend, judge_advocate(view, band), judge_expansion(view), weights.id
    )  # fmt: skip


def score_at(record: AccountRecord, as_of: datetime, weights: Mapping[str, float] = SHIPPED_WEIGHTS) -> float | None:
    """The score alone, to a tenth; None where no signal is known."""
    contributions, coverage = _contribute(record.at(as_of), weights)
    return _sum_up(contributions) if coverage else None


def list_points(record: AccountRecord, as_of: datetime, weights: Mapping[str, float]) -> dict[str, float]:
    """The points of every signal at a moment, as they are shown."""
    return {c.name: c.points for c in _contribute(record.at(as_of), weights)[0]}


def read_values(view: AccountView) -> dict[str, float | None]:
    """Every signal's value; None where it is missing or stale."""
    return {name: read(view).value for name, read in READERS.items()}


def score_values(values: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    """The score of signals' values, not rounded."""
    return BASE + sum(points_of(values, weights).values())


def points_of(values: Mapping[str, float | None], weights: Mapping[str, float]) -> dict[str, float]:
    """The points of the known signals, not rounded."""
    scale = HALF / counted_weight(values, weights)
    return {name: scale * weights[name] * value for name, value in values.items() if value is not None}


def counted_weight(values: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    """The weight that the points are shares of: the known signals', at least LEAST_COVERAGE of all."""
    return max(sum(weights[name] for name, value in values.items() if value is not None), LEAST_COVERAGE * sum(weights.values()))


def band_of(score: float) -> str:
    """healthy, watch or at_risk."""
    return "healthy" if score >= HEALTHY else "watch" if score >= WATCH else "at_risk"


def _contribute(view: AccountView, weights: Mapping[str, float]) -> tuple[tuple[Contribution, ...], float]:
    found = {name: read(view) for name, read in READERS.items()}
    values = {name: finding.value for name, finding in found.items()}
    shown, counted = _in_tenths(points_of(values, weights)), counted_weight(values, weights)
    known = sum(weights[name] for name, value in values.items() if value is not None)
    return tuple(
        Contribution(
            name,
            shown.get(name, 0) / 10,
            f.why,
            f.as_of,
            "fresh" if f.value is not None else "stale" if f.as_of else "missing",
            round(weights[name] / counted, 4) if f.value is not None else 0.0,
            f.quotes,
        )
        for name, f in found.items()
    ), known / sum(weights.values())


def _in_tenths(points: Mapping[str, float]) -> dict[str, int]:
    """The points in whole tenths that add up to their sum in whole tenths: the largest remainders are rounded up."""
    floors = {name: int(10 * value // 1) for name, value in points.items()}
    left = round(10 * sum(points.values())) - sum(floors.values())
    upward = sorted(points, key=lambda name: floors[name] - 10 * points[name])[: max(0, left)]
    return {name: floor + (name in upward) for name, floor in floors.items()}


def _sum_up(contributions: tuple[Contribution, ...]) -> float:
    return (round(10 * BASE) + sum(round(10 * c.points) for c in contributions)) / 10


def _look_back(record: AccountRecord, as_of: datetime, days: int, weights: Mapping[str, float], score: float) -> PastScore:
    then = as_of - timedelta(days=days)
    started = record.facts.started_on
    past = score_at(record, then, weights) if started is None or started <= then.date() else None
    return PastScore(days, past, None, None) if past is None else PastScore(days, past, band_of(past), round(score - past, 1))
