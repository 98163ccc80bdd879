"""A small made-up company whose customers share three complaints, refreshed without a model."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tests.fakes import WordEmbedder
from tests.snapshots import bring
from voc.db.session import reading
from voc.domain.evidence import end_of_day
from voc.engine.embed import Embedder
from voc.usecases.export_table import export_table
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.refresh.refresh_themes import RefreshSettings, RefreshSummary, refresh_themes
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

Row = dict[str, Any]

AS_OF = end_of_day(datetime(2026, 10, 31, tzinfo=UTC).date())
SETTINGS = RefreshSettings("USD", window_days=365, granularity="default", model=WordEmbedder.name)
_settings = ContextVar("settings", default=SETTINGS)  # of every refresh of a test


def current_settings() -> RefreshSettings:
    """The settings of the test's refreshes."""
    return _settings.get()


@contextmanager
def refreshing(**settings: Any) -> Iterator[None]:
    """Refreshes within have these settings, such as `whole_up_to`: of more snippets the new ones are placed in a small step."""
    token = _settings.set(replace(SETTINGS, **settings))
    try:
        yield
    finally:
        _settings.reset(token)


ACCOUNTS: list[Row] = [
    {
        "account_id": f"A-{n}",
        "name": f"Company {n}",
        "arr": str(1000 * n),
        "currency": "USD",
        "segment": ("smb", "mid", "large")[n % 3],
        "domain": f"a{n}.example",
    }
    for n in range(1, 7)
] + [
    {"account_id": "A-7", "name": "Sjö", "arr": "900", "currency": "SEK", "segment": "mid"},  # no rate is known
    {"account_id": "A-8", "name": "Müller", "arr": "100.10", "currency": "EUR", "segment": "smb"},
]
FX: list[Row] = [{"currency": "EUR", "as_of": "2026-01-01", "rate": "1.5"}]
ARR_IN_USD = {**{f"A-{n}": Decimal(1000 * n) for n in range(1, 7)}, "A-7": None, "A-8": Decimal("150.15")}

# Each has five words of four letters or more, and a sixth that differs: to the WordEmbedder all lie equally far from their theme's middle.
COMPLAINTS = {
    "export": "export files runs into timeout",
    "login": "single sign login loops forever",
    "invoice": "invoice shows wrong company address",
}
TAILS = "monday tuesday nightly abroad payroll finance berlin quarter firefox tablets vacation password".split()


def item(number: str, text: str, account: str | None, day: str = "2026-09-01", **more: Any) -> Row:
    """A feedback row."""
    return {"source": "zendesk", "external_id": number, "kind": "ticket", "occurred_at": day, "text": text, "account_id": account, **more}


def complaints(theme: str, accounts: Iterable[str | None], source: str = "zendesk", day: str = "2026-{month:02}-15") -> list[Row]:
    """One item of each of the accounts about the theme, a month apart."""
    return [
        item(f"{theme}-{n}-{account}", f"{COMPLAINTS[theme]} {TAILS[n % len(TAILS)]}", account, day.format(month=3 + n % 8), source=source)
        for n, account in enumerate(accounts)
    ]


FEEDBACK: list[Row] = [
    *complaints("export", [f"A-{n}" for n in range(1, 9)]),
    *complaints("export", ["A-1", "A-1", "A-1", "A-2"], source="gong"),
    *complaints("login", ["A-2", "A-4", "A-4", "A-6", "A-7", None, None]),
    *complaints("invoice", ["A-3", "A-3", "A-3", "A-3", "A-8", "A-8", "A-8"]),
    item("other", "parrots sing beautifully within tropical gardens", "A-5"),
]


def import_company(engine: Engine, feedback: Iterable[Row] = FEEDBACK) -> None:
    """The accounts, the rates and this feedback."""
    import_rows(engine, "accounts", ACCOUNTS, reporting_currency="USD")
    import_rows(engine, "fx", FX, reporting_currency="USD")
    add_feedback(engine, feedback)


def rank_company(engine: Engine) -> RefreshSummary:
    """The company in an empty database, refreshed. The first time makes it, each other time brings it back."""

    def make(engine: Engine) -> RefreshSummary:
        import_company(engine)
        return refresh(engine)

    return bring(engine, "refreshed", make)


def add_feedback(engine: Engine, rows: Iterable[Row]) -> None:
    """More feedback; each row must be good."""
    assert all(result.error is None for result in import_rows(engine, "feedback", list(rows), reporting_currency="USD"))


def refresh(engine: Engine, as_of: datetime = AS_OF, embedder: Embedder | None = None, **options: Any) -> RefreshSummary:
    """A whole refresh."""
    return refresh_themes(engine, embedder or WordEmbedder(), current_settings(), as_of, lambda *_: None, **options)


def table(engine: Engine, query: ThemeQuery | None = None) -> list[Row]:
    """The current ranking, without the ids that every run has anew."""
    with reading(engine) as session:
        return [{key: value for key, value in theme.items() if key != "run_id"} for theme in list_themes(session, query or ThemeQuery()).themes]


def exported(engine: Engine, what: str, folder: Path) -> list[Row]:
    """The rows of an exported table."""
    export_table(engine, what, folder / f"{what}.jsonl")
    return [json.loads(line) for line in (folder / f"{what}.jsonl").read_text(encoding="utf-8").splitlines()]
