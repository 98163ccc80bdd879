"""Do rank intervals hold the true ranks? Simulated companies, each beside the population that it is a sample of.

    python benchmarks/ranks.py [--companies 10] [--accounts 200] [--population 5000] [--first-seed 1]

A theme's true rank is its rank, among the themes that the company's table shows, in the population: very many accounts with the same hidden needs. Themes are
what was truly meant, so that nothing but the ranking is judged. Each method takes the same scores; `simultaneous` is that of Mogstad, Romano, Shaikh and
Wilhelm (2024).
"""

import argparse
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from labelled import print_table
from numpy.typing import NDArray
from simulated import Company, simulate
from simulated.company import CURRENCY

from voc.domain.certainty import LEVEL, RankInterval
from voc.domain.evidence import gather_evidence, window_before
from voc.domain.exposure import Books
from voc.domain.themes import RankedTheme, Theme, rank_evidence
from voc.domain.voices import portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.engine.certainty import RESAMPLES, Contest, Scores, Tally, rank_draws, read_intervals, resample_scores, score_contest, shrink_scores

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
    parser.add_argument("--population", type=int, default=5_000)
    parser.add_argument("--first-seed", type=int, default=1)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.companies)
    trials = [make_trial(seed, options.accounts, options.population) for seed in seeds]
    print_table([_judge(name, method, trials) for name, method in METHODS.items()])
    sizes = [len(trial.themes) for trial in trials]
    print(f"\n{options.companies} companies of {options.accounts} accounts, {min(sizes)} to {max(sizes)} themes; nominal {LEVEL:.0%}, {RESAMPLES} resamples")
    print_table([{"company": seed, "themes": len(t.themes), **_cover(shrunk(t.contest), t)} for seed, t in zip(seeds, trials, strict=True)])


def make_trial(seed: int, accounts: int, population: int) -> Trial:
    """A company beside its population. The population's scores are those of all that it holds, so sampling is the only difference."""
    ranked, contest = rank_company(simulate(seed, accounts))
    shown = [r.theme.id for r in ranked]
    whole, _ = rank_company(simulate(POPULATION_SEED + seed, population, population_of=seed), 0)
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


def multinomial(contest: Contest, share: float = 1.0) -> Scores:
    """The plain bootstrap: a share of the accounts drawn with replacement."""
    tally = Tally(contest)
    count = len(tally.accounts)
    drawn = max(1, round(share * count))
    weights = np.random.default_rng(7).multinomial(drawn, np.full(count, 1 / count), size=RESAMPLES) * (count / drawn)
    return np.concatenate([tally.score(weights[at : at + 16].astype(float)) for at in range(0, RESAMPLES, 16)])


def percentile(contest: Contest) -> Intervals:
    return _ends(read_intervals(resample_scores(contest, RESAMPLES)))


def plain(contest: Contest) -> Intervals:
    return _ends(read_intervals(multinomial(contest)))


def m_out_of_n(contest: Contest) -> Intervals:
    """Two thirds of the accounts, without bringing the spread back to that of all."""
    return _ends(read_intervals(multinomial(contest, 2 / 3)))


def basic(contest: Contest) -> Intervals:
    """Scores mirrored at those seen."""
    return _ends(read_intervals(2 * score_contest(contest) - resample_scores(contest, RESAMPLES)))


def pivot(contest: Contest) -> Intervals:
    """Ranks mirrored at those seen."""
    drawn, seen = rank_draws(resample_scores(contest, RESAMPLES)), rank_draws(score_contest(contest)[None, :])[0]
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0, method="inverted_cdf")
    count = len(seen)
    return [(int(max(1, 2 * r - b)), int(min(count, 2 * r - a))) for r, a, b in zip(seen, low, high, strict=True)]


def simultaneous(contest: Contest) -> Intervals:
    """Ranks that no pairwise difference, each theme's all at once, speaks against."""
    scores, drawn = score_contest(contest), resample_scores(contest, RESAMPLES)
    for own in range(len(scores)):
        gaps, drawn_gaps = scores - scores[own], drawn - drawn[:, [own]]
        error = np.maximum(drawn_gaps.std(axis=0), 1e-9)
        error[own] = math.inf
        widest = np.quantile(np.abs((drawn_gaps - gaps) / error).max(axis=1), LEVEL)
        yield 1 + int((gaps > widest * error).sum()), len(scores) - int((gaps < -widest * error).sum())


def shrunk(contest: Contest) -> Intervals:
    """What voc does."""
    return _ends(read_intervals(shrink_scores(score_contest(contest), resample_scores(contest, RESAMPLES))))


def shrunk_unbiased(contest: Contest) -> Intervals:
    """The same, around scores less their bias as resampling shows it."""
    scores, drawn = score_contest(contest), resample_scores(contest, RESAMPLES)
    return _ends(read_intervals(shrink_scores(2 * scores - drawn.mean(axis=0), drawn)))


METHODS: dict[str, Callable[[Contest], Intervals]] = {
    "plain bootstrap, percentile": plain,
    "Bayesian bootstrap, percentile": percentile,
    "m out of n (2/3), percentile": m_out_of_n,
    "Bayesian, scores mirrored": basic,
    "Bayesian, ranks mirrored": pivot,
    "Bayesian, simultaneous": simultaneous,
    "Bayesian, shrunk, less bias": shrunk_unbiased,
    "Bayesian, shrunk": shrunk,
}


def _ends(found: list[RankInterval]) -> Intervals:
    return [(i.first, i.last) for i in found]


def _cover(found: Intervals, trial: Trial) -> dict[str, str]:
    """The intervals as they are shown, with the rank seen in them."""
    ends = np.array([(min(a, rank), max(b, rank)) for rank, (a, b) in enumerate(found, start=1)])
    inside = (ends[:, 0] <= trial.truth) & (trial.truth <= ends[:, 1])
    return {"coverage": f"{inside.mean():.1%}", "mean width": f"{(ends[:, 1] - ends[:, 0] + 1).mean():.1f}"}


def _judge(name: str, method: Callable[[Contest], Intervals], trials: list[Trial]) -> dict[str, object]:
    began = time.perf_counter()
    covers = [_cover(method(t.contest), t) for t in trials]
    seconds = time.perf_counter() - began
    shares = [float(c["coverage"].rstrip("%")) for c in covers]
    weights = [len(t.themes) for t in trials]
    return {
        "method": name,
        "coverage": f"{np.average(shares, weights=weights):.1f} %",
        "least": f"{min(shares):.1f} %",
        "most": f"{max(shares):.1f} %",
        "mean width": f"{np.average([float(c['mean width']) for c in covers], weights=weights):.1f}",
        "seconds": f"{seconds:.1f}",
    }


if __name__ == "__main__":
    main()
