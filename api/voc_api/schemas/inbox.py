"""The inbox, tags and notes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Shape
from voc_api.schemas.decisions import MOST_SNIPPETS, Name
from voc_api.schemas.themes import Snippet


class SuggestedTheme(Shape):
    """A theme where a snippet may belong."""

    theme_id: str
    label: str
    probability: float = Field(examples=[0.62], description="of the theme that it is in: its strength")


class SnippetTag(Shape):
    """A tag that people gave."""

    id: str
    name: str


class NoteReader(Shape):
    """A colleague whom a note names."""

    user_id: str
    read_at: datetime | None


class NoteAuthor(Shape):
    """Who wrote a note."""

    id: str
    name: str


class Note(Shape):
    """A note beside a snippet or a theme."""

    id: str = Field(examples=["nte_..."])
    object: Literal["note"] = "note"
    on: str = Field(description="the snippet's or theme's id")
    text: str
    author: NoteAuthor
    made_at: datetime
    names: list[NoteReader]


class InboxItem(Shape):
    """A snippet that wants a person. `before` and `after` are said around it in the same item."""

    object: Literal["inbox_item"] = "inbox_item"
    snippet: Snippet
    suggestions: list[SuggestedTheme]
    doubt: float = Field(examples=[0.7], description="the probability that it belongs elsewhere than where the run put it")
    came_at: datetime
    is_new: bool
    before: list[str]
    after: list[str]
    owner: str | None = Field(examples=["usr_..."])
    tags: list[SnippetTag]
    notes: list[Note]


class MarksIn(BaseModel):
    """What wants nobody any more, or not you before tomorrow."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"mark": "done", "snippet_ids": ["snp_..."]}})
    mark: Literal["done", "later"]
    snippet_ids: list[Name] = Field(min_length=1, max_length=MOST_SNIPPETS)


class Marked(Shape):
    """How many snippets were marked."""

    object: Literal["marks"] = "marks"
    mark: Literal["done", "later"]
    snippets: int


class CorrectedWay(Shape):
    """From which theme to which, null: none."""

    from_theme_id: str | None
    to_theme_id: str | None
    by_you: int
    by_machine: int


class Corrections(Shape):
    """What your decisions changed; `others` is null where the ranking before them is no longer kept."""

    object: Literal["corrections"] = "corrections"
    since: datetime | None
    decisions: int
    moved: int
    others: int | None
    all_read: bool = Field(description="whether the ranking that stands has read them all")
    ways: list[CorrectedWay]


class SnippetOwnerIn(BaseModel):
    """Who is to look after a snippet."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"user_id": "usr_7q2m5x3nqk4c6v2hb7yw3t5eua"}})
    user_id: Name


class SnippetOwner(Shape):
    """Who looks after a snippet."""

    object: Literal["snippet_owner"] = "snippet_owner"
    snippet_id: str
    user_id: str | None


class NoteIn(BaseModel):
    """A note; `@` and the first part of a colleague's e-mail address brings it to their inbox."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"on": "snp_...", "text": "@ana.lima is this the same as last week's?"}})
    on: Name
    text: Annotated[str, Field(max_length=5_000)]


class Colleague(Shape):
    """Somebody whom a note may name, by `@handle`, and to whom a snippet may be given."""

    id: str
    object: Literal["colleague"] = "colleague"
    name: str
    handle: str


class Tag(Shape):
    """A tag, and on how many feedback items it is. `id` is null for one that came with imported feedback alone."""

    id: str | None = Field(examples=["tag_..."])
    object: Literal["tag"] = "tag"
    name: str
    items: int
    imported: bool


class TagsIn(BaseModel):
    """A tag for many items at once."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"name": "beta customer", "feedback_ids": ["fbk_..."]}})
    name: Annotated[str, Field(max_length=500)]
    feedback_ids: list[Name] = Field(min_length=1, max_length=MOST_SNIPPETS)
