"""The base of all shapes, and those that all parts share."""

from typing import Generic, Literal, TypeVar

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


class NamedAccount(Shape):
    """An account by its id and name."""

    id: str = Field(examples=["acc_ab12..."])
    name: str | None = Field(examples=["Halcyon Freight"])
