"""What happened to themes, and what a report would say now."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from voc_api.schemas.base import Money, Shape

EventKind = Literal["born", "returned", "grew", "split", "renamed", "faded", "merged", "retired", "valued"]


class ThemeEvent(Shape):
    """An entry of the ledger, with the counts behind it."""

    object: Literal["theme_event"] = "theme_event"
    theme_id: str
    kind: EventKind
    made_by: str = Field(examples=["machine", "Ana Lima"])
    others: list[str] = Field(description="themes that it came from or went to")
    counts: dict[str, Any] = Field(examples=[{"before": 14, "after": 0, "shared": 14, "to": {"thm_...": 14}}])
    happened_at: datetime
    text: str = Field(examples=["merged into Bulk export by Ana Lima: 14 of its 14 snippets"])


class HistoryEntry(Shape):
    """A theme in one published run, or what happened to it in a run that has no figures of it or is no longer kept: then the figures are null."""

    object: Literal["theme_history"] = "theme_history"
    run_id: str
    as_of: datetime
    label: str
    rank: int | None
    score: float | None
    mentions: int | None
    accounts: int | None
    affected_arr: Money | None
    event: EventKind | Literal["shrank", "unchanged"]
    events: list[ThemeEvent]


class Figures(Shape):
    """A theme's figures in one ranking."""

    rank: int | None
    score: float
    mentions: int
    accounts: int
    affected_arr: Money


class RestatedTheme(Shape):
    """A theme of the report. `restated`: the same month by the themes of now; `now`: the current ranking; null: it is in none."""

    id: str
    label: str
    then: Figures
    now_id: str | None = Field(description="the theme that it is part of now")
    now_label: str | None
    restated: Figures | None
    now: Figures | None
    reasons: list[str] = Field(examples=[["merged into Bulk export on Oct 3, 2026 by Ana Lima: 14 of its 14 snippets"]])
    events: list[ThemeEvent]


class Restatement(Shape):
    """What a report said, what it would say now, and why. The report itself stays as it was published."""

    object: Literal["restatement"] = "restatement"
    report_id: str
    month: str
    published_at: datetime
    as_of: datetime
    then_run_id: str
    run_id: str
    themes: list[RestatedTheme]
