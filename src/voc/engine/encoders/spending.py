"""What an endpoint was asked for, and what that cost."""

from dataclasses import dataclass

from voc.engine.embed import Embedder
from voc.engine.encoders.centre import CentredEmbedder
from voc.engine.encoders.endpoint import EndpointEmbedder
from voc.engine.encoders.joined import list_single


@dataclass(frozen=True, slots=True)
class Spending:
    """Tokens that endpoints have read, and their cost in the price's currency; 0 where no price is known."""

    tokens: int
    cost: float

    def __sub__(self, before: "Spending") -> "Spending":
        return Spending(self.tokens - before.tokens, self.cost - before.cost)

    def __str__(self) -> str:
        """In words; "" where nothing was read."""
        cost = f", which cost {self.cost:,.4f}" if self.cost else ""
        return f"the embedding endpoint read {self.tokens:,} tokens{cost}" if self.tokens else ""


def count_spending(embedder: Embedder) -> Spending:
    """What the embedder has spent since it was made."""
    inner = [single.inner if isinstance(single, CentredEmbedder) else single for single in list_single(embedder)]
    ends = [one for one in inner if isinstance(one, EndpointEmbedder)]
    return Spending(sum(end.tokens for end in ends), sum(end.cost for end in ends))
