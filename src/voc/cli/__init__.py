"""The command line. Each file holds commands for one purpose; here they become one program with one way to fail."""

import sys
from typing import NoReturn

import typer

from voc.cli import backtest, boilerplate, data, erase, importing, keys, leads, quality, read, retention, serve, settings, users
from voc.errors import VocError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Voice of customer: feedback in, evidence-backed themes with the revenue they affect out.",
)
for part in (data, importing, erase, read, quality, leads, retention, backtest, serve, keys, users, settings, boilerplate):
    part.register(app)


def main() -> NoReturn:
    """Run a command. Exit codes: 0 done, 1 some rows were rejected, 2 wrong use, 3 failed, 4 held back. Errors are one line on standard error."""
    try:
        app(standalone_mode=True)
    except VocError as error:
        print(f"voc: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("voc: stopped", file=sys.stderr)
        sys.exit(3)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)
