"""What people curate themes with: previews, comparisons, links, who is to be told, saved views."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Money, NamedAccount, Shape
from voc_api.schemas.themes import Theme


class PreviewFigures(Shape):
    """What a theme weighs, or would weigh."""

    rank: int = Field(examples=[3])
    score: float = Field(examples=[71.4])
    scope: Literal["one_off", "concentrated", "emerging", "scalable"]
    mentions: int = Field(examples=[42])
    accounts: int = Field(examples=[17])
    affected_arr: Money
    unknown_arr_accounts: int = Field(description="accounts whose ARR is not known: not in affected_arr")
    renewing_arr_90d: Money
    segments: list[str]


class PreviewedTheme(Shape):
    """A theme before and after."""

    id: str | None = Field(description="null: the theme that the split would make")
    label: str
    before: PreviewFigures | None = Field(description="null: it is not there, or nobody mentioned it in the window")
    after: PreviewFigures | None


class Preview(Shape):
    """What a merge or a split would do. Nothing is stored."""

    object: Literal["preview"] = "preview"
    kind: Literal["merge", "split"]
    themes: list[PreviewedTheme]
    books_changed: bool | None = Field(description="true: accounts, ARR, deals or rates were imported since the ranking was published")
    run_id: str
    as_of: datetime


class ComparedExposure(Shape):
    """What distinct accounts pay, each once."""

    accounts: int = Field(examples=[17])
    affected_arr: Money
    unknown_arr_accounts: int
    renewing_arr_90d: Money


class ComparedAccount(Shape):
    """An account that raised one of the themes at least."""

    id: str
    account_id: str = Field(examples=["A-1042"])
    name: str
    arr: Money | None
    segment: str | None
    renews_on: str | None = Field(examples=["2027-01-31"])
    owner: str | None = Field(examples=["ana.lima@example.com"])
    mentions: dict[str, int] = Field(examples=[{"thm_7q2m5x3nqk4c6v2hb7yw3t5eua": 3}], description="by theme; a theme that it did not raise is not in it")


class ComparedSegment(Shape):
    """How many accounts of a segment raised each theme."""

    segment: str | None = Field(examples=["enterprise"])
    accounts: dict[str, int]


class Comparison(Shape):
    """Two to four themes side by side."""

    object: Literal["comparison"] = "comparison"
    themes: list[Theme]
    together: ComparedExposure = Field(description="of all accounts that raised any of them, each once")
    in_all: ComparedExposure = Field(description="of the accounts that raised every one of them")
    accounts: list[ComparedAccount] = Field(description="those that raised the most of the themes first, then the largest")
    segments: list[ComparedSegment]
    run_id: str
    as_of: datetime


class SimilarTheme(Shape):
    """A theme that is like another."""

    alike: float = Field(examples=[0.81], description="cosine of what customers said, 0 to 1")
    theme: Theme


class LinkIn(BaseModel):
    """An issue that a theme is worked on in."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"url": "https://tracker.example/browse/EXP-12", "title": "EXP-12"}})
    url: str = Field(description="http or https")
    title: str = Field("", description="what it is called; else its address")


class ThemeLink(Shape):
    """An issue that a theme is worked on in."""

    id: str = Field(examples=["lnk_..."])
    object: Literal["theme_link"] = "theme_link"
    theme_id: str
    url: str
    title: str
    added_by: str
    added_at: datetime


class SaidLast(Shape):
    """What an account said last."""

    snippet_id: str
    text: str
    occurred_at: datetime


class Draft(Shape):
    """A message to send, as plain text."""

    subject: str
    text: str


class ThemeAsker(Shape):
    """A customer that asked for what a theme asks for, with a draft to tell it that it shipped."""

    object: Literal["asker"] = "asker"
    account: NamedAccount
    arr: Money | None
    owner: str | None = Field(examples=["ana.lima@example.com"])
    said: SaidLast | None
    draft: Draft
    told_by: str | None
    told_at: datetime | None


class ViewIn(BaseModel):
    """A page's address with its filters, under a name."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "Planned, enterprise", "address": "/themes?status=planned&segment=enterprise", "shared": True}}
    )
    name: Annotated[str, Field(max_length=500)]
    address: Annotated[str, Field(max_length=5_000)]
    shared: bool = Field(False, description="true: everybody sees it")


class View(Shape):
    """A saved view."""

    id: str = Field(examples=["viw_..."])
    object: Literal["view"] = "view"
    name: str
    page: str = Field(examples=["/themes"])
    query: str = Field(examples=["status=planned"])
    address: str
    shared: bool
    owner: str = Field(examples=["Ana Lima"])
    mine: bool
    created_at: datetime
