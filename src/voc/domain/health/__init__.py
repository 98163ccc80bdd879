"""An account's health: `record` is what is known of it, `said` and `used` read its signals, `formula` weighs them; then alerts, overrides, growth, and the
backtest that says how well it foretold."""

from voc.domain.health.alerts import HealthAlert, RaisedAlert, find_fall, only_new
from voc.domain.health.formula import (
    BANDS,
    BASE,
    SHIPPED,
    SHIPPED_WEIGHTS,
    AccountHealth,
    Contribution,
    HealthWeights,
    PastScore,
    assess_health,
    band_of,
    score_at,
)
from voc.domain.health.growth import Growth
from voc.domain.health.override import HealthOverride, read_override
from voc.domain.health.record import AccountRecord, RatedComment, ThemeStatuses

__all__ = [
    "BANDS",
    "BASE",
    "SHIPPED",
    "SHIPPED_WEIGHTS",
    "AccountHealth",
    "AccountRecord",
    "Contribution",
    "Growth",
    "HealthAlert",
    "HealthOverride",
    "HealthWeights",
    "PastScore",
    "RaisedAlert",
    "RatedComment",
    "ThemeStatuses",
    "assess_health",
    "band_of",
    "find_fall",
    "only_new",
    "read_override",
    "score_at",
]
