"""Accounts, their health and their timelines."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict, Field

from voc_api.schemas.base import Money, Shape


class Health(Shape):
    """An account's health: 50 and the contributions' points add up to `score`."""

    object: Literal["health"] = "health"
    account_id: str
    score: float
    base: float
    band: str
    coverage: float = Field(description="share of the signals' weights that are known")
    contributions: list[dict[str, Any]] = Field(examples=[[{"name": "sentiment", "points": -6.2, "why": "...", "as_of": "2026-09-30"}]])


class HealthOfRun(Health):
    """A health with the run it is from."""

    run_id: str
    as_of: datetime


class AccountTheme(Shape):
    """A theme that an account raised."""

    id: str
    label: str
    mentions: int


class Account(Shape):
    """An account in a run."""

    id: str
    object: Literal["account"] = "account"
    account_id: str
    name: str
    arr: Money | None
    segment: str | None
    plan: str | None
    status: str
    csm_email: str | None
    renews_on: str | None
    started_on: str | None
    health: Health
    mentions: int
    themes: list[AccountTheme]
    last_contact: datetime | None
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
    type: Literal["feedback", "opportunity", "arr", "signal"]
    at: datetime | None
