"""The inbox: what of the feedback wants a person, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

Tab = Literal["mine", "unassigned", "all", "assigned"]
TABS: tuple[Tab, ...] = get_args(Tab)
Order = Literal["doubt", "stake", "newest"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which snippets: every field that is given narrows. `owner` and `user_id` are the reader's e-mail address and id, by which tabs and marks are theirs.

    mine: of accounts that they look after; unassigned: of accounts that nobody looks after, or of none; assigned: those that somebody assigned to them.
    `theme_id`: where the run put them; `since`: those that came after it; `besides`: these not.
    """

    user_id: str
    owner: str | None = None
    tab: Tab = "all"
    sources: Sequence[str] = ()
    kinds: Sequence[str] = ()
    segments: Sequence[str] = ()
    account: str | None = None
    theme_id: str | None = None
    unthemed: bool = False
    since: datetime | None = None
    besides: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A snippet that wants a person: where it may belong (theme ids with their probabilities, the best first), how doubtful its place is, and since when it is
    known."""

    snippet_id: str
    feedback_id: str
    themes: tuple[tuple[str, float], ...]
    doubt: float
    came_at: datetime
