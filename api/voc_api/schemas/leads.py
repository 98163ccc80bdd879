"""Expansion leads: who asks for what a higher plan has."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Money, NamedAccount, Shape
from voc_api.schemas.themes import Feature


class LeadTheme(Shape):
    """A theme in which the account asks."""

    id: str = Field(examples=["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"])
    label: str = Field(examples=["Who changed what"])
    mentions: int = Field(examples=[3])


class Asker(Shape):
    """A customer that asks for a feature."""

    account: NamedAccount
    account_id: str = Field(examples=["A-1042"])
    segment: str | None = Field(examples=["mid-market"])
    owner: str | None = Field(examples=["ana.lima@example.com"])
    plan: str | None = Field(examples=["Team"], description="that it is on now")
    arr: Money | None
    renews_on: str | None = Field(examples=["2027-01-31"])
    mentions: int = Field(examples=[4], description="of the feature's themes in the window")
    last_mentioned_on: str = Field(examples=["2026-10-21"])
    themes: list[LeadTheme]
    snippet_ids: list[str] = Field(description="the snippets that ask, the newest first; praise does not")


class Lead(Asker):
    """A customer on a plan below the one that has what it asks for."""

    object: Literal["lead"] = "lead"
    plan_needed: str = Field(examples=["Enterprise"])
    feature: Feature
    potential: Money | None = Field(
        description="the median ARR of the customers on the plan needed, of its segment where there are five, less its own; null: not known or nothing"
    )
    potential_of_segment: bool = Field(description="measured against its own segment; false: against customers of whatever size, a rough measure")
    potential_why: str = Field(examples=["$48k is the median ARR of 12 mid-market customers on Enterprise, less the $20k that this account pays"])
    run_id: str
    as_of: datetime


class ThemeLeads(Shape):
    """Who asks in a theme for what the product has."""

    object: Literal["theme_leads"] = "theme_leads"
    theme_id: str
    feature: Feature | None = Field(description="null: what the theme asks for is not there")
    plan_needed: str | None
    leads: list[Lead]
    education: list[Asker] = Field(description="they are on a plan that has it")
    unplaced: list[Asker] = Field(description="nobody knows whether their plan has it")
    potential: Money = Field(description="of the leads together, what is known of it")
    unknown_potential: int = Field(description="accounts that have too few like them to measure by")
    ladder: list[str] = Field(examples=[["Starter", "Team", "Business"]], description="the plans, the lowest first")
    ladder_why: str
    run_id: str
    as_of: datetime
