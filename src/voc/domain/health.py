"""An account's health, 0 to 100. The formula stands here and nowhere else.

Health is 50 plus signed contributions, one a signal. Each is the signal's weight times a value from -1 (as bad as it gets) to 1. A signal that is missing
contributes nothing
and lowers the coverage that is shown beside the score.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voc.domain.accounts import AccountFacts, Signal
from voc.domain.evidence import Mention

BASE = 50.0
RECENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal adds to or takes from the health. `as_of` is the day of its newest value, None where there is none; then `points` is 0."""

    name: str
    points: float
    why: str
    as_of: date | None


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """`score` is 50 plus the contributions' points; `coverage` the share of the weights whose signals are there; `band` healthy, watch or at_risk."""

    account: str
    score: float
    band: str
    coverage: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class RatedComment:
    """A score from 0 to 10 that an account gave."""

    occurred_at: datetime
    score: float


@dataclass(frozen=True)
class AccountSignals:
    """Everything known about one account up to `today`."""

    facts: AccountFacts
    mentions: Sequence[Mention]
    ratings: Sequence[RatedComment]
    signals: Sequence[Signal]
    today: date

    def latest(self, name: str, before: date | None = None) -> Signal | None:
        """The newest value of a signal, not after `before` (today)."""
        found = [s for s in self.signals if s.signal == name and s.observed_on <= (before or self.today)]
        return max(found, key=lambda s: s.observed_on, default=None)


def assess_health(known: AccountSignals) -> AccountHealth:
    """The account's health on `known.today`."""
    found = [(weight, rule(known)) for weight, rule in _RULES]
    contributions = tuple(Contribution(name, round(weight * max(-1.0, min(1.0, value)), 1), why, on) for weight, (name, value, why, on) in found)
    coverage = sum(weight for weight, (_, _, _, on) in found if on) / sum(weight for weight, _ in _RULES)
    score = round(BASE + sum(c.points for c in contributions), 1)
    return AccountHealth(known.facts.id, score, _band(score), round(coverage, 2), contributions)


def _band(score: float) -> str:
    return "healthy" if score >= 60 else "watch" if score >= 40 else "at_risk"


_Finding = tuple[str, float, str, date | None]


def _sentiment(known: AccountSignals) -> _Finding:
    recent = [m for m in known.mentions if (known.today - m.occurred_at.date()).days <= RECENT_DAYS and m.kind not in ("nps", "csat")]
    if not recent:
        return "sentiment", 0.0, f"nothing said in {RECENT_DAYS} days", None
    # A mention counts half after 30 days. Support talk leans negative, hence the offset of .2; two quiet votes temper a single mention.
    weights = [0.5 ** ((known.today - m.occurred_at.date()).days / 30) for m in recent]
    mean = sum(w * (m.sentiment + 0.2) for w, m in zip(weights, recent, strict=True)) / (sum(weights) + 2)
    negative = sum(m.sentiment < 0 for m in recent)
    return "sentiment", 2 * mean, f"{negative} of {len(recent)} points in {RECENT_DAYS} days are negative", max(m.occurred_at for m in recent).date()


def _tickets(known: AccountSignals) -> _Finding:
    tickets = {m.feedback_id: m.occurred_at.date() for m in known.mentions if m.kind == "ticket"}
    if not tickets:
        return "tickets", 0.0, "no ticket on record", None
    recent = sum((known.today - day).days <= 30 for day in tickets.values())
    usual = sum(30 < (known.today - day).days <= 210 for day in tickets.values()) / 6
    return "tickets", (usual + 1 - recent) / 3 if recent > usual + 1 else 0.2, f"{recent} in 30 days, {usual:.1f} a month before", max(tickets.values())


def _nps(known: AccountSignals) -> _Finding:
    recent = [r for r in known.ratings if (known.today - r.occurred_at.date()).days <= 180]
    if not recent:
        return "nps", 0.0, "no rating in 180 days", None
    mean = sum(r.score for r in recent) / len(recent)
    return "nps", (mean - 7) / 3, f"mean rating {mean:.1f} of 10 from {len(recent)} answers in 180 days", max(r.occurred_at for r in recent).date()


def _usage(known: AccountSignals) -> _Finding:
    active, seats = known.latest("active_users"), known.latest("licensed_seats")
    if active is None:
        return "usage", 0.0, "no usage on record", None
    before = known.latest("active_users", active.observed_on - timedelta(days=RECENT_DAYS - 15))
    change = (active.value - before.value) / before.value if before and before.value > 0 else 0.0
    share = active.value / seats.value if seats and seats.value > 0 else None
    seats_text = f", {share:.0%} of the seats" if share is not None else ""
    value = 1.5 * change + (2 * (share - 0.6) if share is not None else 0.0)
    return "usage", value, f"{active.value:.0f} active users, {change:+.0%} in a quarter{seats_text}", active.observed_on


def _renewal(known: AccountSignals) -> _Finding:
    if known.facts.renews_on is None:
        return "renewal", 0.0, "renewal date unknown", None
    days = (known.facts.renews_on - known.today).days
    if known.facts.status == "churned":
        return "renewal", -1.0, "churned", known.today
    if days < 0:
        return "renewal", -1.0, f"renewal was due {-days} days ago", known.today
    return "renewal", 0.2 if days > 180 else (days - 180) / 180, f"renews in {days} days", known.today


_RULES: tuple[tuple[float, Callable[[AccountSignals], _Finding]], ...] = ((12, _sentiment), (8, _tickets), (10, _nps), (14, _usage), (6, _renewal))
