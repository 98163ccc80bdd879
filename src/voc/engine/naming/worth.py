"""What a statement is worth as a label, as readers judged: 0 is bad, 1 weak, 2 good.

A linear score, fitted by `benchmarks/train_labels.py` on statements of five corpora, each of which a reader who had not built this judged (decision 0041).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PLAIN = ("clause", "cannot", "undergone", "ask", "want")  # kinds that say themselves what is wrong or wanted
KINDS: Mapping[str, float] = MappingProxyType({**dict.fromkeys(PLAIN, 0.14), "wish": -0.19, "absence": -0.19, "task": -0.2, "asked": -0.65})
NEAR = 1.1  # of the cosine to the theme's centre
ASKING, CENTRAL, WEIGHT, FITS, ALONE = 0.46, 0.18, 0.26, 0.33, -0.06


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a statement. Shares are 0 to 1."""

    kind: str
    asking: float  # of what the theme's texts want: the share of requests, where the statement is one
    central: float  # 1 for a statement of the most central text
    weight: float  # of its words for the theme, as a share of the heaviest statement's
    fits: bool  # whether its tone is the theme's
    alone: int  # of its words: those that one text alone has


def judge(traits: Traits) -> float:
    """The worth of a statement, without its nearness."""
    told = KINDS.get(traits.kind, 0.0) + ASKING * traits.asking + CENTRAL * traits.central
    return told + WEIGHT * traits.weight + FITS * traits.fits + ALONE * traits.alone
