"""Which account feedback is from, as people say it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from voc_api.schemas.base import NamedAccount, Shape


class Unmatched(Shape):
    """Feedback without an account, by what it says of one: an account id, a domain, both or neither."""

    object: Literal["unmatched"] = "unmatched"
    account_id: str | None = Field(examples=["A-1042"], description="one that is not known")
    domain: str | None = Field(examples=["halcyon.example"], description="beside an account id never one that gives mail to anybody")
    items: int
    last_at: datetime


class AccountDomain(Shape):
    """A domain that somebody said is an account's."""

    object: Literal["account_domain"] = "account_domain"
    domain: str
    account: NamedAccount
    made_by: str
    made_at: datetime


class DomainIn(BaseModel):
    """Whose a domain is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"account_id": "A-1042"}})
    account_id: str = Field(description="the `acc_` id, or the company's own id")


class IgnoredIn(BaseModel):
    """What feedback says of an account that is not known, and whether anybody is to be asked about it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"domain": "halcyon.example", "ignored": True}})
    account_id: str | None = None
    domain: str | None = None
    ignored: bool


class Ignored(Shape):
    """What stands now."""

    object: Literal["ignored_origin"] = "ignored_origin"
    account_id: str | None
    domain: str | None
    ignored: bool


class Reassigned(Shape):
    """What came of it."""

    object: Literal["reassigned"] = "reassigned"
    domain: str
    account: str | None = Field(examples=["acc_..."])
    items: int = Field(description="items that have another account now")
    job_id: str | None = Field(description="the refresh that carries it into the figures")
