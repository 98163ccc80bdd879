"""Users, keys and the audit log."""

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

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


class User(Shape):
    """Somebody who signs in. Users are not deleted: one who is not active may sign in no more."""

    id: str = Field(examples=["usr_..."])
    object: Literal["user"] = "user"
    email: str = Field(examples=["ana@example.com"])
    name: str = Field(examples=["Ana Lima"])
    role: str = Field(examples=["csm"])
    active: bool
    signs_in_by: list[Literal["password", "identity_provider"]]
    created_at: datetime


class InvitedUser(User):
    """A user with the link by which they choose a password, which is shown this once."""

    invitation_url: str | None = Field(examples=["https://voc.example.com/invitation?token=..."], description="null where the same request is sent again")
    invitation_expires_at: datetime


class UserIn(BaseModel):
    """A user to add."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"email": "ana@example.com", "name": "Ana Lima", "role": "csm"}})
    email: str
    name: str
    role: str = Field(description="pm, csm, leadership, admin")


class UserEdit(BaseModel):
    """What to change of a user."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"role": "pm"}})
    name: str = ""
    role: str = Field("", description="pm, csm, leadership, admin")
    active: bool = True


class Key(Shape):
    """An API key, without the key itself."""

    id: str = Field(examples=["key_..."])
    object: Literal["key"] = "key"
    name: str = Field(examples=["roadmap reader"])
    role: str = Field(examples=["leadership"])
    state: Literal["valid", "expired", "revoked"]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class NewKey(Key):
    """A key that was just made, which is shown this once."""

    key: str | None = Field(examples=["voc_..."], description="null where the same request is sent again")


class KeyIn(BaseModel):
    """A key to make."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"name": "roadmap reader", "role": "leadership", "expires_at": "2027-01-01T00:00:00Z"}}
    )
    name: str
    role: str = Field(description="pm, csm, leadership (reads only, and no personal data), admin")
    expires_at: AwareDatetime | None = Field(None, description="RFC 3339; null: it does not expire")
