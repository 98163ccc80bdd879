"""Signals from what an account does and owes: seats, depth, workflows, logins, first value, champion, billing, renewal."""

from collections.abc import Callable
from datetime import date
from statistics import mean

from voc.domain.health.findings import FRESH_DAYS, Finding, bounded, fade, stale
from voc.domain.health.record import AccountView
from voc.domain.words import count

QUARTER = 75  # days: monthly values do not fall on the same day
SLOW_START = 45  # days to the first value that say neither good nor bad
HABIT = 270  # days before the last quarter over which an account's own usual value is taken


def read_seats(view: AccountView) -> Finding:
    """Active users, as a share of the seats paid for and against the account's own usual number."""
    active = view.latest("active_users")
    if active is None:
        return Finding(None, "no active users on record")
    if _is_stale(view, "seats", active.observed_on):
        return stale("the last count of active users", "seats", active.observed_on)
    now, usual, seats = _lately(view, "active_users"), _usually(view, "active_users"), view.latest("licensed_seats")
    change = now / usual - 1 if usual else 0.0
    share = now / seats.value if seats and seats.value > 0 else None
    why = f"{active.value:.0f} active users" + (f", {share:.0%} of the seats in a quarter" if share is not None else "")
    why += f", {change:+.0%} against its own before" if usual else ""
    return Finding(bounded(2 * change + (2 * (share - 0.7) if share is not None else 0.0)), why, active.observed_on)


def read_share(signal: str, words: str, middle: float) -> Callable[[AccountView], Finding]:
    """A reader of a signal that goes from 0 to 1: its level in a quarter against `middle`, and its change against the account's own usual one."""

    def read(view: AccountView) -> Finding:
        now = view.latest(signal)
        if now is None:
            return Finding(None, f"no {words} on record")
        if _is_stale(view, signal, now.observed_on):
            return stale(f"the last {words}", signal, now.observed_on)
        level, usual = _lately(view, signal), _usually(view, signal)
        change = level - usual if usual is not None else 0.0
        why = f"{words} {level:.0%} in a quarter" + (f", {100 * change:+.0f} points against its own before" if usual is not None else "")
        return Finding(bounded(1.5 * (level - middle) + 3 * change), why, now.observed_on)

    return read


def read_logins(view: AccountView) -> Finding:
    """Logins of the last quarter against the account's own usual number before."""
    now = view.latest("logins")
    if now is None:
        return Finding(None, "no logins on record")
    if _is_stale(view, "logins", now.observed_on):
        return stale("the last count of logins", "logins", now.observed_on)
    lately, usual = _lately(view, "logins"), _usually(view, "logins")
    if not usual:
        return Finding(0.0 if now.value > 0 else -0.5, f"{now.value:.0f} logins, nothing before to compare with", now.observed_on)
    change = lately / usual - 1
    return Finding(bounded(1.5 * change + 0.1), f"{lately:.0f} logins, {change:+.0%} against its own before", now.observed_on)


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
    """How near the next renewal is: accounts leave when they may, so one within half a year counts against, the nearer the more."""
    facts = view.facts
    if facts.status == "churned":
        return Finding(-1.0, "churned", view.day)
    if facts.renews_on is None:
        return Finding(None, "renewal date unknown")
    days = (facts.renews_on - view.day).days
    if days < 0:
        return Finding(-1.0, f"renewal was due {-days} days ago", view.day)
    return Finding(0.4 if days > 180 else bounded(-0.3 - 0.7 * (180 - days) / 180), f"renews in {count(days, 'day')}", view.day)


def _lately(view: AccountView, name: str) -> float:
    """The mean of the last quarter's values, the newer the more: one month is chance. The signal must be fresh."""
    found = view.values(name, QUARTER + 17)
    weights = [fade((view.day - s.observed_on).days, 45) for s in found]
    return sum(w * s.value for w, s in zip(weights, found, strict=True)) / sum(weights)


def _usually(view: AccountView, name: str) -> float | None:
    """The mean of the account's own values before the last quarter; None where there are none."""
    older = view.values(name, HABIT + QUARTER, QUARTER)
    return mean(s.value for s in older) if older else None


def _is_stale(view: AccountView, name: str, on: date) -> bool:
    return (view.day - on).days > FRESH_DAYS[name]
