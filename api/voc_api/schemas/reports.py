"""Reports: how they stand, what is noted on them, and to whom they went."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Money, Shape


class ReportIn(BaseModel):
    """A report to begin: a month's, or an account's review of a quarter."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"month": "2026-09"}})
    month: str | None = Field(None, description="YYYY-MM", max_length=10)
    account_id: str | None = Field(None, description="`acc_...`, with `quarter`", max_length=40)
    quarter: str | None = Field(None, description="YYYY-Qn, with `account_id`", max_length=10)


class ApprovalIn(BaseModel):
    """An approval. With the hash of the content that was looked at, nothing else is approved."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {}})
    sha256: str | None = Field(None, max_length=64)


class ReportDecisionIn(BaseModel):
    """What is done about a theme, and who sees to it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"decision": "Build the offline queue in Q1", "owner": "Ana Lima"}})
    decision: str = Field(max_length=2_000)
    owner: str = Field(max_length=200)


class ReasonIn(BaseModel):
    """Why a frozen report is restated."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"reason": "Tickets of two weeks came in late"}})
    reason: str = Field(max_length=2_000)


class Report(Shape):
    """A report. `sha256` is over its JSON form as it stands; a draft has none here, for its figures follow what is imported. `published_at`: since when it is
    frozen."""

    id: str = Field(examples=["rep_..."])
    object: Literal["report"] = "report"
    kind: Literal["month", "review"]
    month: str | None = Field(examples=["2026-09"])
    quarter: str | None = Field(examples=["2026-Q3"])
    account_id: str | None
    version: int
    state: Literal["draft", "approved", "frozen"]
    opened_by: str
    opened_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    published_by: str | None
    published_at: datetime | None
    restates: str | None
    reason: str | None
    run_id: str | None
    sha256: str | None
    files: dict[str, str] | None = Field(None, description="the SHA-256 of each file that is kept, by its form; where one report is asked for")


class Review(Shape):
    """An account's business review of a quarter: what it asked, what became of it, how it is doing, and when it renews."""

    object: Literal["review"] = "review"
    id: str = Field(examples=["rep_..."])
    version: int = Field(description="of the shape of the content")
    quarter: str = Field(examples=["2026-Q3"])
    quarter_title: str = Field(examples=["the third quarter of 2026"])
    quarter_first_day: date
    title: str
    complete: bool
    as_of: datetime
    ranked_as_of: datetime
    window: dict[str, Any] = Field(description="the time that is looked at: `since`, `as_of` and the `first_day`")
    run_id: str
    currency: str = Field(examples=["USD"])
    verdict: str
    account: dict[str, Any]
    arr: Money | None
    renews_on: date | None
    asked: list[dict[str, Any]]
    open_asks: list[dict[str, Any]]
    health: dict[str, Any]
    arr_course: list[dict[str, Any]]
    arr_changes: list[dict[str, Any]]
    deals: list[dict[str, Any]]
    nps: dict[str, Any]
    method: dict[str, Any]
    decisions: list[dict[str, Any]]
    standing: dict[str, Any]


class Delivery(Shape):
    """A report, or word that it waits for approval, on its way to one recipient."""

    id: str = Field(examples=["dlv_..."])
    object: Literal["delivery"] = "delivery"
    report_id: str
    matter: Literal["report", "notice"]
    channel: Literal["email", "slack"]
    recipient: str
    state: Literal["waiting", "sent", "failed", "dropped"] = Field(description="dropped: a notice that had become stale")
    attempts: int
    error: str | None
    sent_at: datetime | None
    job_id: str


class Deliveries(Shape):
    """Where a report goes."""

    object: Literal["list"] = "list"
    data: list[Delivery]
    has_more: bool
    next_cursor: str | None
