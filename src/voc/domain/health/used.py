"""Signals from what an account does and owes: seats, depth, workflows, logins, first value, champion, billing, renewal."""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import mean

from voc.domain.health.findings import FRESH_DAYS, Finding, bounded, fade, stale
from voc.domain.health.record import AccountView

QUARTER = 75  # days between two values that are compared as a quarter's: monthly values do not fall on the same day
SLOW_START = 45  # days to the first value that say neither good nor bad
HABIT = 270  # days before the last quarter over which an account's own usual value is taken


def read_seats(view: AccountView) -> Finding:
    """Active users, as a share of the seats paid for and against a quarter before."""
    active = view.latest("active_users")
    if active is None:
        return Finding(None, "no active users on record")
    if _is_stale(view, "seats", active.observed_on):
        return stale("the last count of active users", "seats", active.observed_on)
    seats, before = view.latest("licensed_seats"), view.latest("active_users", active.observed_on - timedelta(days=QUARTER))
    change = (active.value - before.value) / before.value if before and before.value > 0 else 0.0
    share = active.value / seats.value if seats and seats.value > 0 else None
    why = f"{active.value:.0f} active users, {change:+.0%} in a quarter" + (f", {share:.0%} of the seats" if share is not None else "")
    return Finding(bounded(1.5 * change + (2 * (share - 0.6) if share is not None else 0.0)), why, active.observed_on)


def read_share(signal: str, words: str, middle: float) -> Callable[[AccountView], Finding]:
    """A reader of a signal that goes from 0 to 1: its level against `middle`, and its change against the account's own usual one."""

    def read(view: AccountView) -> Finding:
        now = view.latest(signal)
        if now is None:
            return Finding(None, f"no {words} on record")
        if _is_stale(view, signal, now.observed_on):
            return stale(f"the last {words}", signal, now.observed_on)
        older = [s.value for s in view.values(signal, HABIT + QUARTER, QUARTER)]
        change = now.value - mean(older) if older else 0.0
        why = f"{words} {now.value:.0%}" + (f", {change:+.0%} against its own before" if older else "")
        return Finding(bounded(1.2 * (now.value - middle) + 4 * change), why, now.observed_on)

    return read


def read_logins(view: AccountView) -> Finding:
    """Logins of the last two months against the account's own usual number before."""
    now = view.latest("logins")
    if now is None:
        return Finding(None, "no logins on record")
    if _is_stale(view, "logins", now.observed_on):
        return stale("the last count of logins", "logins", now.observed_on)
    recent, older = [s.value for s in view.values("logins", 62)], [s.value for s in view.values("logins", HABIT + QUARTER, QUARTER)]
    if not older or mean(older) <= 0:
        return Finding(0.0 if now.value > 0 else -0.5, f"{now.value:.0f} logins, nothing before to compare with", now.observed_on)
    change = mean(recent) / mean(older) - 1
    return Finding(bounded(1.5 * change + 0.1), f"{mean(recent):.0f} logins, {change:+.0%} against its own before", now.observed_on)


def read_first_value(view: AccountView) -> Finding:
    """Days from the start to the first value, which tell of an account's first year."""
    took = view.latest("days_to_first_value")
    if took is None:
        return Finding(None, "time to first value unknown")
    begun = view.facts.started_on or took.observed_on
    if (view.day - begun).days > FRESH_DAYS["first_value"]:
        return Finding(None, "its first year is over: the time to first value no longer tells", took.observed_on)
    return Finding(bounded((SLOW_START - took.value) / SLOW_START), f"{took.value:.0f} days to first value", took.observed_on)


def read_champion(view: AccountView) -> Finding:
    """Whether who stands up for us there is still active."""
    now = view.latest("champion_active")
    if now is None:
        return Finding(None, "no champion on record")
    if _is_stale(view, "champion", now.observed_on):
        return stale("the last word of its champion", "champion", now.observed_on)
    return Finding(0.3, "its champion is active", now.observed_on) if now.value > 0 else Finding(-1.0, "its champion is gone", now.observed_on)


def read_billing(view: AccountView) -> Finding:
    """Payments that failed in the last 92 days, a newer one more."""
    now = view.latest("billing_failed")
    if now is None:
        return Finding(None, "no billing on record")
    if _is_stale(view, "billing", now.observed_on):
        return stale("the last word of billing", "billing", now.observed_on)
    failed = [s for s in view.values("billing_failed", 92) if s.value > 0]
    if not failed:
        return Finding(0.15, "no payment failed in 92 days", now.observed_on)
    burden = sum(fade((view.day - s.observed_on).days, 45) for s in failed)
    return Finding(bounded(-burden), f"{len(failed)} failed payment{'' if len(failed) == 1 else 's'} in 92 days", now.observed_on)


def read_renewal(view: AccountView) -> Finding:
    """How near the next renewal is: the nearer, the more an account thinks of leaving."""
    facts = view.facts
    if facts.status == "churned":
        return Finding(-1.0, "churned", view.day)
    if facts.renews_on is None:
        return Finding(None, "renewal date unknown")
    days = (facts.renews_on - view.day).days
    if days < 0:
        return Finding(-1.0, f"renewal was due {-days} days ago", view.day)
    return Finding(0.2 if days > 180 else bounded((days - 180) / 180), f"renews in {days} days", view.day)


def _is_stale(view: AccountView, name: str, on: date) -> bool:
    return (view.day - on).days > FRESH_DAYS[name]
