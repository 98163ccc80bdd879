"""Recurring sentences that are no feedback."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import Shape


class BoilerplateRuling(Shape):
    """What people say of a recurring sentence."""

    is_boilerplate: bool
    made_by: str
    made_at: datetime


class Boilerplate(Shape):
    """A sentence that recurs almost word for word over several accounts and looks like a form, a notice or a question."""

    object: Literal["boilerplate"] = "boilerplate"
    id: str = Field(examples=["bpl_..."])
    text: str
    items: int = Field(description="feedback items that it stands in")
    accounts: int = Field(description="accounts that it comes from; without an account, writers")
    reason: str = Field(examples=["a notice: the same 14 words in 40 items of 22 accounts or writers, nearly always the last sentence"])
    feedback_id: str = Field(description="an item that it stands in", examples=["fbk_..."])
    first_seen: datetime
    is_left_out: bool = Field(description="whether the next refresh leaves it out of themes and figures")
    ruling: BoilerplateRuling | None


class BoilerplateIn(BaseModel):
    """Whether a recurring sentence is boilerplate."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"is_boilerplate": False}})
    is_boilerplate: bool = Field(strict=True)


class RuledBoilerplate(Shape):
    """What came of it."""

    object: Literal["ruled_boilerplate"] = "ruled_boilerplate"
    id: str
    is_boilerplate: bool | None = Field(description="null: that is left to the machine")
    job_id: str | None = Field(description="the refresh that carries it into the figures")
