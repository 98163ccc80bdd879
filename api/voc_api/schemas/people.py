"""Users, keys and the audit log."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from voc_api.schemas.base import Shape


class ChangeActor(Shape):
    """Who changed something: a user, a key, a session, the machine or the command line."""

    id: str = Field(examples=["usr_..."])
    name: str = Field(examples=["Ana Lima"])


class Change(Shape):
    """One change, from what to what."""

    id: str = Field(examples=["chg_..."])
    object: Literal["change"] = "change"
    happened_at: datetime
    actor: ChangeActor
    kind: str = Field(examples=["theme.edited"])
    noun_id: str = Field(examples=["thm_..."], description="what was changed")
    before: dict[str, Any]
    after: dict[str, Any]
    text: str = Field(examples=["renamed Exports to Bulk export"])
    can_undo: bool
    undone_at: datetime | None
