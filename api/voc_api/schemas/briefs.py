"""The brief before a call."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from voc_api.schemas.accounts import AccountFacts, AccountTheme, Growth, Health, HealthAlert
from voc_api.schemas.base import Shape


class BriefAsk(Shape):
    """A theme that the account raised, and what became of it; `quarter_mentions` are those of the last 90 days."""

    id: str
    label: str
    mentions: int
    quarter_mentions: int
    last_said: datetime
    outcome: str = Field(examples=["planned"])
    outcome_words: str
    released_on: date | None
    is_open: bool
    quotes: list[dict[str, Any]]


class Brief(Shape):
    """What to know before a call with an account. `alone`: points in no theme; `lately`: entries of its timeline, the newest first."""

    object: Literal["brief"] = "brief"
    account: AccountFacts
    health: Health
    alerts: list[HealthAlert]
    advocate: Growth
    expansion: Growth
    asks: list[BriefAsk]
    answered: list[BriefAsk]
    open_asks: int
    one_offs: list[AccountTheme]
    alone: list[dict[str, Any]]
    leads: list[dict[str, Any]]
    deals: list[dict[str, Any]]
    lately: list[dict[str, Any]]
    window: dict[str, datetime] = Field(description="the time that is looked at: `since` and `as_of`")
    run_id: str
    as_of: datetime
