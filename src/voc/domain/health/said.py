"""Signals from what an account said and rated: sentiment, tickets, NPS, CSAT, contact, unmet themes."""

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from statistics import fmean, median

from voc.domain.evidence import Mention
from voc.domain.health.findings import FRESH_DAYS, Finding, bounded, fade, stale
from voc.domain.health.record import SURVEYS, AccountView
from voc.domain.words import count

HALF_LIFE = 30  # days after which a mention counts half
USUAL = -0.3  # support talk leans negative
QUOTES = 3
USUAL_NEED = 0.5  # where nobody else is known: a bad theme half a year old
LEAST_NEED = 0.2


def read_sentiment(view: AccountView) -> Finding:
    """How the account talks to us, newer words more, against how it used to in the year before."""
    days = FRESH_DAYS["sentiment"]
    recent = [m for m in view.said(days) if m.kind not in SURVEYS]
    if not recent:
        return Finding(None, f"nothing said in {days} days")
    before = [_mood(m) for m in view.said(days + 365, days) if m.kind not in SURVEYS]
    # Four usual mentions temper the base line of an account that said little, two of its own what a single mention now says.
    base = (sum(before) + 4 * USUAL) / (len(before) + 4)
    weights = [fade(view.age(m.occurred_at), HALF_LIFE) for m in recent]
    now = (sum(w * _mood(m) for w, m in zip(weights, recent, strict=True)) + 2 * base) / (sum(weights) + 2)
    negative, threats = sum(m.sentiment < 0 for m in recent), sum(m.intent == "churn_threat" for m in recent)
    why = f"{negative} of {len(recent)} points in {days} days are negative, mean {fmean(map(_mood, recent)):+.2f}"
    why += f" against {fmean(before):+.2f} in the year before" if before else ""
    why += f"; {threats} speak of leaving" if threats else ""
    value = 1.5 * (now - base) + (now - USUAL)
    return Finding(bounded(value), why, recent[-1].occurred_at.date(), _strongest(recent, value))


def read_tickets(view: AccountView) -> Finding:
    """Tickets of the last 30 days, each by its severity, against the account's own monthly number in the six months before."""
    tickets: dict[str, list[Mention]] = {}
    for mention in view.said(365):
        if mention.kind == "ticket":
            tickets.setdefault(mention.feedback_id, []).append(mention)
    if not tickets:
        return Finding(None, "no ticket in a year")
    last = max(found[-1].occurred_at for found in tickets.values()).date()
    if (view.day - last).days > FRESH_DAYS["tickets"]:
        return stale("its last ticket", "tickets", last)
    recent = [found for found in tickets.values() if view.age(found[-1].occurred_at) <= 30]
    before = [found for found in tickets.values() if 30 < view.age(found[-1].occurred_at) <= 210]
    months = max(1.0, min(6.0, ((view.day - view.first_day).days - 30) / 30))
    heavy, usual = sum(_severity(found) for found in recent), sum(_severity(found) for found in before) / months
    severe = sum(_severity(found) >= 1 for found in recent)
    why = f"{count(len(recent), 'ticket')} in 30 days, {severe} of them severe; {len(before) / months:.1f} a month before"
    value = (usual + 1 - heavy) / 3 if heavy > usual + 1 else 0.2
    return Finding(bounded(value), why, last, _strongest([m for found in recent for m in found], value) if value < 0 else ())


def read_nps(view: AccountView) -> Finding:
    """The account's own answers to whether it would recommend us; 7 says neither."""
    return _rating(view, "nps", 7.0, 3.0, nps=True)


def read_csat(view: AccountView) -> Finding:
    """How content it was with what we did for it (CSAT, effort, good or bad)."""
    return _rating(view, "csat", 6.5, 3.5, nps=False)


def read_contact(view: AccountView) -> Finding:
    """Days since the account was last heard of, against its own habit: the median of the days between its contacts in the year before."""
    days = sorted({m.occurred_at.date() for m in view.said(365)})
    if len(days) < 4:
        return Finding(None, "heard of on fewer than 4 days: no habit to compare with")
    habit = max(7.0, median((later - earlier).days for earlier, later in pairwise(days)))
    silent = (view.day - days[-1]).days
    value = 0.2 if silent <= 2 * habit else 0.2 - 0.3 * (silent / habit - 2)
    return Finding(bounded(value), f"last heard of {silent} days ago, usually every {habit:.0f}", view.day)


def read_unmet(view: AccountView) -> Finding:
    """Themes that the account raised and that are not shipped, by how negative and how recent its words are, against what is usual among the company's
    accounts: where everybody complains of much, it tells who complains of more."""
    raised = [m for m in view.said(FRESH_DAYS["unmet"]) if m.theme_id is not None]
    if not raised:
        return Finding(None, "raised no theme in a year")
    needs = _open_needs(view, raised)
    times = _burden(view, needs) / max(LEAST_NEED, view.usual_need(USUAL_NEED))
    open_ones = [(-fade(view.age(m.occurred_at), 180) * need, m.snippet_id) for found in needs.values() for m, need in found]
    why = f"{count(len(open_ones), 'complaint or wish', 'complaints and wishes')} in {count(len(needs), 'theme')} that are not shipped"
    why += f", {times:.1f} times the usual burden" if needs else ""
    return Finding(bounded(0.5 - 0.5 * times), why, raised[-1].occurred_at.date(), tuple(snippet for _, snippet in nsmallest(QUOTES, open_ones)))


def measure_need(view: AccountView) -> float | None:
    """How much of what the account raised is unmet; None where it raised nothing in a year."""
    raised = [m for m in view.said(FRESH_DAYS["unmet"]) if m.theme_id is not None]
    return _burden(view, _open_needs(view, raised)) if raised else None


def _open_needs(view: AccountView, raised: Sequence[Mention]) -> dict[str, list[tuple[Mention, float]]]:
    """The mentions of each open theme that lack something, with how much."""
    needs: dict[str, list[tuple[Mention, float]]] = {}
    for m in raised:
        if m.theme_id is not None and (need := _need(m)) > 0:
            needs.setdefault(m.theme_id, []).append((m, need))
    return {theme: found for theme, found in needs.items() if not view.is_shipped(theme)}


def _burden(view: AccountView, needs: Mapping[str, Sequence[tuple[Mention, float]]]) -> float:
    # A theme weighs by how bad it is and how lately it was raised, not by how often: who talks more lacks no more.
    return sum(fade(view.age(found[-1][0].occurred_at), 180) * sum(need for _, need in found) / len(found) for found in needs.values())


def _rating(view: AccountView, name: str, neither: float, spread: float, *, nps: bool) -> Finding:
    days = FRESH_DAYS[name]
    known = view.rated(days, nps=nps)
    if not known:
        older = view.rated(10_000, nps=nps)
        return stale("its last rating", name, older[-1].occurred_at.date()) if older else Finding(None, "no rating")
    weights = [fade(view.age(r.occurred_at), 90) for r in known]
    rating = sum(w * r.score for w, r in zip(weights, known, strict=True)) / sum(weights)
    sure = sum(weights) / (sum(weights) + 0.5)  # as if half an answer said neither: a single one is one person's mood on one day
    answers = f"{len(known)} answer{'' if len(known) == 1 else 's'}"
    return Finding(bounded(sure * (rating - neither) / spread), f"rating {rating:.1f} of 10 from {answers} in {days} days", known[-1].occurred_at.date())


def _mood(mention: Mention) -> float:
    return -1.0 if mention.intent == "churn_threat" else mention.sentiment


def _severity(ticket: Sequence[Mention]) -> float:
    """From .5 for a ticket without a negative word to 1.5."""
    return 0.5 + max(0.0, -min(_mood(m) for m in ticket))


def _need(mention: Mention) -> float:
    return max(0.0, -_mood(mention), 0.3 if mention.intent in ("request", "problem") else 0.0)


def _strongest(mentions: Sequence[Mention], value: float) -> tuple[str, ...]:
    """The ids of the quotes that speak loudest for the value's sign."""
    ordered = sorted(mentions, key=lambda m: (_mood(m) if value < 0 else -_mood(m), -m.occurred_at.timestamp(), m.snippet_id))
    return tuple(m.snippet_id for m in ordered[:QUOTES] if (_mood(m) < 0) is (value < 0))
