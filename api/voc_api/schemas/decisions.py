"""What people decide of snippets and themes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Shape

MOST_SNIPPETS = 1_000
MOST_THEMES = 100

Name = Annotated[str, Field(max_length=100)]
Kind = Literal["move", "confirm", "ignore", "merge", "split", "dismiss"]


class Decision(Shape):
    """A decision, and who made it. It holds on every later run until somebody undoes it."""

    id: str = Field(examples=["dec_..."])
    object: Literal["decision"] = "decision"
    kind: Kind
    theme_id: str | None = Field(
        description="move, confirm: where the snippet belongs, null: nowhere; merge: what became part of `into_id`; split, dismiss: of what"
    )
    into_id: str | None = Field(description="merge: what it became part of; split: the new theme")
    snippet_id: str | None = Field(description="of a decision on one snippet")
    snippets: int = Field(examples=[14], description="how many snippets it speaks of")
    reason: str | None = Field(description="why, where somebody said so")
    made_by: str = Field(examples=["Ana Lima"])
    made_at: datetime
    undone_by: str | None
    undone_at: datetime | None


class DecisionMade(Decision):
    """A decision and the job that lets it take effect; null where it stood already."""

    job_id: str | None = Field(examples=["job_..."])


class NewTheme(Shape):
    """A theme that people made. Its figures come with the refresh."""

    id: str
    object: Literal["theme"] = "theme"
    label: str
    label_source: str = Field(examples=["person"])


class SplitMade(DecisionMade):
    """A split and the theme that it made."""

    theme: NewTheme


class MergesMade(Shape):
    """A decision for each theme that became part of another; each can be undone by itself."""

    object: Literal["list"] = "list"
    data: list[DecisionMade]
    has_more: Literal[False] = False
    next_cursor: None = None
    job_id: str = Field(examples=["job_..."])


class PlaceIn(BaseModel):
    """Where a snippet belongs."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"theme_id": "thm_7q2m5x3nqk4c6v2hb7yw3t5eua"}})
    theme_id: Name | None = Field(description="null: to no theme")


class MergesIn(BaseModel):
    """What becomes part of a theme."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"theme_ids": ["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"]}})
    theme_ids: list[Name] = Field(min_length=1, max_length=MOST_THEMES)


class SplitIn(BaseModel):
    """What leaves a theme for a new one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"snippet_ids": ["snp_..."], "label": "Export to Excel"}})
    snippet_ids: list[Name] = Field([], max_length=MOST_SNIPPETS)
    ask_ids: list[Name] = Field([], max_length=MOST_SNIPPETS, description="asks of the theme whose snippets all go")
    label: str | None = Field(None, description="what the new theme is called; else the refresh names it")


class FoundingIn(BaseModel):
    """Snippets, wherever they are, that become a theme."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"snippet_ids": ["snp_..."], "label": "Export to Excel"}})
    snippet_ids: list[Name] = Field(min_length=1, max_length=MOST_SNIPPETS)
    label: str


class ThemeFounded(Shape):
    """A new theme, and a decision for each theme, or none, that gave snippets to it."""

    object: Literal["founding"] = "founding"
    theme: NewTheme
    data: list[DecisionMade]
    job_id: str = Field(examples=["job_..."])


class DismissalIn(BaseModel):
    """Why something is no theme. The body may be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"reason": "courtesies, no need"}})
    reason: str | None = None


class NothingIn(BaseModel):
    """A body without fields, which may be left out."""

    model_config = ConfigDict(extra="forbid")


class CatalogueIn(BaseModel):
    """What the product has of what a theme asks for, by a person's word."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"verdict": "released", "feature_id": "csv-export"}})
    verdict: Literal["gap", "released", "higher_plan", "planned", "problem"]
    feature_id: Name | None = None


class ThemeEdit(BaseModel):
    """What people say of a theme. Fields that are left out stay as they are."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"label": "Bulk export times out", "status": "planned", "owner": "ana.lima@example.com"}}
    )
    label: str | None = Field(None, description="a label of yours never changes by itself; null gives label and summary back to the machine")
    summary: str | None = None
    status: str | None = Field(None, description="new, under_review, planned, in_progress, shipped, declined")
    status_reason: str | None = Field(None, description="why it has the status; a status that comes without one has none")
    owner: str | None = None
    pinned: bool = Field(False, strict=True, description="it stands before all others on the page")
    strategic_fit: float | None = Field(None, strict=True, description="0 to 1, a part of the score; null: none")
    catalogue: CatalogueIn | None = Field(None, description="your verdict stays; null gives it back to the machine")
