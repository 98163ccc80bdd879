"""Before and after: by how much counts and means changed, against others that something did not happen to, with 95 % intervals over accounts."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, variance

LEAST_ACCOUNTS = 5
NORMAL = 1.959964  # the 97.5 % point of the normal distribution

Counts = tuple[int, int, int, int]  # of one account: before and after, and of all else before and after
Sentiments = tuple[Sequence[float], Sequence[float]]  # of one account: before and after, each from -1 to 1


@dataclass(frozen=True, slots=True)
class Change:
    """A figure before and after: mentions per 30 days, or a mean sentiment from -1 to 1."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its 95 % interval."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SentimentChange:
    """How the mean sentiment of those who asked and of the others changed: of `askers` and `others` accounts that said something both before and after, each
    weighing the same. `difference` is the askers' rise less the others'."""

    askers: int
    others: int
    of_askers: Change
    of_others: Change
    difference: Interval


def ratio_of_ratios(counts: Sequence[Counts]) -> Interval:
    """How many times as often as before something is said, over how many times as often all else is.

    On the logarithm, by the delta method with accounts as clusters, half a mention added to each sum, and never narrower than Poisson counts allow (Gart 1966).
    """
    sums = [sum(row[column] for row in counts) + 0.5 for column in range(4)]
    pulls = [row[1] / sums[1] - row[0] / sums[0] - row[3] / sums[3] + row[2] / sums[2] for row in counts]
    clusters = sum(row[0] + row[1] > 0 for row in counts)
    among = sum(pull**2 for pull in pulls) * clusters / max(1, clusters - 1)
    width = NORMAL * math.sqrt(max(among, sum(1 / s for s in sums)))
    middle = math.log(sums[1] / sums[0]) - math.log(sums[3] / sums[2])
    return Interval(math.exp(middle), math.exp(middle - width), math.exp(middle + width))


def compare_sentiment(
    askers: Sequence[tuple[Sequence[float], Sequence[float]]], others: Sequence[tuple[Sequence[float], Sequence[float]]]
) -> SentimentChange | None:
    """The difference in differences of the accounts' own means, with Welch's interval (1947); None where fewer than LEAST_ACCOUNTS of either spoke both
    times."""
    first, second = _means(askers), _means(others)
    if min(len(first), len(second)) < LEAST_ACCOUNTS:
        return None
    rises = [[after - before for before, after in means] for means in (first, second)]
    noise = [variance(rise) / len(rise) for rise in rises]
    whole = sum(noise)
    freedom = whole**2 / sum(n**2 / (len(rise) - 1) for n, rise in zip(noise, rises, strict=True)) if whole else float(len(first) + len(second) - 2)
    middle, width = fmean(rises[0]) - fmean(rises[1]), student(freedom) * math.sqrt(whole)
    return SentimentChange(len(first), len(second), _mean(first), _mean(second), Interval(middle, middle - width, middle + width))


def _means(accounts: Iterable[Sentiments]) -> list[tuple[float, float]]:
    return [(fmean(before), fmean(after)) for before, after in accounts if before and after]


def _mean(means: Sequence[tuple[float, float]]) -> Change:
    return Change(fmean(before for before, _ in means), fmean(after for _, after in means))


def student(freedom: float) -> float:
    """The 97.5 % point of Student's t, by the expansion about the normal (Abramowitz and Stegun 26.7.5): within .3 % from four degrees of freedom on, which
    fewer are taken for."""
    z, n = NORMAL, max(4.0, freedom)
    terms = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + sum(term / n**power for power, term in enumerate(terms, start=1))
