"""Does scope tell a gap that spreads from a wish of few? Simulated companies, their true needs as themes.

    python benchmarks/scope.py [--seeds 10] [--accounts 200] [--months 18]

Back-tests as `voc backtest scope` does, over every seed: a theme at a month's end, against whether two new accounts raised it in the 90 days after. Then what
is called what at the end; how many accounts have each need and talk at all, against the projection; and the same back-test on companies that are unlike those
that the numbers were fitted on. Of what a rule says, yes and no are taken as the shares that came, known afterwards.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from statistics import mean, median

from labelled import print_table
from simulated import Company, simulate

from voc.domain.evidence import Mention, gather_evidence, window_before
from voc.domain.forecasts import reliability
from voc.domain.scope import Scope, ThemeScope, judge_scope, yardstick_of
from voc.domain.scope_backtest import ScopeOutcome, back_test, calibrate_scope, forecast
from voc.usecases.refresh.backtest_scope import measure_scope

WINDOW_DAYS = 365
THINNED, PARTS = 0.35, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--months", type=int, default=18)
    options = parser.parse_args()

    companies = [simulate(seed, options.accounts, options.months) for seed in range(1, options.seeds + 1)]
    outcomes = [outcomes_of(company, company.mentions) for company in companies]
    print("back-test, mean over the seeds; pooled: the calibration error of all seeds' forecasts together")
    print_table(method_rows(outcomes))
    print("\nreliability, recalibrated, all seeds together")
    print_table(reliability_rows(outcomes))
    judged = [judge(company, some) for company, some in zip(companies, outcomes, strict=True)]
    print("\nwhat is called what at the end; themes with a mention in the last year")
    print_table(verdict_rows(companies, judged))
    print("\nprojected accounts against those that feel the need and talk; needs with five accounts or more")
    print_table([projection_row(companies, judged)])
    print("\ncompanies unlike those that were fitted on")
    print_table([row for name, change in CHANGES.items() for row in unlike_rows(name, change, companies)])


def outcomes_of(company: Company, mentions: Sequence[Mention]) -> list[ScopeOutcome]:
    """The company's past."""
    themes = {m.theme_id for m in mentions if m.theme_id is not None}
    return back_test(mentions, themes, company.facts_on(company.calendar.last), company.calendar.as_of, WINDOW_DAYS)


def method_rows(companies: Sequence[Sequence[ScopeOutcome]]) -> list[dict[str, object]]:
    """A row a group and method."""
    each = [measure_scope(some, some[0].cutoff).measured for some in companies]
    together = {(m.group, m.method): m for m in measure_scope([o for some in companies for o in some], companies[0][0].cutoff).measured}
    rows: list[dict[str, object]] = []
    for n, first in enumerate(each[0]):
        found = [measured[n] for measured in each]
        areas = [m.auc for m in found if m.auc is not None]
        rows.append(
            {
                "group": first.group,
                "method": first.method,
                "outcomes": sum(m.outcomes for m in found),
                "came": sum(m.came for m in found),
                "auc": f"{mean(areas):.3f}",
                "least auc": f"{min(areas):.3f}",
                "brier": f"{mean(m.brier for m in found):.4f}",
                "ece": "-" if first.calibration_error is None else f"{mean(m.calibration_error or 0 for m in found):.3f}",
                "pooled": "-" if first.method != "as shipped" else f"{together[first.group, first.method].calibration_error:.3f}",
            }
        )
    return rows


def reliability_rows(companies: Sequence[Sequence[ScopeOutcome]]) -> list[dict[str, object]]:
    """The share that came of the forecasts of about p; each company's recalibrated by its own past alone."""
    said = [p for some in companies for p in forecast(some)]
    every = [o for some in companies for o in some]
    rows: list[dict[str, object]] = []
    for group, inside in (("all", [True] * len(every)), ("themes", [o.was_theme for o in every])):
        bins = reliability([p for p, i in zip(said, inside, strict=True) if i], [o.came for o, i in zip(every, inside, strict=True) if i])
        rows += [{"group": group, "said": f"{b.low:.1f} to {b.high:.1f}", "outcomes": b.count, "mean": f"{b.said:.2f}", "came": f"{b.came:.2f}"} for b in bins]
    return rows


def judge(company: Company, outcomes: Sequence[ScopeOutcome]) -> Mapping[str, tuple[ThemeScope, int]]:
    """The scope and the accounts of each theme on the last day."""
    accounts = company.facts_on(company.calendar.last)
    yardstick = yardstick_of(accounts.values(), calibrate_scope(outcomes))
    evidence = gather_evidence(company.mentions, accounts, window_before(company.calendar.as_of, WINDOW_DAYS))
    return {e.theme_id: (judge_scope(e, yardstick), len(e.accounts)) for e in evidence}


def verdict_rows(companies: Sequence[Company], judged: Sequence[Mapping[str, tuple[ThemeScope, int]]]) -> list[dict[str, object]]:
    """How many themes of each kind are called what. Needs are told apart by how many accounts that talk have them."""
    called: dict[str, Counter[Scope]] = defaultdict(Counter)
    for company, found in zip(companies, judged, strict=True):
        for theme, (scope, _) in found.items():
            called[_sort_of(company, theme)][scope.scope] += 1
    return [{"truly": name, **{scope.value: called[name][scope] for scope in Scope}} for name in sorted(called)]


def _sort_of(company: Company, theme: str) -> str:
    if not theme.startswith("need:"):
        return theme.split(":")[0]
    holders = len(talking_holders(company, theme))
    return "need of 1 to 3 accounts" if holders <= 3 else "need of 4 to 9 accounts" if holders <= 9 else "need of more accounts"


def talking_holders(company: Company, need: str) -> set[int]:
    """The rows of the accounts that feel the need by the end and ever talk."""
    column = [n.id for n in company.needs].index(need)
    felt = company.life.has[:, column] & (company.life.felt_from[:, column] < company.calendar.months)
    return {int(n) for n in (felt & (company.roster.loudness > 0) & company.life.present.any(axis=1)).nonzero()[0]}


def projection_row(companies: Sequence[Company], judged: Sequence[Mapping[str, tuple[ThemeScope, int]]]) -> dict[str, object]:
    """How near the projection comes, beside simply the accounts that spoke."""
    found = [
        (scope.projected, seen, len(talking_holders(company, theme)))
        for company, themes in zip(companies, judged, strict=True)
        for theme, (scope, seen) in themes.items()
        if theme.startswith("need:") and seen >= 5
    ]
    return {
        "needs": len(found),
        "spoke / true, median": f"{median(seen / true for _, seen, true in found):.2f}",
        "projected / true, median": f"{median(p.estimate / true for p, _, true in found):.2f}",
        "true inside the interval": f"{mean(p.low <= true <= p.high for p, _, true in found):.2f}",
        "above it": f"{mean(true > p.high for p, _, true in found):.2f}",
    }


Change = Callable[[Sequence[Mention], Random], list[Mention]]


def thin(mentions: Sequence[Mention], random: Random) -> list[Mention]:
    """A company that hears a third of it."""
    return [m for m in mentions if random.random() < THINNED]


def triple(mentions: Sequence[Mention], _: Random) -> list[Mention]:
    """Everything is said three times."""
    return [replace(m, snippet_id=f"{m.snippet_id}.{n}") for m in mentions for n in range(PARTS)]


def merge(mentions: Sequence[Mention], _: Random) -> list[Mention]:
    """Three needs are one theme."""
    return [replace(m, theme_id=f"need:{int(m.theme_id[5:]) // PARTS}") if m.theme_id and m.theme_id.startswith("need:") else m for m in mentions]


def split(mentions: Sequence[Mention], random: Random) -> list[Mention]:
    """Each need is three themes."""
    return [replace(m, theme_id=f"{m.theme_id}.{random.randrange(PARTS)}") if m.theme_id and m.theme_id.startswith("need:") else m for m in mentions]


CHANGES: Mapping[str, Change] = {"a third is heard": thin, "all said three times": triple, "three needs a theme": merge, "three themes a need": split}


def unlike_rows(name: str, change: Change, companies: Sequence[Company]) -> list[dict[str, object]]:
    """Shipped and recalibrated on changed companies; themes of three mentions or more."""
    outcomes = [outcomes_of(company, change(company.mentions, Random(n))) for n, company in enumerate(companies)]
    kept = ("group", "method", "outcomes", "came", "auc", "brier", "ece")
    return [{"company": name, **{key: row[key] for key in kept}} for row in method_rows(outcomes) if row["method"] in ("recalibrated", "as shipped")]


if __name__ == "__main__":
    main()
