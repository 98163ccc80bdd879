"""What commands share: the database, the embedder, progress bars, and dates as people type them."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine

from voc.db.migrating import check_schema, upgrade_database
from voc.db.runs import Run
from voc.db.session import create_database
from voc.domain.evidence import end_of_day
from voc.domain.impact import short_money
from voc.domain.money import Money
from voc.errors import InputError, NotFoundError
from voc.settings import get_settings

# Where nobody looks, as in a pipe, no cell is cut. What is printed is mostly customers' words: brackets in it are brackets.
stdout = Console(soft_wrap=True, highlight=False, markup=False, width=None if sys.stdout.isatty() else 200)
stderr = Console(stderr=True, highlight=False)


def open_database(*, create: bool = False) -> Engine:
    """The database of the settings. A SQLite file is created and migrated where `create` says so or none is there; PostgreSQL is migrated on request alone."""
    engine = create_database(get_settings().database_url)
    if create or engine.dialect.name == "sqlite":
        upgrade_database(engine)
    else:
        check_schema(engine)
    return engine


def require_ranking(run: Run | None) -> Run:
    """The run whose ranking stands. Raises NotFoundError before the first."""
    if run is None:
        raise NotFoundError("there is no ranking yet: import accounts and feedback, then run `voc refresh`")
    return run


def parse_as_of(text: str | None) -> datetime:
    """The end of the day given, else now; UTC. Raises InputError."""
    day = parse_day(text, "--as-of")
    return end_of_day(day) if day else datetime.now(UTC)


def parse_day(text: str | None, option: str) -> date | None:
    """The day given with an option; None without one. Raises InputError."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is not a date: write it as 2026-10-31") from None
    latest = datetime.now(UTC).date() + timedelta(days=366)
    if not date(1990, 1, 1) <= day <= latest:
        raise InputError(f"{option} {text} is out of range: 1990-01-01 to {latest}")
    return day


def short_arr(shape: Mapping[str, str] | None) -> str:
    """An amount in the API's shape as a cell shows it, `$1.25M`; `unknown` where it is."""
    return short_money(Money(Decimal(shape["amount"]), shape["currency"])) if shape else "unknown"


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage on standard error: call with (stage, done, total)."""
    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=max(total, 1))
            bars.update(tasks[stage], total=max(total, 1), completed=done if total else 1)

        yield tell
