"""`voc backtest`: what was said in the past against what came."""

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from voc.cli import backtest_health
from voc.cli.context import open_database, require_ranking, stdout
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.domain.calibration import ENOUGH
from voc.domain.spread import HORIZON_DAYS, NEW_ACCOUNTS
from voc.rendering.shapes import Shape, moment
from voc.usecases.refresh.backtest_scope import ScopeBacktest, backtest_scope

Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    backtest = typer.Typer(no_args_is_help=True, help="What was said in the past against what came.")
    backtest.command("scope", help="The scope's probability at past month ends, against who raised the theme in the 90 days after.")(scope)
    backtest.command("health", help="The accounts' health at past month ends, against who left or shrank within 180 days.")(backtest_health.health)
    app.add_typer(backtest, name="backtest")


def scope(as_json: Json = False) -> None:
    with reading(open_database()) as session:
        run = require_ranking(find_current_run(session))
        found = backtest_scope(session, run)
    if as_json:
        print(json.dumps({"object": "scope_backtest", "run_id": run.id, **_shape(found)}, ensure_ascii=False, indent=1))
        return
    stdout.print(
        f"Probability that {NEW_ACCOUNTS} accounts or more that never raised a theme do so within {HORIZON_DAYS} days: {len(found.cutoffs)} month ends from "
        f"{found.cutoffs[0]:%Y-%m-%d} to {found.cutoffs[-1]:%Y-%m-%d}, {len(found.outcomes)} outcomes, {found.alone} of them of snippets that stand alone"
    )
    stdout.print(_methods(found))
    stdout.print(_reliability(found))
    stdout.print(_calibration(found))
    stdout.print("A rule's yes and no are given the shares that came of either, known afterwards: the best that it could have said.")
    stdout.print("Themes are today's: one that was small at a cut-off is known here to have become one. docs/decisions/0015 says what that does.")


def _methods(found: ScopeBacktest) -> Table:
    table = Table("group", "method", "outcomes", "came", "Brier", "AUC", "calibration error", title="Methods", title_justify="left")
    for m in found.measured:
        table.add_row(m.group, m.method, str(m.outcomes), str(m.came), f"{m.brier:.4f}", _short(m.auc), _short(m.calibration_error))
    return table


def _short(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def _reliability(found: ScopeBacktest) -> Table:
    table = Table("group", "said", "outcomes", "said in the mean", "came", title="Reliability, recalibrated", title_justify="left")
    for group, bins in found.reliability.items():
        for b in bins:
            table.add_row(group, f"{b.low:.1f} to {b.high:.1f}", str(b.count), f"{b.said:.2f}", f"{b.came:.2f}")
    return table


def _calibration(found: ScopeBacktest) -> str:
    learnt = found.calibration
    if not learnt.outcomes:
        return f"The shipped weights stand: fewer than {ENOUGH} themes spread, or fewer than {ENOUGH} did not."
    return f"The next refresh recalibrates from {learnt.outcomes} outcomes: {learnt.slope:.2f} times the logit, {learnt.intercept:+.2f}."


def _shape(found: ScopeBacktest) -> Shape:
    learnt = found.calibration
    methods: list[dict[str, Any]] = [
        {
            "group": m.group,
            "method": m.method,
            "outcomes": m.outcomes,
            "came": m.came,
            "brier": round(m.brier, 5),
            "auc": None if m.auc is None else round(m.auc, 4),
            "calibration_error": None if m.calibration_error is None else round(m.calibration_error, 4),
        }
        for m in found.measured
    ]
    bins = [
        {"group": group, "low": b.low, "high": b.high, "outcomes": b.count, "said": round(b.said, 4), "came": round(b.came, 4)}
        for group, some in found.reliability.items()
        for b in some
    ]
    return {
        "as_of": moment(found.as_of),
        "horizon_days": HORIZON_DAYS,
        "new_accounts": NEW_ACCOUNTS,
        "cutoffs": [moment(cutoff) for cutoff in found.cutoffs],
        "outcomes": len(found.outcomes),
        "alone": found.alone,
        "calibration": {"slope": learnt.slope, "intercept": learnt.intercept, "outcomes": learnt.outcomes},
        "methods": methods,
        "reliability": bins,
    }
