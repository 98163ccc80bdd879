"""`voc backtest health`: how well the health foretold, on the company's own history."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from voc.cli.context import open_database, stdout
from voc.rendering.backtests import health_backtest


def health(
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's own shape.")] = False,
    propose: Annotated[bool, typer.Option(help="Fit weights, and keep them as a proposal that an admin accepts over the API.")] = False,
) -> None:
    from voc.usecases.accounts.backtest_health import backtest_health, propose_weights  # brings numpy and scipy

    engine = open_database()
    found = health_backtest(backtest_health(engine))
    proposed = propose_weights(engine, datetime.now(UTC)) if propose else None
    if as_json:
        more = {"proposal": {"id": proposed.id, "weights": dict(proposed.fitted.weights), "held_out_auc": proposed.fitted.held_out_auc}} if proposed else {}
        print(json.dumps(found | more, indent=1))
        return
    stdout.print(_summary(found), _signals(found))
    if proposed:
        fit = proposed.fitted
        areas = f"AUC {fit.held_out_auc:.3f} on accounts held out, {fit.shipped_auc:.3f} with the shipped weights."
        if proposed.id is None:
            stdout.print(f"Nothing is proposed: weights fitted here foretell no better ({areas})")
            return
        stdout.print(f"Proposed {proposed.id}: {areas}")
        stdout.print(f"They count once an admin accepts them: POST /api/v1/health/weights/{proposed.id}/acceptance")


def _summary(found: Mapping[str, Any]) -> Table:
    title = (
        f"{found['cases']} judgements of {found['accounts']} accounts at {found['days']} month ends from {found['first_day']} to {found['last_day']}; "
        f"{found['losses']} were followed by a loss within {found['horizon_days']} days, {found['leavings']} by leaving; weights: {found['weights']}"
    )
    table = Table("", "AUC", "90 %", "AUC of leaving", "lift of worst tenth", "warned of", "days before", title=title, title_justify="left")
    for name, row in (("health", found["health"]), ("NPS alone", found["nps_alone"])):
        lead, interval = row["lead"], row["auc_interval"]
        table.add_row(
            name,
            _figure(row["auc"]),
            f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "too few to say",
            _figure(row["auc_leaving"]),
            _figure(row["lift_of_worst_tenth"]),
            f"{lead['warned']} of {lead['losses']}",
            _figure(lead["median_days"], 0),
        )
    answered = found["with_nps"]
    table.add_row(f"health, the {answered['cases']} with NPS", _figure(answered["health_auc"]), "", "", "", "", "")
    table.add_row(f"NPS, the {answered['cases']} with NPS", _figure(answered["nps_auc"]), "", "", "", "", "")
    return table


def _signals(found: Mapping[str, Any]) -> Table:
    table = Table("signal", "known", "AUC alone", "AUC without it", title="Each signal", title_justify="left")
    for row in found["signals"]:
        without = row["auc_without"]
        table.add_row(row["name"], f"{row['known']:.0%}", _figure(row["auc_alone"]), "" if without is None else f"{without:+.3f}")
    return table


def _figure(value: float | None, places: int = 3) -> str:
    return "—" if value is None else f"{value:.{places}f}"
