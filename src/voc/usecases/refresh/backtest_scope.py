"""Back-test scope: what the current ranking's method would have said at past month ends, against what came."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.accounts import list_account_facts
from voc.db.fx_rates import load_fx
from voc.db.mentions import list_mentions
from voc.db.runs import Run
from voc.db.themes import list_run_themes
from voc.domain.calibration import Calibration
from voc.domain.forecasts import ReliabilityBin, auc, brier, calibration_error, reliability
from voc.domain.scope_backtest import ScopeOutcome, back_test, calibrate_scope, forecast, forecast_as_shipped
from voc.errors import InputError

Rule = Callable[[ScopeOutcome], bool]
RULES: tuple[tuple[str, Rule], ...] = (("mentions >= 3", lambda o: o.mentions >= 3), ("accounts >= 2", lambda o: o.accounts >= 2))
GROUPS: tuple[tuple[str, Rule], ...] = (("all", lambda _: True), ("themes", lambda o: o.was_theme))


@dataclass(frozen=True, slots=True)
class Measured:
    """How good a method was in a group of outcomes. `auc` is None where all came, or none; `calibration_error` is None of a rule, which says no probabilities:
    for its Brier score, yes and no are taken as the shares that came of either, known afterwards."""

    method: str
    group: str
    outcomes: int
    came: int
    brier: float
    auc: float | None
    calibration_error: float | None


@dataclass(frozen=True, slots=True)
class ScopeBacktest:
    """Past forecasts against what came. Groups: `all`, what stands alone counted as a theme of one mention each time (`alone` of the outcomes); and `themes`,
    those that had three mentions or more at the cut-off. `reliability` is the recalibrated forecasts', by group; `calibration` what all outcomes together
    teach, which the next refresh applies."""

    as_of: datetime
    cutoffs: Sequence[datetime]
    outcomes: Sequence[ScopeOutcome]
    alone: int
    calibration: Calibration
    measured: Sequence[Measured]
    reliability: dict[str, Sequence[ReliabilityBin]]


def backtest_scope(session: Session, run: Run) -> ScopeBacktest:
    """The back-test of the run's themes and mentions. Raises InputError where the history is too short for one cut-off."""
    as_of, days = run.as_of, int(run.settings["window_days"])
    accounts = list_account_facts(session, as_of.date(), load_fx(session, str(run.settings["reporting_currency"])))
    themes = {p.theme.id for p in list_run_themes(session, run.id)}
    outcomes = back_test(list_mentions(session, run.id, as_of), themes, accounts, as_of, days)
    if not outcomes:
        raise InputError("there is too little history to test on: a month's end with 90 days of feedback before it and 90 days after it is needed")
    return measure_scope(outcomes, as_of)


def measure_scope(outcomes: Sequence[ScopeOutcome], as_of: datetime) -> ScopeBacktest:
    """The figures of the outcomes, of which there must be one at least."""
    said = {"recalibrated": forecast(outcomes), "as shipped": forecast_as_shipped(outcomes)}
    measured, bins = list[Measured](), dict[str, Sequence[ReliabilityBin]]()
    for group, belongs in GROUPS:
        rows = [i for i, o in enumerate(outcomes) if belongs(o)]
        if not rows:
            continue
        came = [outcomes[i].came for i in rows]
        for method, forecasts in said.items():
            said_here = [forecasts[i] for i in rows]
            measured.append(_measure(method, group, said_here, came, calibration_error(said_here, came)))
        for name, rule in RULES:
            measured.append(_measure(name, group, _as_forecast([rule(outcomes[i]) for i in rows], came), came, None))
        bins[group] = reliability([said["recalibrated"][i] for i in rows], came)
    alone = sum(o.theme_id is None for o in outcomes)
    return ScopeBacktest(as_of, sorted({o.cutoff for o in outcomes}), outcomes, alone, calibrate_scope(outcomes), measured, bins)


def _measure(method: str, group: str, said: Sequence[float], came: Sequence[bool], error: float | None) -> Measured:
    return Measured(method, group, len(came), sum(came), brier(said, came), auc(said, came), error)


def _as_forecast(verdicts: Sequence[bool], came: Sequence[bool]) -> list[float]:
    """A rule's yes and no as the best probabilities that it could have given: the shares that came of either, known afterwards."""
    share = {
        verdict: sum(c for v, c in zip(verdicts, came, strict=True) if v is verdict) / max(1, sum(v is verdict for v in verdicts)) for verdict in (True, False)
    }
    return [share[verdict] for verdict in verdicts]
