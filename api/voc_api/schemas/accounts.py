"""Accounts, their health and their timelines."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Money, NamedAccount, Shape

Band = Literal["healthy", "watch", "at_risk"]


class Contribution(Shape):
    """What one signal adds to or takes from the health. Only a fresh one has points."""

    name: str = Field(examples=["sentiment"])
    points: float = Field(examples=[-6.2])
    why: str = Field(examples=["3 of 4 points in 90 days are negative, mean -0.41 against -0.12 before"])
    as_of: str | None = Field(examples=["2026-09-30"], description="day of its newest value")
    state: Literal["fresh", "stale", "missing"] = Field(description="stale: its newest value is too old to count")
    weight: float | None = Field(description="its share of all weights that count here: what is missing re-weighs the rest")
    quotes: list[str] = Field(examples=[["snp_..."]], description="snippets behind it, the weightiest first")


class PastScore(Shape):
    """The health by the same formula so many days before, from what was known then; null where nothing was."""

    days: int = Field(examples=[30])
    score: float | None
    band: Band | None
    change: float | None = Field(description="the score now less the score then")


class HealthReason(Shape):
    """One of the contributions that weigh most."""

    name: str
    points: float
    why: str
    quotes: list[str]


class HealthOverride(Shape):
    """What a person says of an account's health. It never changes the machine's score: it stands beside it."""

    id: str = Field(examples=["ovr_..."])
    object: Literal["health_override"] = "health_override"
    account_id: str = Field(examples=["acc_ab12..."])
    band: Band
    score: float | None
    reason: str = Field(examples=["Their new head of operations wants us out"])
    made_by: str
    made_at: datetime
    expires_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None


class OverrideIn(BaseModel):
    """What a person says of an account's health: a band, or a score, which says its band."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"band": "at_risk", "reason": "Their new head of operations wants us out", "expires_on": "2026-12-31"}}
    )
    band: str | None = None
    score: float | None = Field(None, strict=True, allow_inf_nan=False)
    reason: str
    expires_on: date = Field(description="the last day on which it stands, at most a year ahead")


class StandingHealth(Shape):
    """What holds: a person's word where there is one, else the machine's."""

    band: Band
    score: float | None = Field(description="null where a person gave a band alone")
    by: Literal["person", "machine"]


class Growth(Shape):
    """Whether an account would speak for us, or may buy more, and what speaks for it."""

    holds: bool
    reasons: list[str] = Field(examples=[["46 of 50 seats in use"]])
    quotes: list[str]


class Health(Shape):
    """An account's health as the machine sees it: 50 and the contributions' points add up to `score`; beside it what a person says."""

    object: Literal["health"] = "health"
    account_id: str
    score: float
    base: float
    band: Band
    coverage: float = Field(description="share of the signals' weights that are known and fresh")
    contributions: list[Contribution]
    trend: list[PastScore]
    reasons: list[HealthReason]
    weights: str = Field(examples=["shipped"], description="whose weights: shipped, or the proposal (`wgt_...`) that somebody accepted")
    override: HealthOverride | None
    standing: StandingHealth


class HealthOfRun(Health):
    """A health with the run it is from."""

    run_id: str
    as_of: datetime


class AccountTheme(Shape):
    """A theme that an account raised, and where it stands now."""

    id: str
    label: str
    mentions: int
    status: str = Field(examples=["planned"])
    scope: str | None = Field(examples=["one_off"], description="null where it is not known")


class AccountFacts(Shape):
    """An account as its owner knows it, and how much was heard of it."""

    id: str
    account_id: str
    name: str
    arr: Money | None
    segment: str | None
    plan: str | None
    status: str
    csm_email: str | None
    renews_on: str | None
    started_on: str | None
    mentions: int
    open_themes: int = Field(description="of its themes, those that are neither shipped nor declined")
    last_contact: datetime | None


class Account(AccountFacts):
    """An account in a run."""

    object: Literal["account"] = "account"
    health: Health
    advocate: Growth
    expansion: Growth
    themes: list[AccountTheme]
    run_id: str
    as_of: datetime


class TimelineEntry(Shape):
    """Something that happened with an account; the other fields depend on `type`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {"object": "timeline_entry", "type": "signal", "at": "2026-09-01T00:00:00Z", "signal": "active_users", "value": 12.0, "before": 40.0}
        },
    )
    object: Literal["timeline_entry"] = "timeline_entry"
    type: Literal["feedback", "opportunity", "arr", "signal", "alert"]
    at: datetime | None
    id: str | None = Field(None, description="of feedback and alerts")
    kind: str | None = Field(None, description="of feedback: its kind; of an alert: what happened")
    source: str | None = None
    text: str | None = None
    url: str | None = None
    rating: float | None = None
    rating_scale: str | None = Field(None, description="of a rated feedback item; null: unknown")
    opportunity_id: str | None = None
    stage: str | None = None
    amount: Money | None = None
    reason: str | None = None
    arr: Money | None = None
    signal: str | None = None
    value: float | None = None
    before: float | None = None
    began_on: date | None = None
    score: float | None = None
    band: str | None = None
    score_before: float | None = None
    band_before: str | None = None
    reasons: list[str] | None = None
    raised_at: datetime | None = None


class HealthAlert(Shape):
    """A fall of an account's health within 30 days. The same fall is one alert, however many refreshes see it."""

    id: str = Field(examples=["alr_..."])
    object: Literal["health_alert"] = "health_alert"
    kind: Literal["to_watch", "to_at_risk", "drop"] = Field(description="drop: 10 points or more inside a band")
    account: NamedAccount
    owner: str | None
    began_on: str = Field(examples=["2026-09-12"])
    score: float
    band: Band
    score_before: float
    band_before: Band
    reasons: list[str]
    as_of: datetime
    raised_at: datetime
    run_id: str


class HealthWeights(Shape):
    """How much each signal counts: the shipped weights, or a proposal with the backtest that it comes from."""

    id: str = Field(examples=["wgt_..."])
    object: Literal["health_weights"] = "health_weights"
    weights: dict[str, float]
    in_force: bool = Field(description="the next refresh uses them")
    backtest: dict[str, Any] | None
    proposed_at: datetime | None
    accepted_by: str | None
    accepted_at: datetime | None
    withdrawn_by: str | None
    withdrawn_at: datetime | None
