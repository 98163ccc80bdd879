"""Does the lift of a theme say what was planted? Simulated companies, their true needs as themes.

    python benchmarks/retention.py [--seeds 10] [--accounts 200] [--months 24] [--first 1] [--features 4]

The simulator multiplies the hazard of leaving and of shrinking by each need's hazard ratio while an account feels it. Planted effect of a need, on the scale of
the lift: of the very accounts and days that are compared, the mean chance of a loss within 180 days that their hazards give, less what it would be with this
need's ratio 1. Beside it the same less the mean true chance of their peers, some of whom have the need without a word: what the comparison itself is of. A run
is a seed and a need that five accounts or more raised; the interval is of 90 %. With
--features 0 the peers are all that pay, with 1 those of the segment, and so on.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean, median

import numpy as np
from labelled import print_table
from simulated import Company, simulate
from simulated.life import AT_RENEWAL, BETWEEN, CHAMPION_RATIO, HAZARD, MOOD_WEIGHT, SHRINKS

from voc.domain.retention import ArrCourse
from voc.domain.theme_retention import FEATURES, FEWEST, HORIZON_DAYS, Peers, ThemeRetention, Verdict, compare_theme, first_raised


@dataclass(frozen=True)
class Run:
    """One need of one company: what was found, the effect that was planted, and that of the accounts less that of their true peers."""

    seed: int
    need: str
    hazard_ratio: float
    found: ThemeRetention
    planted: float
    compared: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--features", type=int, default=FEATURES)
    options = parser.parse_args()
    runs, rows = list[Run](), list[dict[str, object]]()
    for seed in range(options.first, options.first + options.seeds):
        began = time.perf_counter()
        some = runs_of(seed, simulate(seed, options.accounts, options.months), options.features)
        runs += some
        rows.append({"seed": seed, **coverage(some), "seconds": f"{time.perf_counter() - began:.1f}"})
    print("the interval of the lift, needs that five accounts or more raised and were followed for 180 days")
    print_table([*rows, {"seed": "all", **coverage(runs), "seconds": ""}])
    print("\nby hazard ratio")
    bands = ((1.0, 1.0), (1.0, 1.5), (1.5, 2.0), (2.0, 9.0))
    print_table([{"hazard ratio": name_band(low, high), **coverage([r for r in runs if inside(r, low, high)])} for low, high in bands])
    print("\nwhat is said")
    print_table([verdict_row(verdict, [r for r in runs if r.found.verdict is verdict]) for verdict in Verdict])


def runs_of(seed: int, company: Company, features: int) -> list[Run]:
    """A run for every need that enough accounts raised."""
    last = company.calendar.last
    peers, chances = Peers(ArrCourse(company.facts_on(last), company.book, last), features), Chances(company)
    ratios, found = {n.id: n.hazard_ratio for n in company.needs}, list[Run]()
    for theme, raised in sorted(first_raised(company.mentions).items()):
        if theme not in ratios:
            continue
        told = compare_theme(raised, peers)
        if len(told.cases) >= FEWEST:
            found.append(Run(seed, theme, ratios[theme], told, *chances.effects(theme, told)))
    return found


class Chances:
    """The true chances of a loss, by account and day."""

    def __init__(self, company: Company) -> None:
        self._calendar, self._rows = company.calendar, {a.id: n for n, a in enumerate(company.accounts)}
        self._columns = {need.id: n for n, need in enumerate(company.needs)}
        life, roster = company.life, company.roster
        self._effects, self._unmet = np.log([need.hazard_ratio for need in company.needs]), life.unmet
        push = np.einsum("anm,n->am", life.unmet, self._effects) + MOOD_WEIGHT * life.mood + np.log(CHAMPION_RATIO) * life.champion_gone
        rate = HAZARD[roster.segment][:, None] * np.exp(push)
        renews = (np.arange(1, company.calendar.months + 1)[None] - roster.started[:, None]) % 12 == 0
        self._hazard = rate * (np.where(renews, AT_RENEWAL, BETWEEN) + SHRINKS)

    def of(self, account: str, day: date, without: str | None = None) -> float:
        """The chance that the account leaves or shrinks within the horizon of the day; `without` a need's effect."""
        row, end = self._rows[account], day + timedelta(days=HORIZON_DAYS)
        months = [m for m in range(self._calendar.months) if day < self._calendar.first_of(m + 1) <= end]
        hazard = self._hazard[row, months]
        if without is not None:
            column = self._columns[without]
            hazard = hazard * np.exp(-self._effects[column] * self._unmet[row, column, months])
        return float(1 - np.exp(-hazard.sum()))

    def effects(self, need: str, found: ThemeRetention) -> tuple[float, float]:
        """The planted effect, and the accounts' chances less their peers'."""
        own = mean(self.of(c.account, c.day) for c in found.cases)
        without = mean(self.of(c.account, c.day, need) for c in found.cases)
        others = mean(mean(self.of(key, c.day) for key in c.peers) for c in found.cases)
        return own - without, own - others


def inside(run: Run, low: float, high: float) -> bool:
    return low < run.hazard_ratio <= high or run.hazard_ratio == low == high


def name_band(low: float, high: float) -> str:
    return "1: harmless" if low == high else f"{low:g} to {high:g}"


def coverage(runs: Sequence[Run]) -> dict[str, object]:
    """How often the interval holds each effect, and where it misses."""
    found = [(r, *(r.found.interval or (0.0, 0.0))) for r in runs]
    return {
        "runs": len(runs),
        "accounts, median": median(len(r.found.cases) for r in runs),
        "planted, mean": f"{mean(r.planted for r in runs):+.3f}",
        "lift, mean": f"{mean(r.found.lift or 0.0 for r in runs):+.3f}",
        "width, median": f"{median(high - low for _, low, high in found):.2f}",
        "holds planted": f"{mean(low <= r.planted <= high for r, low, high in found):.3f}",
        "above it": f"{mean(low > r.planted for r, low, _ in found):.3f}",
        "below it": f"{mean(high < r.planted for r, _, high in found):.3f}",
        "holds compared": f"{mean(low <= r.compared <= high for r, low, high in found):.3f}",
    }


def verdict_row(verdict: Verdict, runs: Sequence[Run]) -> dict[str, object]:
    """How often a verdict was given, and to what."""
    needed = [r.found.needed for r in runs if r.found.needed]
    return {
        "verdict": verdict.value,
        "runs": len(runs),
        "harmless needs": sum(r.hazard_ratio == 1 for r in runs),
        "planted, mean": f"{mean(r.planted for r in runs):+.3f}" if runs else "-",
        "accounts, median": median(len(r.found.cases) for r in runs) if runs else "-",
        "needed, median": median(needed) if needed else "-",
    }


if __name__ == "__main__":
    main()
