"""The API's shapes of retention: of all accounts, and of those that raised a theme."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from voc.domain.accounts import AccountFacts
from voc.domain.money import Money
from voc.domain.retention import Movement, Period, Retention
from voc.domain.theme_retention import HORIZON_DAYS, LEVEL, RaisedCase, ThemeRetention, Verdict
from voc.rendering.shapes import Shape, day, moment, money


def retention(
    by: str,
    as_of: datetime,
    period: Period,
    currency: str,
    rows: Sequence[Mapping[str, Any]],
    whole: Retention,
    year: tuple[Period, Retention],
    *,
    is_told: bool,
) -> Shape:
    """The table. `year`: the twelve months to its last day; `is_told`: an account has an ARR history."""
    return {
        "object": "retention",
        "by": by,
        "since": day(period.opening + timedelta(days=1)),
        "as_of": moment(as_of),
        "currency": currency,
        "rates_as_of": day(period.closing),
        "has_history": is_told,
        "rows": list(rows),
        "whole": retention_row(None, period, whole, currency),
        "twelve_months": retention_row(None, *year, currency),
    }


def retention_row(key: str | None, period: Period, found: Retention, currency: str, year: tuple[Period, Retention] | None = None) -> Shape:
    """A row: the retention of a month, a segment, a cohort, or of all accounts. `year`: the twelve months that end where it ends."""
    return {
        "object": "retention_row",
        "key": key,
        "since": day(period.opening + timedelta(days=1)),
        "until": day(period.closing),
        "complete": True,
        **shares(found),
        "opening_arr": money(Money(found.opening, currency)),
        "new_arr": money(Money(found.new, currency)),
        "expansion_arr": money(Money(found.expansion, currency)),
        "contraction_arr": money(Money(found.contraction, currency)),
        "churned_arr": money(Money(found.churned, currency)),
        "closing_arr": money(Money(found.closing, currency)),
        "opening_accounts": found.opening_accounts,
        "new_accounts": found.new_accounts,
        "expanded_accounts": found.expanded_accounts,
        "contracted_accounts": found.contracted_accounts,
        "churned_accounts": found.churned_accounts,
        "closing_accounts": found.closing_accounts,
        "untold_accounts": found.untold,
        "unknown_arr_accounts": found.unknown,
        "twelve_months": {"since": day(year[0].opening + timedelta(days=1)), **shares(year[1])} if year else None,
    }


def shares(found: Retention) -> Shape:
    """NRR, GRR and logo churn, to six places; None where there is nothing to tell."""
    return {"nrr": _share(found.nrr), "grr": _share(found.grr), "logo_churn": _share(found.logo_churn)}


def _share(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 6)


def movement(found: Movement, facts: AccountFacts, period: Period, currency: str) -> Shape:
    """One account's movement."""
    known = found.opening is not None and found.closing is not None
    return {
        "object": "movement",
        "account": {"id": facts.id, "name": facts.name},
        "segment": found.segment,
        "cohort": found.cohort,
        "move": found.move.value,
        "opening_arr": money(Money(found.opening, currency)) if found.opening is not None else None,
        "closing_arr": money(Money(found.closing, currency)) if found.closing is not None else None,
        "change": money(Money(found.change, currency)) if known else None,
        "since": day(period.opening + timedelta(days=1)),
        "until": day(period.closing),
    }


def theme_retention(theme_id: str, found: ThemeRetention, accounts: Mapping[str, AccountFacts], currency: str, run_id: str, as_of: datetime) -> Shape:
    """What became of the accounts that raised a theme."""
    return {
        "object": "theme_retention",
        "theme_id": theme_id,
        "horizon_days": HORIZON_DAYS,
        "accounts": len(found.cases),
        "lost_accounts": sum(case.lost for case in found.cases),
        "peers": found.peers,
        "well_matched": found.well_matched,
        "too_recent": found.too_recent,
        "left_out": found.left_out,
        "lost_share": _round(found.lost),
        "peers_lost_share": _round(found.peers_lost),
        "lift": _round(found.lift),
        "lift_interval": [round(end, 4) for end in found.interval] if found.interval else None,
        "level": LEVEL,
        "retained_arr_share": _round(found.retained),
        "peers_retained_arr_share": _round(found.peers_retained),
        "verdict": found.verdict.value,
        "accounts_needed": found.needed,
        "in_words": _tell(found),
        "raised_by": [_case(case, accounts[case.account], currency) for case in found.cases],
        "run_id": run_id,
        "as_of": moment(as_of),
    }


def _case(case: RaisedCase, facts: AccountFacts, currency: str) -> Shape:
    return {
        "account": {"id": facts.id, "name": facts.name},
        "raised_on": day(case.day),
        "arr": money(Money(case.opening, currency)),
        "retained_arr": money(Money(case.kept, currency)),
        "lost": case.lost,
        "peers": len(case.peers),
        "peers_lost": sum(case.peers.values()),
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _tell(found: ThemeRetention) -> str:
    """The verdict in words. An association: it never says that the theme made them leave."""
    if found.lift is None or found.interval is None:
        return f"Too few to say: no account that raised it can be followed for {HORIZON_DAYS} days yet."
    low, high = (f"{100 * end:+.0f}" for end in found.interval)
    measured = (
        f"{sum(c.lost for c in found.cases)} of {len(found.cases)} accounts left or shrank within {HORIZON_DAYS} days of raising it, {found.lost or 0:.0%}, "
        f"against {found.peers_lost or 0:.0%} of {found.peers} like them that had not: {100 * found.lift:+.0f} points ({low} to {high})"
    )
    said = {
        Verdict.MORE: "Accounts that raised it were lost more often",
        Verdict.LESS: "Accounts that raised it were lost less often",
        Verdict.NO_DIFFERENCE: "No difference",
        Verdict.TOO_FEW: f"Too few to say, some {found.needed:,} accounts would be needed" if found.needed else "Too few to say",
    }[found.verdict]
    return f"{said}: {measured}."
