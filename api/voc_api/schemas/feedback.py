"""Feedback read and brought in."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import NamedAccount, Shape
from voc_api.schemas.inbox import SnippetTag
from voc_api.schemas.themes import Snippet


class FeedbackAccount(NamedAccount):
    """The account of an item."""

    account_id: str | None = Field(examples=["A-1042"])


class Feedback(Shape):
    """A feedback item; `text` is readable, with personal data hidden. For roles that may not see who wrote it, that is null, and `text` is the
    points that were made of it, one a line."""

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
    tags: list[str] = Field(description="as imported")
    given_tags: list[SnippetTag] = Field(description="those that people gave here")
    language: str | None
    attributes: dict[str, Any]


class Mark(Shape):
    """A snippet in a text, from `start` up to `end`, in characters."""

    snippet_id: str
    start: int = Field(examples=[14])
    end: int = Field(examples=[46])


class FeedbackWithSnippets(Feedback):
    """One item, with the points it was split into and their places in the current run."""

    snippets: list[Snippet]
    marks: list[Mark] = Field(description="where the snippets stand in `text`; of two that overlap the first")


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


class FeedbackName(BaseModel):
    """What a source calls an item."""

    model_config = ConfigDict(extra="forbid")
    source: str
    external_id: str


class ErasureIn(BaseModel):
    """Which feedback goes: one of the three is given."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"author_email": "mia@example.com", "dry_run": True}})
    author_email: str | None = Field(None, max_length=500)
    account_id: str | None = Field(None, max_length=500, description="the company's own id; the account and its ARR stay")
    feedback: FeedbackName | None = None
    dry_run: bool = False


class QuotingReport(Shape):
    """An approved or frozen report that quotes what went; it stays as it is."""

    id: str = Field(examples=["rep_..."])
    kind: str = Field(examples=["month"])
    period: str = Field(examples=["2026-10"])
    version: int


class Erasure(Shape):
    """What went, or would go, counted."""

    object: Literal["erasure"] = "erasure"
    dry_run: bool
    items: int
    revisions: int
    snippets: int
    embeddings: int = Field(description="vectors of texts that nothing else says")
    summaries: int = Field(description="summaries of themes that were made of it")
    reports: list[QuotingReport]
    job_id: str | None = Field(description="the refresh that makes the figures without it")
