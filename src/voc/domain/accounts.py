"""Accounts and the facts known of them: ARR over time, opportunities, signals, what the catalogue offers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from voc.domain.ids import derive_id
from voc.domain.money import FxTable

STATUSES = ("active", "churned", "trial")
ARR_REASONS = ("new", "expansion", "contraction", "churn", "renewal")
STAGES = ("open", "won", "lost")
FEATURE_STATUSES = ("released", "beta", "planned")

FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk ymail.com icloud.com me.com mac.com aol.com gmx.com
    gmx.de gmx.net web.de t-online.de freenet.de proton.me protonmail.com pm.me mail.com mail.ru yandex.com yandex.ru zoho.com fastmail.com
    hey.com tutanota.com qq.com 163.com 126.com naver.com orange.fr wanadoo.fr free.fr laposte.net libero.it uol.com.br comcast.net verizon.net
    btinternet.com
    """.split()
)


Stated = tuple[Decimal | None, str]  # (ARR, currency); None: nobody told it
Said = frozenset[str] | None  # the fields and attributes that a value's row says, be they empty; None: all. What is not said stays as it is stored


@dataclass(frozen=True, slots=True)
class Account:
    """A customer as the company's own system describes it. `arr` is yearly, in `currency`; None where nobody told it. `further_domains` find its feedback as
    `domain` does."""

    account_id: str
    name: str
    arr: Decimal | None
    currency: str
    domain: str | None = None
    further_domains: tuple[str, ...] = ()
    segment: str | None = None
    plan: str | None = None
    industry: str | None = None
    region: str | None = None
    renews_on: date | None = None
    started_on: date | None = None
    csm_email: str | None = None
    parent_account_id: str | None = None
    status: str = "active"
    attributes: Mapping[str, str] = field(default_factory=dict)
    said: Said = field(default=None, compare=False, repr=False)

    @property
    def id(self) -> str:
        """`acc_...`, from the company's own account_id."""
        return account_key(self.account_id)


@dataclass(frozen=True, slots=True)
class ArrChange:
    """The account's ARR from `effective_on` on."""

    account_id: str
    effective_on: date
    arr: Decimal
    currency: str
    reason: str | None = None
    said: Said = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """A deal with an account; `amount` is yearly, None where nobody told it."""

    opportunity_id: str
    account_id: str
    amount: Decimal | None
    currency: str
    stage: str = "open"
    closes_on: date | None = None
    reason: str | None = None
    said: Said = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Signal:
    """One measured value of an account on a day, e.g. `active_users`."""

    account_id: str
    signal: str
    observed_on: date
    value: float


@dataclass(frozen=True, slots=True)
class Feature:
    """What the product has or plans, and the lowest plan that has it."""

    feature_id: str
    name: str
    description: str
    status: str = "released"
    plan: str | None = None
    released_on: date | None = None
    url: str | None = None
    said: Said = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What scoring needs of an account on one day. `arr` is in the reporting currency; None where it is unknown."""

    id: str
    account_id: str
    name: str
    arr: Decimal | None
    segment: str | None = None
    plan: str | None = None
    status: str = "active"
    csm_email: str | None = None
    renews_on: date | None = None
    started_on: date | None = None
    parent: str | None = None  # an `acc_` id

    def has_come(self, day: date) -> bool:
        """Whether it was a customer by the end of the day, still or no more. One of which no start is known was."""
        return self.started_on is None or self.started_on <= day

    def is_customer(self, day: date) -> bool:
        """Whether it is one on the day that its facts are of: come already, and not churned."""
        return self.has_come(day) and self.status != "churned"


def account_key(account_id: str) -> str:
    """The id of the account that the company knows by `account_id`."""
    return derive_id("acc", account_id)


def arr_on(day: date, stated: Stated, history: Sequence[ArrChange]) -> Stated:
    """(ARR, currency) of an account on a day; the ARR is None where neither its row nor its history tells it.

    The latest change not after the day counts. Before the first change the ARR is 0 where that change says `new`, else what the account's own row states;
    without a history the row's. `history` in any order.
    """
    if not history:
        return stated
    ordered = sorted(history, key=lambda change: change.effective_on)
    past = [change for change in ordered if change.effective_on <= day]
    if past:
        return past[-1].arr, past[-1].currency
    return (Decimal(0), ordered[0].currency) if ordered[0].reason == "new" else stated


class ArrBook:
    """Every account's ARR on any day, in the reporting currency at that day's rate.

    `stated` is (ARR, currency) as the accounts' own rows say, `history` their changes in any order; both by `acc_` id.
    """

    def __init__(self, stated: Mapping[str, Stated], history: Mapping[str, Sequence[ArrChange]], fx: FxTable) -> None:
        self._stated, self._fx = stated, fx
        self._history = {key: sorted(changes, key=lambda change: change.effective_on) for key, changes in history.items()}

    def on(self, account: str, day: date, rates_of: date | None = None) -> Decimal | None:
        """The account's ARR on a day, to the cent, at that day's rate, or at the rate of another day; None where nobody told it, or no rate of its currency is
        known. The account must be known."""
        arr, currency = arr_on(day, self._stated[account], self.changes(account))
        return self._fx.convert(arr, currency, rates_of or day)

    def is_told(self, account: str, day: date) -> bool:
        """Whether somebody told the account's ARR on a day, in whatever currency."""
        return arr_on(day, self._stated[account], self.changes(account))[0] is not None

    @property
    def contents(self) -> tuple[object, ...]:
        """All that the book knows, in one order."""
        return sorted(self._stated.items()), sorted(self._history.items()), self._fx.contents

    def changes(self, account: str) -> Sequence[ArrChange]:
        """The account's changes, the earliest first, as they came: in their own currencies."""
        return self._history.get(account, ())


def clean_domain(value: str | None) -> str | None:
    """A bare lower-case domain out of a domain, URL or e-mail address; None where there is none."""
    if not value:
        return None
    host = value.strip().lower().rsplit("@", 1)[-1].removeprefix("https://").removeprefix("http://").split("/", 1)[0].split(":", 1)[0]
    host = host.removeprefix("www.").rstrip(".")
    return host if "." in host else None


def match_account(account_ref: str | None, domain: str | None, email: str | None, known: Mapping[str, str], by_domain: Mapping[str, str]) -> str | None:
    """The `acc_` id of an item's account: its account_id, else its domain, else its author's e-mail domain unless that is a free-mail one; None: unmatched.

    `known` maps the company's account ids, `by_domain` domains, to `acc_` ids. An account_id that no account has says nothing: sources also send ids of their
    own.
    """
    if account_ref and (named := known.get(account_ref)):
        return named
    if (host := clean_domain(domain)) and host in by_domain:
        return by_domain[host]
    if (mail := clean_domain(email)) and mail not in FREE_MAIL:
        return by_domain.get(mail)
    return None


def is_owned(csm_email: str | None, owners: Iterable[str]) -> bool:
    """Whether one of the owners looks after an account, however the addresses are written: case tells no two people apart."""
    return csm_email is not None and csm_email.lower() in {owner.lower() for owner in owners}


def total_arr(accounts: Iterable[AccountFacts]) -> Decimal:
    """The sum of the known ARR, each account once."""
    return sum(({a.id: a.arr for a in accounts if a.arr is not None}).values(), Decimal(0))
