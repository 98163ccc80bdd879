"""The whole company, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from voc.domain.accounts import Account, AccountFacts, ArrBook, ArrChange, Feature, Opportunity, Signal, account_key
from voc.domain.evidence import Mention
from voc.domain.money import FxRate, FxTable

from . import records
from .calendar import Calendar
from .life import Life, live
from .needs import Need, draw_needs
from .roster import Roster, draw_roster
from .voices import Rated, Said, as_mentions, rate, speak

CURRENCY = "USD"


@dataclass(frozen=True)
class Company:
    """What is known of a company, and what is hidden. Accounts, the rows of `roster` and of `life`'s arrays, are in one order; so are `needs` and its columns.

    `mentions` are what the accounts said, their themes what each is truly about: `need:...`, `loud:...` (one account's wish) or `oneoff:...`. `deal_needs` and
    `feature_needs` say which need a deal's reason names and which feature meets which need.
    """

    calendar: Calendar
    needs: Sequence[Need]
    accounts: Sequence[Account]
    arr_changes: Sequence[ArrChange]
    rates: Sequence[FxRate]
    signals: Sequence[Signal]
    opportunities: Sequence[Opportunity]
    features: Sequence[Feature]
    said: Sequence[Said]
    ratings: Sequence[Rated]
    mentions: Sequence[Mention]
    roster: Roster
    life: Life
    deal_needs: dict[str, str]
    feature_needs: dict[str, str]

    @cached_property
    def book(self) -> ArrBook:
        """Every account's ARR on any day, in CURRENCY."""
        history: dict[str, list[ArrChange]] = {}
        for change in self.arr_changes:
            history.setdefault(account_key(change.account_id), []).append(change)
        return ArrBook({a.id: (a.arr, a.currency) for a in self.accounts}, history, FxTable(CURRENCY, self.rates))

    def facts_on(self, day: date) -> dict[str, AccountFacts]:
        """What scoring knows of every account on a day, by `acc_` id; its status is that of the day."""
        left = {a.id: self.left_on(row) for row, a in enumerate(self.accounts)}
        return {
            a.id: AccountFacts(
                a.id,
                a.account_id,
                a.name,
                self.book.on(a.id, day),
                a.segment,
                a.plan,
                "churned" if (gone := left[a.id]) and gone <= day else "active",
                a.csm_email,
                self.calendar.next_anniversary(int(self.roster.started[row]), day),
                a.started_on,
                account_key(a.parent_account_id) if a.parent_account_id else None,
            )
            for row, a in enumerate(self.accounts)
        }

    def left_on(self, row: int) -> date | None:
        """The day from which on the account in a row pays nothing; None where it stays."""
        month = int(self.life.left_in[row])
        return self.calendar.first_of(month + 1) if month >= 0 else None

    def holders(self, need: str) -> frozenset[str]:
        """The `acc_` ids of the accounts that have a need, whether or not they ever say so."""
        column = [n.id for n in self.needs].index(need)
        return frozenset(self.accounts[row].id for row in np.flatnonzero(self.life.has[:, column]))

    def hazards(self, need: str) -> tuple[float, float]:
        """The mean hazard of leaving, a month, of the accounts while they feel the need; and what it would be had they all else but the need."""
        column = [n.id for n in self.needs].index(need)
        unmet = self.life.unmet[:, column, :] * self.life.present
        feels = unmet > 0
        if not feels.any():
            return 0.0, 0.0
        without = self.life.hazard * np.exp(-np.log(self.needs[column].hazard_ratio) * unmet)
        return float(self.life.hazard[feels].mean()), float(without[feels].mean())


def simulate(
    seed: int,
    accounts: int = 200,
    months: int = 18,
    needs: int | Sequence[tuple[str, str]] = 30,
    loud: int | Sequence[str] = 4,
    population_of: int | None = None,
) -> Company:
    """The company of a seed. `needs` are their number, or (key, title) of each; `loud` the number or the names of one-account wishes.

    `population_of` is another seed: its hidden needs with all their parameters, in accounts of this seed. With very many accounts that is the population from
    which the company of that seed is a sample.
    """
    names = [(str(n), f"Need {n}") for n in range(needs)] if isinstance(needs, int) else list(needs)
    wishes = [f"loud:{n}" for n in range(loud)] if isinstance(loud, int) else list(loud)
    calendar = Calendar(months)
    drawn = draw_needs(seed if population_of is None else population_of, names, months)
    roster = draw_roster(seed, accounts, calendar)
    life = live(seed, roster, drawn, months)
    severities = np.array([need.severity for need in drawn])
    said = speak(seed, roster, life, drawn, calendar, wishes)
    found = records.list_accounts(roster, life, calendar)
    deals, deal_needs = records.list_deals(seed, roster, life, drawn, calendar)
    features, feature_needs = records.list_features(seed, drawn, calendar)
    return Company(
        calendar=calendar,
        needs=drawn,
        accounts=found,
        arr_changes=records.list_arr(roster, life, calendar),
        rates=records.list_rates(calendar),
        signals=records.list_signals(seed, roster, life, severities, calendar),
        opportunities=deals,
        features=features,
        said=said,
        ratings=rate(seed, roster, life, severities, said, calendar),
        mentions=as_mentions(said, [a.id for a in found], {need.id: need.severity for need in drawn}, seed),
        roster=roster,
        life=life,
        deal_needs=deal_needs,
        feature_needs=dict(feature_needs),
    )
