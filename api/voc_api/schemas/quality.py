"""Shapes of the quality card."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Shape


class QualityMeasure(Shape):
    """One line of the card."""

    name: str = Field(examples=["largest_theme"])
    words: str = Field(examples=["share in the largest theme"])
    value: float | None = Field(description="null where there is nothing to measure")
    last: float | None = Field(description="the last run's")
    low: float
    high: float
    usual: list[float] | None = Field(description="the least and the most of the last 20 runs")
    is_outside: bool = Field(description="whether the value lies outside low and high")


class Quality(Shape):
    """The card of the latest run; before the first all of it is empty."""

    object: Literal["quality"] = "quality"
    run_id: str | None
    as_of: datetime | None
    state: Literal["published", "held"] | None = Field(description="held: the ranking before it stands")
    why: list[str] = Field(description="what holds it back")
    measures: list[QualityMeasure]
