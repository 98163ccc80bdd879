"""Accounts that would speak for us, and accounts that may buy more; each with its reasons."""

from dataclasses import dataclass
from datetime import timedelta

from voc.domain.health.record import SURVEYS, AccountView

ADVOCATE_DAYS = 180  # how recent a promoter's answer must be
HEARD_DAYS = 90
PROMOTER = 9.0
FULL = 0.85  # of the licensed seats in use
GROWING = 0.15  # more active users than a quarter before
UPSELL_DAYS = 120


@dataclass(frozen=True, slots=True)
class Growth:
    """The verdict and why; where it does not hold, `reasons` tell what speaks for it all the same. `quotes` are snippet ids."""

    holds: bool
    reasons: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def judge_advocate(view: AccountView, band: str) -> Growth:
    """Whether the account would recommend us and could be asked to: its last NPS answer is a promoter's, it is healthy, it was heard of lately and its words
    are not negative."""
    reasons: list[str] = []
    rated = view.rated(ADVOCATE_DAYS, nps=True)
    promotes = bool(rated) and rated[-1].score >= PROMOTER and min(r.score for r in rated) > 6
    if promotes:
        reasons.append(f"rated {rated[-1].score:g} of 10 on {rated[-1].occurred_at.date()}")
    said = view.said(HEARD_DAYS)
    mood = sum(m.sentiment for m in said) / len(said) if said else 0.0
    praise = [m for m in said if m.sentiment > 0.3 or m.intent == "praise"]
    if said and mood > 0:
        reasons.append(f"{len(praise)} of its {len(said)} points in {HEARD_DAYS} days praise, mean {mood:+.2f}")
    if band == "healthy":
        reasons.append("healthy")
    unhappy = any(m.intent == "churn_threat" for m in said)
    recent = bool(said) or (bool(rated) and view.age(rated[-1].occurred_at) <= HEARD_DAYS)
    holds = promotes and band == "healthy" and recent and not unhappy and (mood > 0 or not said) and view.facts.status == "active"
    best = sorted(praise, key=lambda m: (-m.sentiment, m.snippet_id))[:3]
    return Growth(holds, tuple(reasons), tuple(m.snippet_id for m in best))


def judge_expansion(view: AccountView) -> Growth:
    """Whether the account may buy more: its seats are nearly used up, or it says so; growing use counts where it comes with either or with room to grow
    into, half of the seats in use."""
    if view.facts.status == "churned":
        return Growth(False)
    reasons: list[str] = []
    active, seats = view.latest("active_users"), view.latest("licensed_seats")
    fresh = active is not None and (view.day - active.observed_on).days <= HEARD_DAYS
    share = active.value / seats.value if active and seats and seats.value > 0 and fresh else None
    before = view.latest("active_users", active.observed_on - timedelta(days=75)) if active and fresh else None
    grown = active.value / before.value - 1 if active and before and before.value > 0 else 0.0
    if share is not None and share >= FULL and active and seats:
        reasons.append(f"{active.value:.0f} of {seats.value:.0f} seats in use")
    growing = grown >= GROWING and (share is None or share >= 0.5)
    if growing:
        reasons.append(f"{grown:+.0%} active users in a quarter")
    asked = [m for m in view.said(UPSELL_DAYS) if m.intent == "upsell_signal" and m.kind not in SURVEYS]
    if asked:
        points = "1 point asks" if len(asked) == 1 else f"{len(asked)} points ask"
        reasons.append(f"{points} for more or a higher plan in {UPSELL_DAYS} days")
    return Growth(bool(reasons), tuple(reasons), tuple(m.snippet_id for m in asked[::-1][:3]))
