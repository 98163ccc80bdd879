"""Shapes of the merges and splits that the machine proposes."""

from typing import Literal

from pydantic import Field

from voc_api.schemas.base import Shape
from voc_api.schemas.themes import Snippet


class ProposedTheme(Shape):
    """A theme that a proposal is about."""

    id: str = Field(examples=["thm_7q2m5x3nqk4c6v2hb7yw3t5eua"])
    label: str


class Proposal(Shape):
    """A merge of two themes, or a split of one, that nobody has answered yet."""

    id: str = Field(examples=["prp_..."])
    object: Literal["proposal"] = "proposal"
    kind: Literal["merge", "split"]
    themes: list[ProposedTheme] = Field(description="of a merge the one that would stay, then the one that would become part of it")
    sureness: float = Field(description="puts the proposals in order; it is no probability")
    snippet_ids: list[str] = Field(description="that a split would let go; empty for a merge")
    quotes: list[list[Snippet]] = Field(description="some of each side; a split's second side is the part that would leave")
    run_id: str
