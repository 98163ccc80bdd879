"""Leads: the accounts that ask for what a higher plan has already, how much that may bring, and those that ask for what they have.

Nobody's ARR is guessed: what a lead may bring is the median ARR of the customers on the plan it needs less its own, and None where either is not known.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from voc.domain.accounts import AccountFacts, Feature
from voc.domain.evidence import Mention, Window
from voc.domain.exposure import Books, Total
from voc.domain.impact import short_money
from voc.domain.money import Money, to_cents
from voc.domain.plans import PlanLadder, is_same_plan

PEERS = 5  # customers of one segment on a plan that make a median of their own
SOLD = ("released", "beta")


@dataclass(frozen=True, slots=True)
class Asker:
    """A customer that asks for a feature. `mentions` are all that it made of the feature's themes in the window, `themes` their counts by theme, the most
    mentioned first; `snippets` are those that ask, the newest first: praise does not."""

    account: AccountFacts
    mentions: int
    themes: tuple[tuple[str, int], ...]
    last_mentioned_on: date
    snippets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Potential:
    """What an account may pay more, yearly, in the reporting currency; None where that is not known or nothing. `why` says how it was reckoned: against the
    customers of its own segment, `of_segment`, or against all, of whatever size."""

    amount: Decimal | None
    why: str
    of_segment: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """A customer on a plan below the one that has what it asks for."""

    feature: Feature
    asker: Asker
    potential: Potential


@dataclass(frozen=True)
class FeatureLeads:
    """Everybody who asks for a feature, each account once: `education` have it already, `unplaced` are on a plan of which nobody knows whether it has it."""

    feature: Feature
    leads: tuple[Lead, ...]
    education: tuple[Asker, ...]
    unplaced: tuple[Asker, ...]


def find_leads(feature: Feature, mentions: Iterable[Mention], books: Books, ladder: PlanLadder, window: Window) -> FeatureLeads:
    """Who asks for the feature in these mentions, which are of its themes. Only customers count, and only what can be had already: released or in beta."""
    askers = _find_askers(mentions, books, window) if feature.status in SOLD else []
    below = {a.account.id: ladder.is_below(a.account.plan, feature.plan) if feature.plan else False for a in askers}
    leads = [Lead(feature, a, reckon_potential(a.account, feature.plan, books)) for a in askers if below[a.account.id] and feature.plan]
    return FeatureLeads(
        feature,
        tuple(sort_leads(leads)),
        tuple(a for a in askers if below[a.account.id] is False),
        tuple(a for a in askers if below[a.account.id] is None),
    )


def _find_askers(mentions: Iterable[Mention], books: Books, window: Window) -> list[Asker]:
    """The loudest first."""
    said: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        if mention.account in books.customers and mention.occurred_at in window:
            said.setdefault(str(mention.account), {})[mention.snippet_id] = mention
    found = [_asker(books.customers[key], list(some.values())) for key, some in said.items() if any(m.asks for m in some.values())]
    return sorted(found, key=lambda a: (-a.mentions, a.account.id))


def _asker(account: AccountFacts, said: Sequence[Mention]) -> Asker:
    newest = sorted((m for m in said if m.asks), key=lambda m: (m.occurred_at, m.snippet_id), reverse=True)
    themes = Counter(str(m.theme_id) for m in said)
    return Asker(
        account,
        len(said),
        tuple(sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))),
        max(m.occurred_at for m in said).date(),
        tuple(m.snippet_id for m in newest),
    )


def reckon_potential(account: AccountFacts, plan: str, books: Books) -> Potential:
    """The median ARR of the active customers on the plan, of the account's segment where PEERS or more are known, else of all, less what the account pays."""
    peers = [a for a in books.customers.values() if a.status == "active" and a.arr is not None and is_same_plan(a.plan, plan)]
    alike = [a for a in peers if account.segment and a.segment == account.segment]
    if not peers:
        return Potential(None, f"no customer on {plan} has a known ARR")
    chosen = alike if len(alike) >= PEERS else peers
    middle = to_cents(Decimal(median(a.arr for a in chosen if a.arr is not None)))
    of = f"{len(chosen)} {account.segment} customers" if chosen is alike else "the one customer" if len(chosen) == 1 else f"all {len(chosen)} customers"
    words = f"{_short(middle, books)} is the median ARR of {of} on {plan}"
    if account.arr is None:
        return Potential(None, f"{words}; what this account pays is not known")
    more = to_cents(middle - account.arr)
    if more <= 0:
        return Potential(None, f"{words}; this account pays {_short(account.arr, books)} already")
    return Potential(more, f"{words}, less the {_short(account.arr, books)} that this account pays", chosen is alike)


def sort_leads(leads: Iterable[Lead]) -> list[Lead]:
    """The most that may come of it first, as far as it is measured against customers of the same segment; then what is roughly known, then the rest."""

    def key(lead: Lead) -> tuple[bool, bool, Decimal, int, str, str]:
        amount = lead.potential.amount
        return not lead.potential.of_segment, amount is None, -(amount or Decimal(0)), -lead.asker.mentions, lead.asker.account.id, lead.feature.feature_id

    return sorted(leads, key=key)


def total_potential(leads: Iterable[Lead], currency: str) -> Total:
    """What the leads may bring together, measured against customers of their own segment: an account counts once, with the most that any of its leads may
    bring, for it moves up once. `unknown` counts the accounts of which no lead is so measured: what customers of whatever size pay says little of them."""
    most: dict[str, Decimal | None] = {}
    for lead in leads:
        key, amount = lead.asker.account.id, lead.potential.amount if lead.potential.of_segment else None
        before = most.get(key)
        most[key] = amount if before is None else max(before, amount or before)
    known = [amount for amount in most.values() if amount is not None]
    return Total(Money(sum(known, Decimal(0)), currency), len(most) - len(known))


def _short(amount: Decimal, books: Books) -> str:
    return short_money(Money(amount, books.currency))
