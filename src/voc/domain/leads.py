"""Leads: the accounts that ask for what a higher plan has already, how much that may bring, and those that ask for what they have.

Nobody's ARR is guessed: what a lead may bring is the median ARR of the customers on the plan it needs less its own, and None where either is not known.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    peers = find_peers(feature.plan or "", books)
    leads = [Lead(feature, a, reckon_potential(a.account, peers)) for a in askers if below[a.account.id]]
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


@dataclass(frozen=True, slots=True)
class Peers:
    """What the active customers on a plan pay, as far as it is known: `all` of them, and each segment of PEERS or more; (how many, their median ARR)."""

    plan: str
    currency: str
    all: tuple[int, Decimal] | None
    by_segment: Mapping[str, tuple[int, Decimal]]


def find_peers(plan: str, books: Books) -> Peers:
    """The customers on the plan."""
    paid: dict[str, list[Decimal]] = {}
    for a in books.customers.values():
        if a.status == "active" and a.arr is not None and is_same_plan(a.plan, plan):
            paid.setdefault(a.segment or "", []).append(a.arr)
    every = [arr for some in paid.values() for arr in some]
    by_segment = {segment: _middle(some) for segment, some in paid.items() if segment and len(some) >= PEERS}
    return Peers(plan, books.currency, _middle(every) if every else None, by_segment)


def _middle(arr: Sequence[Decimal]) -> tuple[int, Decimal]:
    return len(arr), to_cents(Decimal(median(arr)))


def reckon_potential(account: AccountFacts, peers: Peers) -> Potential:
    """The median ARR of the peers, of the account's segment where they are enough, else of all, less what the account pays."""
    if peers.all is None:
        return Potential(None, f"no customer on {peers.plan} has a known ARR")
    alike = peers.by_segment.get(account.segment or "")
    count, middle = alike or peers.all
    of = f"{count} {account.segment} customers" if alike else "the one customer" if count == 1 else f"all {count} customers"
    words = f"{short_money(Money(middle, peers.currency))} is the median ARR of {of} on {peers.plan}"
    if account.arr is None:
        return Potential(None, f"{words}; what this account pays is not known")
    more, paid = to_cents(middle - account.arr), short_money(Money(account.arr, peers.currency))
    if more <= 0:
        return Potential(None, f"{words}; this account pays {paid} already")
    return Potential(more, f"{words}, less the {paid} that this account pays", alike is not None)


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
