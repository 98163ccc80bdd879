"""What answers and bodies look like, with examples: for the OpenAPI document, and for tests that hold answers against it."""

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Shape(BaseModel):
    """Every shape may gain fields; a client ignores those it does not know."""

    model_config = ConfigDict(extra="allow")


class Money(Shape):
    """An exact amount."""

    amount: str = Field(examples=["1250000.00"], pattern=r"^-?\d+\.\d{2}$")
    currency: str = Field(examples=["USD"])


class Problem(Shape):
    """An error (RFC 9457)."""

    type: str = Field(examples=["urn:voc:problem:not-found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["there is no theme thm_abc in the current ranking"])
    instance: str = Field(examples=["/api/v1/themes/thm_abc"])


class Page(Shape, Generic[T]):
    """A page of a list."""

    object: Literal["list"] = "list"
    data: list[T]
    has_more: bool
    next_cursor: str | None = Field(examples=["kJ3v..."])


class ScorePart(Shape):
    """A named part of a score."""

    name: str = Field(examples=["affected_arr"])
    value: float = Field(examples=[1250000.0])
    points: float = Field(examples=[31.2])
    why: str = Field(examples=["$1.25M across 17 accounts, 14% of ARR"])


class Sentiment(Shape):
    """How the mentions sound, -1 to 1."""

    mean: float | None = Field(examples=[-0.31])
    negative_share: float | None = Field(examples=[0.55])


class Window(Shape):
    """After `since`, up to and with `as_of`."""

    since: datetime
    as_of: datetime


class Theme(Shape):
    """A theme of a ranking. The points of `score_parts` add up to `score`; an account's ARR counts once."""

    id: str = Field(examples=["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"])
    object: Literal["theme"] = "theme"
    label: str = Field(examples=["Bulk export times out"])
    label_source: str = Field(examples=["auto"])
    summary: str
    keyphrases: list[str] = Field(examples=[["bulk export", "csv timeout"]])
    status: str = Field(examples=["new"])
    owner: str | None
    rank: int | None = Field(examples=[3], description="null: nobody mentioned it in the window")
    score: float = Field(examples=[71.4])
    score_parts: list[ScorePart]
    scope: Literal["one_off", "concentrated", "emerging", "scalable"] | None
    scope_probability: float | None = Field(examples=[0.91])
    scope_reasons: list[str] = Field(examples=[["17 accounts in 3 segments over 5 months"]])
    evidence_needed: str | None
    mentions: int = Field(examples=[42])
    accounts: int = Field(examples=[17])
    segments: list[str]
    affected_arr: Money
    unknown_arr_accounts: int = Field(description="accounts that raised it and whose ARR is not known: not in the sum")
    renewing_arr_90d: Money
    sentiment: Sentiment
    trend: list[int] = Field(description="mentions in each of the last 12 weeks, the oldest first", examples=[[0, 0, 1, 0, 2, 1, 3, 2, 4, 3, 5, 6]])
    first_seen: datetime | None
    last_seen: datetime | None
    area_id: str | None
    exemplars: list[str] = Field(description="snippets that say it best")
    window: Window
    run_id: str
    as_of: datetime


class Roadmap(Shape):
    """The ranked list as one page."""

    object: Literal["roadmap"] = "roadmap"
    run_id: str | None
    as_of: datetime | None
    currency: str | None = Field(examples=["USD"])
    data: list[Theme]


class NamedAccount(Shape):
    """An account by its id and name."""

    id: str = Field(examples=["acc_ab12..."])
    name: str | None = Field(examples=["Halcyon Freight"])


class Snippet(Shape):
    """One point that somebody made, as evidence."""

    id: str = Field(examples=["snp_..."])
    object: Literal["snippet"] = "snippet"
    feedback_id: str
    position: int
    text: str = Field(examples=["the export dies after ten minutes"])
    kind: str = Field(examples=["ticket"])
    source: str = Field(examples=["zendesk"])
    url: str | None
    occurred_at: datetime
    account: NamedAccount | None
    theme_id: str | None
    ask_id: str | None
    strength: float = Field(examples=[0.87])
    sentiment: float = Field(examples=[-0.6])
    run_id: str


class BriefHealth(Shape):
    """A health's score and band."""

    score: float = Field(examples=[43.5])
    band: str = Field(examples=["watch"])


class ThemeAccount(Shape):
    """An account behind a theme's ARR."""

    id: str
    object: Literal["theme_account"] = "theme_account"
    theme_id: str
    account_id: str = Field(examples=["A-1042"])
    name: str
    arr: Money | None
    mentions: int
    segment: str | None
    status: str
    renews_on: str | None = Field(examples=["2027-01-31"])
    owner: str | None = Field(examples=["ana.lima@example.com"])
    health: BriefHealth


class Exemplar(Shape):
    """The snippet that says it best."""

    snippet_id: str
    text: str


class Ask(Shape):
    """A finer point inside a theme."""

    id: str = Field(examples=["ask_..."])
    object: Literal["ask"] = "ask"
    theme_id: str
    size: int = Field(examples=[12])
    accounts: int = Field(examples=[7])
    exemplar: Exemplar
    run_id: str


class HistoryEntry(Shape):
    """A theme in one published run."""

    object: Literal["theme_history"] = "theme_history"
    run_id: str
    as_of: datetime
    label: str
    rank: int | None
    score: float
    mentions: int
    accounts: int
    affected_arr: Money
    event: Literal["born", "renamed", "grew", "shrank", "unchanged"]


class FeedbackAccount(NamedAccount):
    """The account of an item."""

    account_id: str | None = Field(examples=["A-1042"])


class Feedback(Shape):
    """A feedback item; `text` is readable, with personal data hidden. Who wrote it is null for roles that may not see it."""

    id: str = Field(examples=["fbk_..."])
    object: Literal["feedback"] = "feedback"
    source: str
    external_id: str
    kind: str
    occurred_at: datetime
    revised_at: datetime
    text: str
    account: FeedbackAccount | None
    author_name: str | None
    author_email: str | None
    author_role: str
    rating: float | None
    rating_scale: str | None
    url: str | None
    tags: list[str]
    language: str | None
    attributes: dict[str, Any]


class FeedbackWithSnippets(Feedback):
    """One item, with the points it was split into and their places in the current run."""

    snippets: list[Snippet]


class FeedbackIn(Shape):
    """An item to bring in. Unknown fields are kept as attributes."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "source": "zendesk",
                "external_id": "8123",
                "kind": "ticket",
                "occurred_at": "2026-09-14T08:30:00Z",
                "text": "The bulk export dies after ten minutes.",
                "account_id": "A-1042",
                "author_role": "customer",
            }
        }
    )
    source: str
    external_id: str
    kind: str = Field(description="call_note, ticket, nps, csat, chat, email, review, sales_note")
    occurred_at: str = Field(description="RFC 3339, or a date")
    text: str
    account_id: str | None = None
    account_domain: str | None = None
    author_name: str | None = None
    author_email: str | None = None
    author_role: Literal["customer", "agent"] = "customer"
    rating: float | None = None
    rating_scale: Literal["nps", "csat5", "ces7", "good_bad"] | None = None
    url: str | None = None
    tags: list[str] | str | None = None
    language: str | None = None


class ImportedRow(Shape):
    """What became of one item of a batch."""

    index: int
    id: str | None = Field(examples=["fbk_..."])
    outcome: Literal["added", "updated", "unchanged", "rejected"]
    matched: bool = Field(description="whether its account is known")
    field: str | None = Field(None, description="the field at fault")
    reason: str | None = None


class ImportResult(Shape):
    """Items by what became of them, and each item's own outcome in the order they were sent."""

    object: Literal["import_result"] = "import_result"
    read: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    unmatched: int
    data: list[ImportedRow]


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


class RefreshIn(BaseModel):
    """A refresh to be done."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"as_of": "2026-10-31", "full": False}})
    as_of: str | None = Field(None, description="figures as of the end of this day; else now")
    full: bool = Field(False, description="split everything again")


class Progress(Shape):
    """How far a job is; empty before it began."""

    stage: str | None = Field(None, examples=["embed"])
    done: int | None = Field(None, examples=[512])
    total: int | None = Field(None, examples=[2048])


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


class Report(Shape):
    """A month's report as it was published."""

    id: str = Field(examples=["rep_..."])
    object: Literal["report"] = "report"
    month: str = Field(examples=["2026-09"])
    published_at: datetime
    run_id: str
    sha256: str


class Readiness(Shape):
    """Whether requests can be answered and work is done."""

    status: Literal["ready", "not ready"]
    database: bool
    broker: bool
    oldest_waiting_job_seconds: float | None = Field(examples=[0.0])
