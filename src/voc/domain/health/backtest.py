"""How well the health foretold: past month ends, scored from what was known then, against what the ARR history says came after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from voc.domain.accounts import ArrChange
from voc.domain.arr_history import leaves
from voc.domain.evidence import end_of_day
from voc.domain.health.formula import READERS, read_values, score_values
from voc.domain.health.record import AccountRecord
from voc.domain.measures import area_interval, area_under_curve, difference_interval, lift_of_top
from voc.domain.months import Month

HORIZON_DAYS = 180
MOST_MONTHS = 24
LEAST_HISTORY = 89  # days of data before the first month end that is judged
WARNED = 0.2  # of a day's accounts, the lowest scores: those that a warning means
NO_NPS = 7.0  # of 10: what an account without an answer counts as, where NPS stands alone over all accounts


@dataclass(frozen=True, slots=True)
class HealthCase:
    """An account at a month's end. `values` of its signals; `nps` its mean NPS rating then, 0 to 10. `lost_in` days until it first pays less than then, or
    nothing, within HORIZON_DAYS; None: it does not. `left_in` the same for leaving. `is_told`: the whole horizon has passed."""

    account: str
    day: date
    values: Mapping[str, float | None]
    nps: float | None
    lost_in: int | None
    left_in: int | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class LeadTime:
    """Of `losses`, how many were warned of: the account stood among the lowest WARNED of the scores at the last month end before, and how many days before
    the loss that unbroken stretch began, in the median."""

    losses: int
    warned: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Foretelling:
    """How well one score foretold: areas under the curve for a loss of any kind and for leaving, with the middle 90 % over draws of accounts; the lift of the
    worst tenth; lead time."""

    auc: float | None
    auc_interval: tuple[float, float] | None
    auc_leaving: float | None
    lift: float | None
    lead: LeadTime


@dataclass(frozen=True, slots=True)
class SignalWorth:
    """One signal: the share of the cases in which it is known, its area alone over those, and the area of the health without it less the whole's."""

    name: str
    known: float
    alone: float | None
    left_out: float | None


@dataclass(frozen=True, slots=True)
class HealthBacktest:
    """`health` and `nps` over the same cases (no answer counts as NO_NPS); `answered_health` and `answered_nps` over those with an NPS answer alone. `ahead`
    is the area of the health less that of NPS alone, with its interval."""

    first_day: date | None
    last_day: date | None
    days: int
    cases: int
    accounts: int
    losses: int
    leavings: int
    weights: str
    health: Foretelling
    nps: Foretelling
    ahead: float | None
    ahead_interval: tuple[float, float] | None
    answered: int
    answered_health: float | None
    answered_nps: float | None
    signals: tuple[SignalWorth, ...]


def list_cases(records: Iterable[AccountRecord], until: date) -> list[HealthCase]:
    """Every account that paid at a month's end, at each of the last MOST_MONTHS month ends up to `until`; accounts without an ARR history are left out."""
    found = list(records)
    ends = month_ends(min((r.at(end_of_day(until)).first_day for r in found), default=until), until)
    return [case for record in found if record.arr_changes for end in ends if (case := _case(record, end, until)) is not None]


def month_ends(first: date, until: date) -> list[date]:
    """The last days of months from LEAST_HISTORY days after `first` to `until`, the newest MOST_MONTHS."""
    month, found = Month(until.year, until.month), list[date]()
    if month.last > until:
        month = month.before
    while month.last >= first + timedelta(days=LEAST_HISTORY) and len(found) < MOST_MONTHS:
        found.append(month.last)
        month = month.before
    return found[::-1]


def backtest(cases: Sequence[HealthCase], weights: Mapping[str, float], weights_id: str) -> HealthBacktest:
    """The figures over the cases whose horizon has passed; lead times over all."""
    told = [case for case in cases if case.is_told]
    lost, groups = [case.lost_in is not None for case in told], [case.account for case in told]
    scores, nps = [-score_values(case.values, weights) for case in told], [-(NO_NPS if case.nps is None else case.nps) for case in told]
    answered = [n for n, case in enumerate(told) if case.nps is not None]
    whole = area_under_curve(scores, lost)
    alone = area_under_curve(nps, lost)
    days = sorted({case.day for case in told})
    return HealthBacktest(
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        days=len(days),
        cases=len(told),
        accounts=len(set(groups)),
        losses=sum(lost),
        leavings=sum(case.left_in is not None for case in told),
        weights=weights_id,
        health=_foretell(told, scores, lost, cases, {id(c): score_values(c.values, weights) for c in cases}),
        nps=_foretell(told, nps, lost, cases, {id(c): NO_NPS if c.nps is None else c.nps for c in cases}),
        ahead=whole - alone if whole is not None and alone is not None else None,
        ahead_interval=difference_interval(scores, nps, lost, groups),
        answered=len(answered),
        answered_health=area_under_curve([scores[n] for n in answered], [lost[n] for n in answered]),
        answered_nps=area_under_curve([nps[n] for n in answered], [lost[n] for n in answered]),
        signals=tuple(_worth(name, told, lost, weights, whole) for name in READERS),
    )


def _case(record: AccountRecord, day: date, until: date) -> HealthCase | None:
    past, stated = [change for change in record.arr_changes if change.effective_on <= day], record.facts.status
    if not past or past[-1].arr <= 0 or leaves(past[-1], stated):
        return None
    view, pays = record.at(end_of_day(day)), past[-1]
    ahead = [c for c in record.arr_changes if day < c.effective_on <= min(until, day + timedelta(days=HORIZON_DAYS))]
    lost = next((c for c in ahead if _is_loss(c, pays, stated)), None)
    left = next((c for c in ahead if leaves(c, stated)), None)
    rated = view.rated(180, nps=True)
    return HealthCase(
        record.facts.id,
        day,
        read_values(view),
        sum(r.score for r in rated) / len(rated) if rated else None,
        (lost.effective_on - day).days if lost else None,
        (left.effective_on - day).days if left else None,
        day + timedelta(days=HORIZON_DAYS) <= until,
    )


def _is_loss(change: ArrChange, pays: ArrChange, stated: str) -> bool:
    return leaves(change, stated) or (change.currency == pays.currency and change.arr < pays.arr)


def _foretell(
    told: Sequence[HealthCase], risks: Sequence[float], lost: Sequence[bool], cases: Sequence[HealthCase], healths: Mapping[int, float]
) -> Foretelling:
    return Foretelling(
        area_under_curve(risks, lost),
        area_interval(risks, lost, [case.account for case in told]),
        area_under_curve(risks, [case.left_in is not None for case in told]),
        lift_of_top(risks, lost),
        _lead(cases, healths),
    )


def _lead(cases: Sequence[HealthCase], healths: Mapping[int, float]) -> LeadTime:
    by_day: dict[date, list[float]] = {}
    for case in cases:
        by_day.setdefault(case.day, []).append(healths[id(case)])
    # Accounts that tie at the edge are not warned of: where half of them have no answer, NPS warns of nobody rather than of everybody.
    edges = {day: sorted(found)[int(WARNED * len(found))] for day, found in by_day.items()}
    by_account: dict[str, list[HealthCase]] = {}
    for case in cases:
        by_account.setdefault(case.account, []).append(case)
    leads: list[int | None] = []
    for found in by_account.values():
        found.sort(key=lambda case: case.day)
        last = next((case for case in found if case.lost_in is not None and case.lost_in <= 31), None)
        if last is None or last.lost_in is None:
            continue
        warned = None
        for case in reversed(found[: found.index(last) + 1]):
            if healths[id(case)] >= edges[case.day]:
                break
            warned = case.day
        leads.append((last.day + timedelta(days=last.lost_in) - warned).days if warned else None)
    known = [lead for lead in leads if lead is not None]
    return LeadTime(len(leads), len(known), median(known) if known else None)


def _worth(name: str, told: Sequence[HealthCase], lost: Sequence[bool], weights: Mapping[str, float], whole: float | None) -> SignalWorth:
    known = [n for n, case in enumerate(told) if case.values[name] is not None]
    alone = area_under_curve([-(told[n].values[name] or 0.0) for n in known], [lost[n] for n in known])
    without = area_under_curve([-score_values(case.values, {**weights, name: 0.0}) for case in told], lost)
    left_out = without - whole if without is not None and whole is not None else None
    return SignalWorth(name, len(known) / len(told) if told else 0.0, alone, left_out)
