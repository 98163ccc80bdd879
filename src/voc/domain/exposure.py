"""ARR exposure: what the accounts behind a theme, an area, a segment or the portfolio pay, paid and may pay. The ARR formula stands here and nowhere else.

Every column is a sum of its own over distinct accounts or opportunities, exact to the cent; what is not known is counted beside the sum, never in it as 0.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from voc.domain.accounts import AccountFacts, ArrBook
from voc.domain.arr_history import arr_before_churn
from voc.domain.catalogue import NO_CATALOGUE, Catalogue
from voc.domain.deals import Deal
from voc.domain.evidence import Mention
from voc.domain.money import Money

RENEWAL_DAYS = 90
RENEWAL_TERMS = (30, RENEWAL_DAYS, 180)


@dataclass(frozen=True)
class Books:
    """What the company knows of its accounts on one day: what every exposure is read from.

    `accounts` by `acc_` id are those that count, `parents` maps every account that has one to its parent, `deals` by opportunity id, and `named` says which
    opportunities name which theme; `catalogue` is what the product has. `voice_weights` say how much an account's voice counts in a score, 1 where nothing is
    said; they change no ARR.
    """

    day: date
    currency: str
    accounts: Mapping[str, AccountFacts]
    arr: ArrBook
    parents: Mapping[str, str] = field(default_factory=dict)
    deals: Mapping[str, Deal] = field(default_factory=dict)
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    catalogue: Catalogue = NO_CATALOGUE
    voice_weights: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def come(self) -> Mapping[str, AccountFacts]:
        """The accounts that had come by the day, whether or not they have left since: those whose voices and ARR count."""
        return {key: a for key, a in self.accounts.items() if a.has_come(self.day)}

    @cached_property
    def customers(self) -> Mapping[str, AccountFacts]:
        """The accounts that were customers on the day: come already, and not churned."""
        return {key: a for key, a in self.accounts.items() if a.is_customer(self.day)}

    @cached_property
    def families(self) -> Mapping[str, str]:
        """The top parent of every account."""
        return {key: top_parent(key, self.parents) for key in self.accounts}

    def within(self, accounts: Mapping[str, AccountFacts]) -> "Books":
        """The same books with these accounts and their deals alone."""
        deals = {key: deal for key, deal in self.deals.items() if deal.account in accounts}
        return replace(self, accounts=accounts, deals=deals)

    def without(self, accounts: Mapping[str, AccountFacts]) -> "Books":
        """The same books without these accounts and their deals: what `within` leaves, deals of accounts that nobody knows among it."""
        deals = {key: deal for key, deal in self.deals.items() if deal.account not in accounts}
        return replace(self, accounts={key: a for key, a in self.accounts.items() if key not in accounts}, deals=deals)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all amounts, days and facts that figures are read from: another one where anything of it was imported anew."""
        told = (sorted(self.accounts.items()), sorted(self.deals.items()), self.arr.contents)
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of what is known, and how many accounts or opportunities belong to it whose amount is not."""

    money: Money
    unknown: int


@dataclass(frozen=True)
class Exposure:
    """One row of the exposure table. `accounts` are distinct `acc_` ids, sorted, `families` their distinct top parents; renewals are cumulative."""

    accounts: tuple[str, ...]
    families: int
    churned_accounts: int
    affected_arr: Total
    affected_arr_at_mention: Total
    renewing_arr_30d: Total
    renewing_arr_90d: Total
    renewing_arr_180d: Total
    open_pipeline: Total
    lost_arr: Total
    churned_arr: Total
    opportunities: tuple[str, ...]

    @property
    def columns(self) -> Mapping[str, Total]:
        """The sums by their names, in the order of the table."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = (
    "affected_arr", "affected_arr_at_mention", "renewing_arr_30d", "renewing_arr_90d", "renewing_arr_180d", "open_pipeline", "lost_arr", "churned_arr",
)  # fmt: skip


def top_parent(account: str, parents: Mapping[str, str]) -> str:
    """The parent that stands above all others, the account itself where it has none. Parents that go round in a circle are one family, by its least id."""
    path = {account: None}  # in order, and quick to look up
    top = account
    while (above := parents.get(top)) is not None:
        if above in path:
            around = list(path)
            return min(around[around.index(above) :])
        path[above] = None
        top = above
    return top


def last_said(mentions: Iterable[Mention]) -> dict[str, date]:
    """The day (UTC) of each account's latest mention."""
    found: dict[str, date] = {}
    for mention in mentions:
        if mention.account is not None:
            day = mention.occurred_at.date()
            found[mention.account] = max(day, found.get(mention.account, day))
    return found


def measure_exposure(said: Mapping[str, date], opportunities: Iterable[str], books: Books) -> Exposure:
    """The exposure of the accounts that spoke, each once, and of these opportunities. `said` is the day of each account's latest mention.

    Affected ARR is what the accounts pay on the books' day, at_mention what each paid on the day of its latest mention, churned what those that have left paid
    on their last day. Accounts that the books do not hold or that come later, and opportunities that they do not hold, weigh nothing.
    """
    accounts = [books.come[key] for key in sorted(said) if key in books.come]
    deals = [books.deals[key] for key in sorted(set(opportunities)) if key in books.deals]
    churned = [a for a in accounts if a.status == "churned"]

    def total(amounts: Iterable[Decimal | None]) -> Total:
        found = list(amounts)
        return Total(Money(sum((a for a in found if a is not None), Decimal(0)), books.currency), sum(a is None for a in found))

    def renewing(days: int) -> Total:
        return total(a.arr for a in accounts if renews_within(a, books.day, days))

    return Exposure(
        accounts=tuple(a.id for a in accounts),
        families=len({books.families[a.id] for a in accounts}),
        churned_accounts=len(churned),
        affected_arr=total(a.arr for a in accounts),
        affected_arr_at_mention=total(books.arr.on(a.id, said[a.id]) for a in accounts),
        renewing_arr_30d=renewing(30),
        renewing_arr_90d=renewing(90),
        renewing_arr_180d=renewing(180),
        open_pipeline=total(d.amount for d in deals if d.stage == "open"),
        lost_arr=total(d.amount for d in deals if d.stage == "lost"),
        churned_arr=total(arr_before_churn(books.arr, a.id, books.day) for a in churned),
        opportunities=tuple(d.id for d in deals if d.stage in ("open", "lost")),
    )


def sum_arr(accounts: Iterable[str], books: Books) -> Decimal:
    """The known ARR of these accounts, those that have come; each is to be given once."""
    return sum((arr for key in accounts if key in books.come and (arr := books.come[key].arr) is not None), Decimal(0))


def renews_within(account: AccountFacts, day: date, days: int) -> bool:
    """Whether a customer's renewal falls on a day from `day` to `days` days later, both included."""
    return account.status != "churned" and account.renews_on is not None and day <= account.renews_on <= day + timedelta(days=days)
