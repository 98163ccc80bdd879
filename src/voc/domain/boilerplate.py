"""Boilerplate: a sentence that recurs over several accounts and that no customer thought of. It is no evidence of anything, until a person says otherwise."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A sentence with where it recurs and why it was taken. `accounts` counts those without an account by who wrote; `feedback_id` is an item that has it."""

    key: str
    text: str
    items: int
    accounts: int
    reason: str
    feedback_id: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's word on a sentence, which holds for ever."""

    is_boilerplate: bool
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ListedBoilerplate:
    """What the last published run found, since when, and what people say of it. One that a person called feedback stays listed."""

    found: Boilerplate
    first_seen: datetime
    ruling: Ruling | None

    @property
    def is_left_out(self) -> bool:
        """Whether the next refresh leaves it out of themes and figures."""
        return self.ruling is None or self.ruling.is_boilerplate
