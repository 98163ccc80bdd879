"""How well does the health foretell who leaves or shrinks, beside NPS alone?

    python benchmarks/health.py [--seeds 10] [--accounts 300] [--months 24] [--fit]

On simulated companies: the backtest of `voc backtest health`, one row a seed; then each signal left out in turn, over all seeds. With --fit the weights
fitted on one company are judged on the next one.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import mean

from labelled import print_table
from simulated import Company, simulate

from voc.domain.accounts import ArrChange, Signal, account_key
from voc.domain.evidence import Mention
from voc.domain.health import SHIPPED_WEIGHTS, AccountRecord, RatedComment
from voc.domain.health.backtest import HealthBacktest, HealthCase, backtest, list_cases
from voc.domain.health.record import Peers
from voc.domain.health.said import USUAL_NEED, measure_need
from voc.engine.fit_health import fit_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--accounts", type=int, default=300)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    cases, tests = {}, {}
    rows: list[dict[str, object]] = []
    for seed in range(1, options.seeds + 1):
        cases[seed], seconds = judge_months(simulate(seed, options.accounts, options.months))
        tests[seed] = backtest(cases[seed], SHIPPED_WEIGHTS, "shipped")
        rows.append(_row(seed, tests[seed], seconds))
    print_table([*rows, _means(rows)])
    print()
    print_table(_signals(list(tests.values())))
    if options.fit:
        print()
        print_table(_fitted(cases))


def judge_months(company: Company) -> tuple[list[HealthCase], float]:
    """The cases of a company, and the seconds that they took."""
    began = time.perf_counter()
    until = company.calendar.last
    return list_cases(records_of(company).values(), until), time.perf_counter() - began


def records_of(company: Company) -> dict[str, AccountRecord]:
    """What the service would know of every account, by `acc_` id."""
    said: dict[str, list[Mention]] = {}
    for mention in company.mentions:
        said.setdefault(str(mention.account), []).append(mention)
    rated: dict[str, list[RatedComment]] = {}
    for r in company.ratings:
        ten = float(r.rating) if r.scale == "nps" else (r.rating - 1) * 2.5
        rated.setdefault(company.accounts[r.account].id, []).append(RatedComment(r.at, ten, r.scale))
    signals: dict[str, list[Signal]] = {}
    for signal in company.signals:
        signals.setdefault(account_key(signal.account_id), []).append(signal)
    changes: dict[str, list[ArrChange]] = {}
    for change in company.arr_changes:
        changes.setdefault(account_key(change.account_id), []).append(change)
    last = max(change.effective_on for change in company.arr_changes)
    rows = {a.id: a for a in company.accounts}
    found, needs = dict[str, AccountRecord](), Peers(measure_need, USUAL_NEED)
    for key, facts in company.facts_on(company.calendar.last).items():
        row = replace(facts, status=rows[key].status, renews_on=rows[key].renews_on)  # as the company's own file says it
        words = (said.get(key, ()), rated.get(key, ()))
        found[key] = AccountRecord(row, *words, signals.get(key, ()), changes.get(key, ()), told_until=last, needs=needs)
    needs.join(list(found.values()))
    return found


def _row(seed: object, found: HealthBacktest, seconds: float) -> dict[str, object]:
    return {
        "seed": seed,
        "cases": found.cases,
        "lost": found.losses,
        "left": found.leavings,
        "AUC": _three(found.health.auc),
        "NPS": _three(found.nps.auc),
        "ahead": _three(found.ahead),
        "AUC left": _three(found.health.auc_leaving),
        "NPS left": _three(found.nps.auc_leaving),
        "answered": found.answered,
        "AUC answered": _three(found.answered_health),
        "NPS answered": _three(found.answered_nps),
        "lift": f"{found.health.lift or 0:.2f}",
        "NPS lift": f"{found.nps.lift or 0:.2f}",
        "warned": f"{found.health.lead.warned}/{found.health.lead.losses}",
        "days": found.health.lead.median_days,
        "NPS warned": f"{found.nps.lead.warned}/{found.nps.lead.losses}",
        "seconds": f"{seconds:.1f}",
    }


def _means(rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    found: dict[str, object] = dict.fromkeys(rows[0], "")
    for name in ("AUC", "NPS", "ahead", "AUC left", "NPS left", "AUC answered", "NPS answered", "lift", "NPS lift", "days"):
        found[name] = f"{mean(float(str(row[name])) for row in rows):.3f}"
    return found | {"seed": "mean"}


def _signals(tests: Sequence[HealthBacktest]) -> list[dict[str, object]]:
    return [
        {
            "signal": worth.name,
            "weight": SHIPPED_WEIGHTS[worth.name],
            "known": f"{mean(t.signals[n].known for t in tests):.2f}",
            "AUC alone": f"{mean(t.signals[n].alone or 0.5 for t in tests):.3f}",
            "AUC without it": f"{mean(t.signals[n].left_out or 0.0 for t in tests):+.4f}",
        }
        for n, worth in enumerate(tests[0].signals)
    ]


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _fitted(cases: Mapping[int, Sequence[HealthCase]]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for seed, known in cases.items():
        other = cases.get(seed + 1, cases[1])
        fit = fit_weights(known, SHIPPED_WEIGHTS)
        before, after = backtest(other, SHIPPED_WEIGHTS, "shipped"), backtest(other, fit.weights, "fitted")
        own = {"strength": fit.shrinkage, "own, shipped": _three(fit.shipped_auc), "own, held out": _three(fit.held_out_auc)}
        rows.append({"fitted on": seed, **own, "next, shipped": _three(before.health.auc), "next, fitted": _three(after.health.auc)})
    return rows


if __name__ == "__main__":
    main()
