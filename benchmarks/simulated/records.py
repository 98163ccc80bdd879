"""What the company's own systems hold of its accounts: rows of accounts, ARR, signals, opportunities, and the catalogue."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from voc.domain.accounts import Account, ArrChange, Feature, Opportunity, Signal
from voc.domain.money import FxRate

from .calendar import Calendar
from .chance import stream
from .life import Life
from .needs import PLANS, SEGMENTS, Need
from .roster import CURRENCIES, Roster

RATES = {"EUR": 1.16, "GBP": 1.34}
PER_SEAT = 240.0  # ARR
DEALS = 0.12  # of the accounts, that have a deal open or behind them
PLANNED = 0.2  # of the needs that nothing meets, that are on the road map
ALWAYS_THERE = ("Projects", "Time tracking", "Invoicing", "Reports", "Client portal", "Mobile app")


def account_id(row: int) -> str:
    """The company's own id of the account in a row."""
    return f"A-{row + 1}"


def list_accounts(roster: Roster, life: Life, calendar: Calendar) -> list[Account]:
    """The accounts as they stand on the last day."""
    pays = [Decimal(str(life.arr[n, -1])) for n in range(len(roster))]
    for row, _, arr, _ in life.changes:  # the earliest first
        pays[row] = Decimal(str(arr))
    return [
        Account(
            account_id=account_id(n),
            name=f"Company {n + 1}",
            arr=Decimal(0) if life.left_in[n] >= 0 else pays[n],
            currency=CURRENCIES[roster.currency[n]],
            domain=f"company-{n + 1}.example",
            segment=SEGMENTS[roster.segment[n]],
            plan=PLANS[roster.plan[n]],
            renews_on=None if life.left_in[n] >= 0 else calendar.next_anniversary(int(roster.started[n]), calendar.last),
            started_on=calendar.first_of(int(roster.started[n])),
            csm_email=f"csm{n % 5 + 1}@vendor.example",
            parent_account_id=account_id(int(roster.parent[n])) if roster.parent[n] >= 0 else None,
            status="churned" if life.left_in[n] >= 0 else "active",
        )
        for n in range(len(roster))
    ]


def list_arr(roster: Roster, life: Life, calendar: Calendar) -> list[ArrChange]:
    """The ARR of every account since it came. A change at a month's end counts from the next month's first day on."""
    new = [
        ArrChange(account_id(n), calendar.first_of(int(roster.started[n])), Decimal(str(roster.arr[n])), CURRENCIES[roster.currency[n]], "new")
        for n in range(len(roster))
    ]
    later = [
        ArrChange(account_id(row), calendar.first_of(month + 1), Decimal(str(arr)), CURRENCIES[roster.currency[row]], reason)
        for row, month, arr, reason in life.changes
    ]
    return sorted((*new, *later), key=lambda change: (change.account_id, change.effective_on))


def list_rates(calendar: Calendar) -> list[FxRate]:
    """A rate a month, a little different each time."""
    return [
        FxRate(currency, calendar.first_of(month), Decimal(f"{rate * (1 + 0.01 * np.sin(month)):.4f}"))
        for currency, rate in RATES.items()
        for month in range(-48, calendar.months)
    ]


def list_signals(seed: int, roster: Roster, life: Life, severities: np.ndarray, calendar: Calendar) -> list[Signal]:
    """Usage on the first of each month, which follows mood, pain and champion with noise; a tenth of the accounts sends none."""
    random = stream(seed, "signals")
    pain = life.pain(severities)
    seats = np.maximum(3, np.round(roster.arr / PER_SEAT))
    usual, depth, first_value = random.uniform(0.55, 0.9, len(roster)), random.uniform(0.25, 0.8, len(roster)), random.integers(5, 60, len(roster))
    found = []
    for row, month in np.argwhere(life.present & roster.gives_signals[:, None]):
        ease = -0.09 * life.mood[row, month] - 0.02 * pain[row, month] - 0.06 * life.champion_gone[row, month]
        active = round(float(seats[row] * np.clip(usual[row] + ease + random.normal(0, 0.04), 0.02, 1)))
        failed = random.random() < 0.01 * (1 + 2 * (life.mood[row, month] > 1))
        values = {
            "active_users": active,
            "licensed_seats": float(seats[row]),
            "feature_depth": round(float(np.clip(depth[row] + ease + random.normal(0, 0.04), 0, 1)), 3),
            "workflow_completion": round(float(np.clip(0.75 + ease + random.normal(0, 0.06), 0, 1)), 3),
            "champion_active": 0.0 if life.champion_gone[row, month] else 1.0,
            "billing_failed": float(failed),
            "logins": round(active * random.uniform(8, 14)),
        }
        if month == max(roster.started[row], 0):
            values["days_to_first_value"] = float(first_value[row])
        found += [Signal(account_id(int(row)), name, calendar.first_of(int(month)), float(value)) for name, value in values.items()]
    return found


def list_deals(seed: int, roster: Roster, life: Life, needs: Sequence[Need], calendar: Calendar) -> tuple[list[Opportunity], dict[str, str]]:
    """Deals, and the need that each one's reason names, where it names one. A deal with somebody who lacks much is lost more often."""
    random = stream(seed, "deals")
    deals, named = [], dict[str, str]()
    for row in np.flatnonzero(random.random(len(roster)) < DEALS):
        months = np.flatnonzero(life.present[row])
        if not len(months):
            continue
        month = int(random.choice(months[-6:]))
        lacking = [need for column, need in enumerate(needs) if life.unmet[row, column, month] > 0.5]
        is_open = month == calendar.months - 1
        is_lost = not is_open and random.random() < min(0.9, 0.25 + 0.5 * sum(need.severity for need in lacking) / 2)
        need = lacking[random.integers(len(lacking))] if lacking and (is_lost or is_open) else None
        deal, stage = f"D-{row + 1}", "open" if is_open else "lost" if is_lost else "won"
        closes = calendar.last + timedelta(days=int(random.integers(5, 120))) if is_open else calendar.day_of(month, random.random())
        reason = f"{need.title}: {'asked for before they sign' if is_open else 'went elsewhere for it'}" if need else None
        amount = Decimal(str(round(float(roster.arr[row] * random.uniform(0.15, 0.6)), -1)))
        deals.append(Opportunity(deal, account_id(int(row)), amount, CURRENCIES[roster.currency[row]], stage, closes, reason))
        if need:
            named[deal] = need.id
    return deals, named


def list_features(seed: int, needs: Sequence[Need], calendar: Calendar) -> tuple[list[Feature], Mapping[str, str]]:
    """The catalogue, and the feature of each need that it speaks of: what was released, what a higher plan has, what is planned."""
    random = stream(seed, "catalogue")
    found = [Feature(f"base-{n}", name, f"{name}, as every customer has it.", "released", "Starter", date(2018, 3, 5)) for n, name in enumerate(ALWAYS_THERE)]
    of_need: dict[str, str] = {}
    for need in needs:
        planned = random.random() < PLANNED
        key = need.id.removeprefix("need:")
        if need.released_in is not None:
            found.append(Feature(key, need.title, f"{need.title}: done for everybody.", "released", "Starter", calendar.first_of(need.released_in)))
        elif need.plan is not None:
            found.append(Feature(key, need.title, f"{need.title}: part of {need.plan}.", "released", need.plan, date(2021, 9, 1)))
        elif planned:
            found.append(Feature(key, need.title, f"{need.title}: on the road map.", "planned"))
        else:
            continue
        of_need[need.id] = key
    return found, of_need
