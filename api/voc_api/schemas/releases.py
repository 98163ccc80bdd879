"""What came of a release."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Shape
from voc_api.schemas.themes import Feature


class Change(Shape):
    """A figure before and after."""

    before: float = Field(examples=[3.1])
    after: float = Field(examples=[0.4])


class Interval(Shape):
    """An estimate and its 95 % interval."""

    estimate: float = Field(examples=[0.13])
    low: float = Field(examples=[0.05])
    high: float = Field(examples=[0.34])


class Period(Shape):
    """From `since` on, before `until`."""

    since: datetime
    until: datetime


class Periods(Shape):
    """Two periods of one length."""

    before: Period
    after: Period


class MonthlyMentions(Shape):
    """Mentions per 30 days: of the theme by those who asked before the release and by everybody, and of all else. Praise of the theme is none of them."""

    askers: Change
    everyone: Change
    rest: Change


class GroupSentiment(Change):
    """The mean over accounts of each one's mean sentiment, of those that said something in both periods."""

    accounts: int = Field(examples=[14])


class SentimentChange(Shape):
    """`difference`: by how much more the askers' sentiment rose than that of the others, who never asked."""

    askers: GroupSentiment
    others: GroupSentiment
    difference: Interval


class ReleaseEffect(Shape):
    """Whether a release helped. All but `outcome` and `words` may be null: nothing was released."""

    object: Literal["release_effect"] = "release_effect"
    theme_id: str
    feature: Feature | None
    outcome: Literal["fell", "falling", "rose", "unclear", "too_few", "too_early", "unheard", "not_released"] = Field(
        description="of the mentions, after the release; falling: they were before it already; unheard: too little feedback is known from before it"
    )
    words: list[str] = Field(examples=[["Mentions fell after the release, by more than chance."]])
    released_on: str | None = Field(examples=["2026-05-12"])
    days: int | None = Field(examples=[172], description="of either period")
    days_since: int | None
    periods: Periods | None
    askers: int | None = Field(examples=[14], description="asked in the period before and were customers all along")
    asker_ids: list[str] | None
    silent: int | None = Field(examples=[11], description="of them, those who have not raised it since")
    still_asking: int | None = Field(examples=[3])
    left: int | None = Field(examples=[1], description="more that asked and have churned: in no figure")
    mentions_per_30_days: MonthlyMentions | None
    ratio: Interval | None = Field(description="how many times as often as before everybody raises it, against all else that they say")
    trend_before: Interval | None = Field(description="the same of the later half of the period before against its earlier half")
    sentiment: SentimentChange | None = Field(description="null: too little to say")
    run_id: str
    as_of: datetime
