"""Backtests as the API answers and `--json` prints them."""

from voc.domain.health.backtest import HORIZON_DAYS, WARNED, Foretelling, HealthBacktest
from voc.rendering.shapes import Shape, day


def health_backtest(found: HealthBacktest) -> Shape:
    """How well the health foretold. Areas under the curve are to three places, an interval is the middle 90 % over draws of whole accounts."""
    return {
        "object": "health_backtest",
        "horizon_days": HORIZON_DAYS,
        "first_day": day(found.first_day),
        "last_day": day(found.last_day),
        "days": found.days,
        "cases": found.cases,
        "accounts": found.accounts,
        "losses": found.losses,
        "leavings": found.leavings,
        "weights": found.weights,
        "health": _foretelling(found.health),
        "nps_alone": _foretelling(found.nps),
        "ahead": _three(found.ahead),
        "ahead_interval": _pair(found.ahead_interval),
        "with_nps": {"cases": found.answered, "health_auc": _three(found.answered_health), "nps_auc": _three(found.answered_nps)},
        "signals": [{"name": s.name, "known": _three(s.known), "auc_alone": _three(s.alone), "auc_without": _three(s.left_out)} for s in found.signals],
    }


def _foretelling(found: Foretelling) -> Shape:
    lead = found.lead
    return {
        "auc": _three(found.auc),
        "auc_interval": _pair(found.auc_interval),
        "auc_leaving": _three(found.auc_leaving),
        "lift_of_worst_tenth": _three(found.lift),
        "lead": {"losses": lead.losses, "warned": lead.warned, "warned_share": WARNED, "median_days": lead.median_days},
    }


def _three(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _pair(values: tuple[float, float] | None) -> list[float] | None:
    return None if values is None else [round(value, 3) for value in values]
