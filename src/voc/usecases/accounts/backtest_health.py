"""Backtest the health on the company's own history, and propose weights that would have foretold better."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.accounts import list_account_facts
from voc.db.fx_rates import load_fx
from voc.db.health_weights import add_proposal, load_weights
from voc.db.mentions import list_mentions
from voc.db.session import reading, transaction
from voc.domain.health.backtest import HealthBacktest, HealthCase, backtest, list_cases
from voc.domain.health.formula import SHIPPED_WEIGHTS, HealthWeights
from voc.engine.fit_health import FittedWeights, fit_weights
from voc.errors import InputError
from voc.rendering.backtests import health_backtest
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_accounts import load_records


@dataclass(frozen=True, slots=True)
class Proposed:
    """The weights that were fitted, and the id under which they are kept; None: they foretold no better on accounts held out, and are not proposed."""

    id: str | None
    fitted: FittedWeights


def backtest_health(engine: Engine) -> HealthBacktest:
    """How well the weights that count now would have foretold losses up to the current ranking's day. Raises NotFoundError before the first ranking,
    InputError where no month can be judged."""
    with reading(engine) as session:
        cases, weights = _load(session)
    return backtest(cases, weights.weights, weights.id)


def propose_weights(engine: Engine, now: datetime) -> Proposed:
    """Fit weights, shrunk towards the shipped ones, and keep them as a proposal where they foretell better on accounts held out. Raises InputError where too
    few accounts left or shrank."""
    with reading(engine) as session:
        cases, _ = _load(session)
    fitted = fit_weights(cases, SHIPPED_WEIGHTS)
    if fitted.held_out_auc <= fitted.shipped_auc:
        return Proposed(None, fitted)
    told = health_backtest(backtest(cases, fitted.weights, "proposed"))
    figures = {"held_out_auc": fitted.held_out_auc, "shipped_auc": fitted.shipped_auc, "shrinkage": fitted.shrinkage, "with_weights": told}
    with transaction(engine) as session:
        return Proposed(add_proposal(session, fitted.weights, figures, now), fitted)


def _load(session: Session) -> tuple[list[HealthCase], HealthWeights]:
    run = get_standing_run(session)
    accounts = list_account_facts(session, run.as_of.date(), load_fx(session, str(run.settings["reporting_currency"])))
    records = load_records(session, accounts, list_mentions(session, run.id, run.as_of), run.as_of)
    cases = list_cases(records.values(), run.as_of.date())
    if not any(case.is_told for case in cases):
        raise InputError("no month can be judged: that takes ARR history (`voc import arr`) and feedback or signals nine months back")
    return cases, load_weights(session)
