"""Do rank intervals hold the true ranks? Simulated companies, each beside the population that it is a sample of.

    python benchmarks/ranks.py [--companies 10] [--accounts 200] [--needs 30] [--population 8000] [--first-seed 1]

A theme's true rank is its rank, among the themes that the company's table shows, in the population: very many accounts with the same hidden needs. Themes are
what was truly meant, so that nothing but the ranking is judged. Wishes of one account, and needs that a fixed number of accounts has, are in the table too; in
the population there is next to none of them. Each method takes the same scores; `simultaneous` is that of Mogstad, Romano, Shaikh and Wilhelm (2024).
"""

import argparse
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from labelled import print_table
from numpy.typing import NDArray
from simulated import Company, simulate
from simulated.company import CURRENCY

from voc.domain.certainty import LEVEL, RankInterval
from voc.domain.evidence import gather_evidence, window_before
from voc.domain.exposure import Books
from voc.domain.themes import RankedTheme, Theme, rank_evidence
from voc.domain.voices import Portfolio, Voice, portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.engine.certainty import (
    DRAWN_LEVEL,
    RESAMPLES,
    Contest,
    Scores,
    Tally,
    find_intervals,
    rank_draws,
    read_intervals,
    resample_scores,
    score_contest,
    shrink_scores,
)

LEAST_MENTIONS = 3  # of a theme in the table: single remarks are themes of nobody
POPULATION_SEED = 1_000

Intervals = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Trial:
    """A company's contest and the true ranks of its themes, in the contest's order: that of the table."""

    contest: Contest
    truth: NDArray[np.int64]
    themes: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--needs", type=int, default=30)
    parser.add_argument("--population", type=int, default=8_000)
    parser.add_argument("--first-seed", type=int, default=1)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.companies)
    trials = [make_trial(seed, options.accounts, options.needs, options.population) for seed in seeds]
    print_table([_judge(name, method, trials) for name, method in METHODS.items()])
    sizes = [len(trial.themes) for trial in trials]
    print(f"\n{options.companies} companies of {options.accounts} accounts, {min(sizes)} to {max(sizes)} themes; nominal {LEVEL:.0%}, {RESAMPLES} resamples")
    print(f"1,000 themes of 50 of 5,000 accounts: {_time(1_000, 50, 5_000):.1f} s")


def make_trial(seed: int, accounts: int, needs: int, population: int) -> Trial:
    """A company beside its population. The population's scores are those of all that it holds, so sampling is the only difference."""
    ranked, contest = rank_company(simulate(seed, accounts, needs=needs))
    shown = [r.theme.id for r in ranked]
    whole, _ = rank_company(simulate(POPULATION_SEED + seed, population, needs=needs, population_of=seed), 0)
    scores = {r.theme.id: r.impact.score for r in whole}
    order = sorted(shown, key=lambda theme: (-scores.get(theme, 0.0), theme))
    return Trial(contest, np.array([order.index(theme) + 1 for theme in shown]), shown)


def rank_company(company: Company, least: int = LEAST_MENTIONS) -> tuple[list[RankedTheme], Contest]:
    """The table of the company's last day, as the product makes it, and the contest of its ranks."""
    as_of = company.calendar.as_of
    facts = company.facts_on(as_of.date())
    books = Books(as_of.date(), CURRENCY, facts, company.book)
    found = [e for e in gather_evidence(company.mentions, facts, window_before(as_of, 365)) if len(e.mentions) >= least and not e.theme_id.startswith("oneoff")]
    ranked = rank_evidence(found, {e.theme_id: Theme(e.theme_id, e.theme_id) for e in found}, books, "run_1", as_of)
    return ranked, Contest([r.impact.voices for r in ranked], [None] * len(ranked), portfolio_of(books), DEFAULT_WEIGHTS)


def bayesian(contest: Contest) -> Scores:
    """The Bayesian bootstrap (Rubin 1981): every account counts, as often as an exponential weight says."""
    tally = Tally(contest)
    weights = np.random.default_rng(7).exponential(size=(RESAMPLES, len(tally.accounts)))
    return tally.score_all(weights / weights.mean(axis=1, keepdims=True))


def fewer(contest: Contest, share: float = 2 / 3) -> Scores:
    """A share of the accounts drawn with replacement."""
    tally = Tally(contest)
    count = len(tally.accounts)
    drawn = round(share * count)
    return tally.score_all(np.random.default_rng(7).multinomial(drawn, np.full(count, 1 / count), size=RESAMPLES) * (count / drawn))


def plain(contest: Contest) -> Scores:
    """The bootstrap as voc draws it."""
    return resample_scores(contest, RESAMPLES)


Drawing = Callable[[Contest], Scores]


def percentile(draw: Drawing) -> Callable[[Contest], Intervals]:
    """The ranks in the draws, as they are."""
    return lambda contest: _ends(read_intervals(draw(contest), LEVEL))


def mirrored(contest: Contest) -> Intervals:
    """The basic bootstrap: scores mirrored at those seen."""
    return _ends(read_intervals(2 * score_contest(contest) - plain(contest), LEVEL))


def ranks_mirrored(contest: Contest) -> Intervals:
    """Ranks mirrored at those seen."""
    drawn, seen = rank_draws(plain(contest)), rank_draws(score_contest(contest)[None, :])[0]
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0, method="inverted_cdf")
    return [(int(max(1, 2 * r - b)), int(min(len(seen), 2 * r - a))) for r, a, b in zip(seen, low, high, strict=True)]


def simultaneous(contest: Contest) -> Intervals:
    """Ranks that no pairwise difference, each theme's all at once, speaks against."""
    scores, drawn = score_contest(contest), plain(contest)
    for own in range(len(scores)):
        gaps, drawn_gaps = scores - scores[own], drawn - drawn[:, [own]]
        error = np.maximum(drawn_gaps.std(axis=0), 1e-9)
        error[own] = math.inf
        widest = np.quantile(np.abs((drawn_gaps - gaps) / error).max(axis=1), LEVEL)
        yield 1 + int((gaps > widest * error).sum()), len(scores) - int((gaps < -widest * error).sum())


def shrunk(draw: Drawing, level: float = LEVEL) -> Callable[[Contest], Intervals]:
    """Scores drawn towards their mean by their reliability."""
    return lambda contest: _ends(read_intervals(shrink_scores(score_contest(contest), draw(contest)), level))


METHODS: dict[str, Callable[[Contest], Intervals]] = {
    "bootstrap, percentile": percentile(plain),
    "bootstrap, scores mirrored": mirrored,
    "bootstrap, ranks mirrored": ranks_mirrored,
    "bootstrap, simultaneous": simultaneous,
    "2/3 of the accounts, percentile": percentile(fewer),
    "Bayesian bootstrap, percentile": percentile(bayesian),
    "Bayesian bootstrap, shrunk": shrunk(bayesian),
    "bootstrap, shrunk": shrunk(plain),
    "the same, 87 % of the draws (voc)": shrunk(plain, DRAWN_LEVEL),
}


def _ends(found: list[RankInterval]) -> Intervals:
    return [(i.first, i.last) for i in found]


def _cover(found: Intervals, trial: Trial) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Whether each true rank lies in its interval, as it is shown: with the rank seen in it; and how many ranks that spans."""
    ends = np.array([(min(a, rank), max(b, rank)) for rank, (a, b) in enumerate(found, start=1)])
    return (ends[:, 0] <= trial.truth) & (trial.truth <= ends[:, 1]), ends[:, 1] - ends[:, 0] + 1


def _judge(name: str, method: Callable[[Contest], Intervals], trials: list[Trial]) -> dict[str, object]:
    began = time.perf_counter()
    covers = [_cover(method(t.contest), t) for t in trials]
    seconds = time.perf_counter() - began
    inside = np.concatenate([inside for inside, _ in covers])
    third = np.concatenate([3 * np.arange(len(found)) // len(found) for found, _ in covers])
    shares = [found.mean() for found, _ in covers]
    return {
        "method": name,
        "coverage": f"{inside.mean():.1%}",
        **{words: f"{inside[third == n].mean():.0%}" for n, words in enumerate(("first third", "second", "last"))},
        "companies": f"{min(shares):.0%} to {max(shares):.0%}",
        "mean width": f"{np.concatenate([width for _, width in covers]).mean():.1f}",
        "seconds": f"{seconds:.1f}",
    }


def _time(themes: int, accounts: int, customers: int) -> float:
    """Seconds for the intervals of so many themes, each of so many accounts."""
    random = np.random.default_rng(1)
    keys = [f"acc_{n:06}" for n in range(customers)]
    sizes, segments = dict(zip(keys, random.gamma(2, size=customers).tolist(), strict=True)), random.integers(0, 4, customers)
    members = {str(n): [key for key, segment in zip(keys, segments, strict=True) if segment == n] for n in range(4)}
    portfolio = Portfolio(Decimal(1), CURRENCY, Decimal(1), sizes, {key: size / 2 for key, size in sizes.items()}, members)
    voices = [
        [Voice(keys[n], str(segments[n]), sizes[keys[n]], 0.0, float(random.random()), 1, 1) for n in random.choice(customers, accounts, replace=False)]
        for _ in range(themes)
    ]
    began = time.perf_counter()
    find_intervals(Contest(voices, [None] * themes, portfolio, DEFAULT_WEIGHTS))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
