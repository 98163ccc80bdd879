"""Is the drop of mentions after a release found, and is one claimed where nothing was released?

    python benchmarks/release.py [--seeds 10] [--accounts 300] [--months 24] [--first-seed 1]

On simulated companies: every need that was released, at its day; and at the same days, as placebos, the needs that never were (those that grow, emerge or fade
by themselves in rows of their own). A row for each way to tell.
"""

import argparse
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from labelled import print_table
from simulated import Company, simulate

from voc.domain.before_after import Interval, SentimentChange, compare_sentiment, ratio_of_ratios
from voc.domain.release_effect import ReleaseEffect, Said, find_span, gather_said, measure_release

NEVER = ("steady", "niche")  # of a niche need too few ever ask


@dataclass(frozen=True)
class Trial:
    """A need measured at a day: its shape, `released` where it was; what was found, what each account said, and the sentiment of all else that they said."""

    shape: str
    effect: ReleaseEffect
    said: Mapping[str, Said]
    apart: SentimentChange | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--accounts", type=int, default=300)
    parser.add_argument("--months", type=int, default=24)
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    trials = [t for seed in seeds for t in try_company(simulate(seed, options.accounts, options.months))]
    groups = {
        "released": [t for t in trials if t.shape == "released"],
        "never, steady": [t for t in trials if t.shape in NEVER],
        "never, growing or emerging": [t for t in trials if t.shape in ("growing", "emerging")],
        "never, fading by itself": [t for t in trials if t.shape == "fading"],
    }
    print_table([_count(name, some) for name, some in groups.items()])
    for way, tell in WAYS.items():
        print()
        print_table([_mentions(way, name, [tell(t) for t in some if t.effect.ratio is not None]) for name, some in groups.items()])
    print()
    print_table([_sentiment(name, some, apart) for name, some in groups.items() for apart in (False, True)])


def try_company(company: Company) -> Iterator[Trial]:
    """Every need that was released on its day, and every one that never was on each of those days."""
    days = {company.calendar.first_of(n.released_in) for n in company.needs if n.released_in is not None}
    first = min(m.occurred_at for m in company.mentions)
    for day in sorted(days):
        span = find_span(day, first, company.calendar.as_of)
        there = {key: a for key, a in company.facts_on(span.last_day).items() if a.status == "active"}
        steady = {key for key, a in there.items() if a.started_on is None or a.started_on <= span.first.date()}
        for need in company.needs:
            if need.released_in is None or company.calendar.first_of(need.released_in) == day:
                effect = measure_release(need.id, span, company.mentions, steady, there)
                elsewhere = gather_said("", span, [m for m in company.mentions if m.theme_id != need.id], steady)
                ever = {m.account for m in company.mentions if m.theme_id == need.id and m.asks}
                askers = [elsewhere[key].sentiment for key in effect.askers if key in elsewhere]
                apart = compare_sentiment(askers, [s.sentiment for key, s in elsewhere.items() if key not in ever])
                yield Trial(need.shape, effect, gather_said(need.id, span, company.mentions, steady), apart)


def _of_askers_alone(trial: Trial) -> Interval:
    return _ratio([trial.said[key].theme for key in trial.effect.askers])


def _of_askers(trial: Trial) -> Interval:
    return ratio_of_ratios([trial.said[key].counts for key in trial.effect.askers])


def _of_everyone_alone(trial: Trial) -> Interval:
    return _ratio([s.theme for s in trial.said.values()])


def _of_everyone(trial: Trial) -> Interval:
    assert trial.effect.ratio is not None
    return trial.effect.ratio


def _since_the_middle(trial: Trial) -> Interval:
    """The later half of the time before alone, against the time after."""
    return ratio_of_ratios([(s.earlier[0][1], s.theme[1], s.earlier[1][1], s.rest[1]) for s in trial.said.values()])


def _not_falling(trial: Trial) -> Interval:
    """As shipped: nothing is claimed of what was falling already."""
    found = _of_everyone(trial)
    return replace(found, high=max(1.0, found.high)) if trial.effect.outcome == "falling" else found


WAYS: Mapping[str, Callable[[Trial], Interval]] = {
    "askers alone": _of_askers_alone,
    "askers, against the rest they say": _of_askers,
    "everyone alone": _of_everyone_alone,
    "everyone, against the rest": _of_everyone,
    "the same, later half before": _since_the_middle,
    "everyone, not falling (shipped)": _not_falling,
}


def _ratio(counts: Sequence[Sequence[int]]) -> Interval:
    """After over before, clustered by account and no narrower than Poisson, with nothing to hold it against."""
    before, after = (sum(row[side] for row in counts) + 0.5 for side in (0, 1))
    among = sum((row[1] / after - row[0] / before) ** 2 for row in counts)
    middle, width = math.log(after / before), 1.96 * math.sqrt(max(among, 1 / before + 1 / after))
    return Interval(math.exp(middle), math.exp(middle - width), math.exp(middle + width))


def _count(name: str, trials: Sequence[Trial]) -> dict[str, object]:
    outcomes = [t.effect.outcome for t in trials]
    told = [t.effect for t in trials if t.effect.ratio is not None]
    return {
        "needs": name,
        "trials": len(trials),
        "too few askers": outcomes.count("too_few"),
        "too early": outcomes.count("too_early"),
        "told": len(told),
        "askers, median": median(len(e.askers) for e in told) if told else "",
        "silent since": f"{fmean(e.silent / len(e.askers) for e in told):.2f}" if told else "",
    }


def _mentions(way: str, name: str, found: Sequence[Interval]) -> dict[str, object]:
    return {
        "mentions by": way,
        "needs": name,
        "told": len(found),
        "fell": _share(sum(i.high < 1 for i in found), len(found)),
        "rose": _share(sum(i.low > 1 for i in found), len(found)),
        "ratio, median": f"{median(i.estimate for i in found):.2f}" if found else "",
    }


def _sentiment(name: str, trials: Sequence[Trial], apart: bool) -> dict[str, object]:
    changes = [t.apart if apart else t.effect.sentiment for t in trials]
    found = [c.difference for c in changes if c is not None]
    return {
        "sentiment of": "all but the need" if apart else "everything (shipped)",
        "needs": name,
        "told": len(found),
        "rose": _share(sum(i.low > 0 for i in found), len(found)),
        "fell": _share(sum(i.high < 0 for i in found), len(found)),
        "mean difference": f"{fmean(i.estimate for i in found):+.3f}" if found else "",
    }


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"


if __name__ == "__main__":
    main()
