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


class FieldProblem(Shape):
    """What is wrong with one field of a request."""

    field: str = Field(examples=["limit"])
    reason: str = Field(examples=["Input should be less than or equal to 100"])


class Problem(Shape):
    """An error (RFC 9457)."""

    type: str = Field(examples=["urn:voc:problem:not-found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["there is no theme thm_abc in the current ranking"])
    instance: str = Field(examples=["/api/v1/themes/thm_abc"])
    errors: list[FieldProblem] = Field([], description="what is wrong field by field, where that can be told")


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
