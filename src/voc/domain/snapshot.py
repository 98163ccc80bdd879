"""What a refresh is computed from: the snippets as they stood when it began, and the places that the last run gave them."""

from datetime import datetime
from typing import NamedTuple


class SnapshotRow(NamedTuple):  # a tuple: a run reads hundreds of thousands
    """A snippet with what a refresh needs of its item. `author` is the e-mail address, else the name."""

    id: str
    feedback_id: str
    position: int
    passage: int
    text: str
    text_hash: str
    language: str
    kind: str
    source: str
    account: str | None
    occurred_at: datetime
    author: str | None = None


class Place(NamedTuple):  # a tuple: a run reads hundreds of thousands
    """A snippet's place in a run, and how the run read it. `pinned`: a person's decision put it there, or nowhere."""

    theme_id: str | None
    ask_id: str | None
    strength: float
    sentiment: float
    intent: str | None
    pinned: bool
