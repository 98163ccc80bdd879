"""Proposals: merges and splits that the machine asks people about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voc.domain.ids import derive_id

ProposalKind = Literal["merge", "split"]
ProposalState = Literal["open", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """That two themes are one (`merge`: `themes` are both, the larger first), or one theme is two (`split`: `snippets` would leave it). `sureness` only puts
    proposals into an order. The id is made of what is asked, so that an answer holds for ever."""

    kind: ProposalKind
    themes: tuple[str, ...]
    sureness: float
    snippets: tuple[str, ...] = ()
    state: ProposalState = "open"
    answered_by: str | None = None
    answered_at: datetime | None = None

    @property
    def id(self) -> str:
        """The same for the same question."""
        return derive_id("prp", self.kind, *sorted(self.themes))
