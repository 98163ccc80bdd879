"""How good probabilities were, once it is known what came."""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The forecasts from `low` to below `high`: how many, what they said in the mean, and the share that came."""

    low: float
    high: float
    count: int
    said: float
    came: float


def brier(said: Sequence[float], came: Sequence[bool]) -> float:
    """The mean squared distance of what was said to what came: 0 at best (Brier 1950). Needs one forecast at least."""
    return sum((p - happened) ** 2 for p, happened in zip(said, came, strict=True)) / len(said)


def auc(said: Sequence[float], came: Sequence[bool]) -> float | None:
    """The share of pairs, one that came and one that did not, that the forecasts put in the right order; a tie is half of one. None without both sorts."""
    positives = sum(came)
    negatives = len(came) - positives
    if not positives or not negatives:
        return None
    order = sorted(range(len(said)), key=said.__getitem__)
    ranks, start = 0.0, 0
    while start < len(order):
        end = start
        while end < len(order) and said[order[end]] == said[order[start]]:
            end += 1
        ranks += (start + 1 + end) / 2 * sum(came[i] for i in order[start:end])  # ties share their mean rank
        start = end
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def reliability(said: Sequence[float], came: Sequence[bool], bins: int = BINS) -> list[ReliabilityBin]:
    """The bins of equal width that hold a forecast, the lowest first."""
    inside: dict[int, list[int]] = {}
    for i, p in enumerate(said):
        inside.setdefault(min(int(p * bins), bins - 1), []).append(i)
    return [
        ReliabilityBin(b / bins, (b + 1) / bins, len(rows), sum(said[i] for i in rows) / len(rows), sum(came[i] for i in rows) / len(rows))
        for b, rows in sorted(inside.items())
    ]


def calibration_error(said: Sequence[float], came: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error: the mean gap, over the bins' forecasts, between what was said and what came. Needs one forecast at least."""
    return sum(b.count * abs(b.said - b.came) for b in reliability(said, came, bins)) / len(said)
