"""How well a score foretells an outcome: area under the ROC curve, lift, intervals. Scores are higher where the outcome is likelier."""

import math
import random
from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import groupby
from statistics import NormalDist


def area_under_curve(scores: Sequence[float], outcomes: Sequence[bool], weights: Sequence[int] | None = None) -> float | None:
    """The chance that a case with the outcome scores higher than one without; a tie counts half (Mann-Whitney U). None where one kind is missing."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    return _area(order, scores, outcomes, weights or [1] * len(scores))


def _area(order: Sequence[int], scores: Sequence[float], outcomes: Sequence[bool], weights: Sequence[int]) -> float | None:
    below = pairs = with_outcome = 0.0
    for _, tied in groupby(order, key=scores.__getitem__):
        good = bad = 0
        for i in tied:
            if outcomes[i]:
                bad += weights[i]
            else:
                good += weights[i]
        pairs += bad * (below + good / 2)
        below, with_outcome = below + good, with_outcome + bad
    return pairs / (below * with_outcome) if below and with_outcome else None


def area_interval(
    scores: Sequence[float], outcomes: Sequence[bool], groups: Sequence[Hashable], share: float = 0.9, draws: int = 200, seed: int = 7
) -> tuple[float, float] | None:
    """The middle `share` of the areas over draws of whole groups with replacement: the cases of one account are no independent evidence. None where too few
    draws have both kinds."""
    drawn = _draw_areas([scores], outcomes, groups, draws, seed)
    return _middle([areas[0] for areas in drawn], share)


def difference_interval(
    first: Sequence[float], second: Sequence[float], outcomes: Sequence[bool], groups: Sequence[Hashable], share: float = 0.9, draws: int = 200, seed: int = 7
) -> tuple[float, float] | None:
    """The same for the first area less the second, over the same draws."""
    return _middle([a - b for a, b in _draw_areas([first, second], outcomes, groups, draws, seed)], share)


def _draw_areas(scores: Sequence[Sequence[float]], outcomes: Sequence[bool], groups: Sequence[Hashable], draws: int, seed: int) -> list[list[float]]:
    names = list(dict.fromkeys(groups))
    place = {name: n for n, name in enumerate(names)}
    of_case = [place[group] for group in groups]
    orders = [sorted(range(len(s)), key=s.__getitem__) for s in scores]
    chance = random.Random(seed)  # noqa: S311 - a bootstrap, no secret
    found = []
    for _ in range(draws):
        counts = [0] * len(names)
        for n in chance.choices(range(len(names)), k=len(names)):
            counts[n] += 1
        weights = [counts[n] for n in of_case]
        areas = [_area(order, s, outcomes, weights) for order, s in zip(orders, scores, strict=True)]
        if None not in areas:
            found.append([a for a in areas if a is not None])
    return found


def _middle(values: Sequence[float], share: float) -> tuple[float, float] | None:
    if len(values) < 20:
        return None
    ordered, cut = sorted(values), (1 - share) / 2
    return ordered[int(cut * (len(ordered) - 1))], ordered[round((1 - cut) * (len(ordered) - 1))]


def lift_of_top(scores: Sequence[float], outcomes: Sequence[bool], share: float = 0.1) -> float | None:
    """How many times as often the outcome comes among the `share` of the cases that score highest as among all. Ties at the edge count by their share.
    None without any outcome."""
    if not any(outcomes):
        return None
    size = share * len(scores)
    ordered = sorted(scores, reverse=True)
    edge = ordered[max(0, round(size) - 1)]
    falling = [-s for s in ordered]
    above = bisect_left(falling, -edge)  # cases that score higher than the edge
    at_edge = [o for s, o in zip(scores, outcomes, strict=True) if s == edge]
    inside = sum(o for s, o in zip(scores, outcomes, strict=True) if s > edge) + (max(0.0, size - above) * sum(at_edge) / len(at_edge))
    return inside / size / (sum(outcomes) / len(outcomes))


def wilson_interval(share: float, cases: float, level: float = 0.9) -> tuple[float, float]:
    """The interval of a share seen in so many cases (Wilson 1927). `cases`, above 0, need be no whole number."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe_interval(first: float, first_cases: float, second: float, second_cases: float, level: float = 0.9) -> tuple[float, float]:
    """The interval of the first share less the second, of independent cases (Newcombe 1998, method 10: the two Wilson intervals squared and added)."""
    low, high = wilson_interval(first, first_cases, level)
    other_low, other_high = wilson_interval(second, second_cases, level)
    difference = first - second
    return difference - math.hypot(first - low, other_high - second), difference + math.hypot(high - first, second - other_low)
