"""Refreshes, jobs, runs."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Shape


class RefreshIn(BaseModel):
    """A refresh to be done."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"as_of": "2026-10-31", "full": False}})
    as_of: str | None = Field(None, description="figures as of the end of this day; else now")
    full: bool = Field(False, description="split everything again")
    anyway: bool = Field(False, description="publish the run even where its quality card would hold it back")


class Progress(Shape):
    """How far a job is; empty before it began."""

    stage: str | None = Field(None, examples=["embed"])
    done: int | None = Field(None, examples=[512])
    total: int | None = Field(None, examples=[2048])
    since: datetime | None = Field(None, description="when the stage began")


class Job(Shape):
    """Work that goes on behind an answer of 202. A parked job's work goes on in others, which `parts` counts by state."""

    id: str = Field(examples=["job_..."])
    object: Literal["job"] = "job"
    kind: str = Field(examples=["refresh"])
    state: Literal["waiting", "running", "parked", "done", "failed"]
    progress: Progress
    parts: dict[str, int] | None = Field(examples=[{"done": 3, "running": 1}])
    run_id: str | None
    attempts: int
    result: dict[str, Any] | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class ImportJobs(Job):
    """The first job of an import, and all that the files that were sent became, in the order in which they begin."""

    jobs: list[Job]


class Run(Shape):
    """A refresh and what it found."""

    id: str
    object: Literal["run"] = "run"
    state: Literal["running", "published", "failed"]
    current: bool
    as_of: datetime
    started_at: datetime
    published_at: datetime | None
    counts: dict[str, Any] = Field(examples=[{"items": 1520, "snippets": 4210, "themes": 31}])
    settings: dict[str, Any]
    health_weights: str = Field(description="the weights of health's signals: shipped, or the id of the proposal that was accepted", examples=["shipped"])


class Readiness(Shape):
    """Whether requests can be answered and work is done."""

    status: Literal["ready", "not ready"]
    database: bool
    broker: bool
    oldest_waiting_job_seconds: float | None = Field(examples=[0.0])
