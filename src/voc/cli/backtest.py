"""`voc backtest ...`: how well the judgements foretold, on the company's own history."""

import typer

from voc.cli import backtest_health


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    backtest = typer.Typer(no_args_is_help=True, help="How well the judgements foretold, on the company's own history.")
    backtest.command("health", help="The accounts' health against who left or shrank later.")(backtest_health.health)
    app.add_typer(backtest, name="backtest")
