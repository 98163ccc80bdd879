"""How long the pages take on the server: on the demo's database, and on it many times over. Prints a table; the slowest first.

    python benchmarks/pages.py [--database .demo/voc.db] [--times 50] [--asked 7]

The copies have accounts, feedback, snippets and themes of their own, so 50 times the demo is about 4,800 accounts, 150,000 snippets, 2,000 themes.
"""

import argparse
import logging
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import Engine, event, text

from voc.db.migrating import upgrade_database
from voc.db.schema import METADATA
from voc.db.session import create_database, transaction
from voc.settings import Settings
from voc.usecases.people.sign_in import create_sign_in_link
from voc_api.access import PAGES
from voc_api.main import create_app

# Tables whose rows are copied, with the columns that name a thing of which each copy has one of its own.
COPIED = {
    "account": ("id", "account_id", "domain"),
    "arr_change": ("account_id",),
    "opportunity": ("opportunity_id", "account_id"),
    "signal": ("account_id",),
    "feedback": ("id", "external_id", "account", "account_ref"),
    "snippet": ("id", "feedback_id"),
    "theme": ("id",),
    "run_theme": ("theme_id", "area_id"),
    "run_account": ("account",),
    "assignment": ("snippet_id", "theme_id", "ask_id"),
    "theme_event": ("theme_id",),
    "suggestion": ("snippet_id",),
}
IDS = re.compile(r"(thm|acc|snp|ask|fbk)_[a-z2-7]{26}")
NO_PAGES = re.compile(r"file\.|/imports/(files|jobs)/|/static/|/progress$|^/sign-in|^/invitation|^/first-user|\.csv$|/part$")


def multiply(engine: Engine, times: int) -> None:
    """Copy every row `times` - 1 times, each copy with ids of its own."""
    with engine.begin() as connection:
        for name, keys in COPIED.items():
            table = METADATA.tables[name]
            columns = [column.name for column in table.columns]
            for copy in range(1, times):
                values = ", ".join(_copied(name, column, keys, copy) for column in columns)
                named = ", ".join(f'"{column}"' for column in columns)
                connection.execute(text(f'INSERT INTO "{name}" ({named}) SELECT {values} FROM "{name}" WHERE {_original(name)}'))


def _original(name: str) -> str:
    key = {"account": "id", "feedback": "id", "snippet": "id", "theme": "id", "opportunity": "opportunity_id", "run_theme": "theme_id"}
    column = key.get(name) or {"run_account": "account", "assignment": "snippet_id", "theme_event": "theme_id", "suggestion": "snippet_id"}.get(
        name, "account_id"
    )
    return f"\"{column}\" NOT LIKE '%~%'"


def _copied(name: str, column: str, keys: tuple[str, ...], copy: int) -> str:
    if column in keys:
        return f"\"{column}\" || '~{copy}'"
    if column in ("figures", "brief", "themes"):  # the ids within what was published are those of the copy
        return f'multiply_ids("{column}", {copy})'
    return f'"{column}"'


def make_database(source: Path, folder: Path, times: int) -> Engine:
    """A copy of the source, `times` over."""
    shutil.copy(source, folder / "voc.db")
    engine = create_database(f"sqlite:///{folder / 'voc.db'}")
    upgrade_database(engine)
    if times > 1:

        @event.listens_for(engine, "connect")
        def _add_function(connection: object, _: object) -> None:
            connection.create_function(  # type: ignore[attr-defined]
                "multiply_ids", 2, lambda figures, copy: figures and IDS.sub(lambda found: f"{found[0]}~{copy}", figures)
            )

        engine.dispose()
        multiply(engine, times)
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return engine


def time_pages(engine: Engine, folder: Path, asked: int) -> list[tuple[str, float, float, int]]:
    """(page, median ms, slowest ms, bytes) of each page, signed in as an admin."""
    app = create_app(Settings(_env_file=None, database_url=str(engine.url), data_dir=folder, secret_key="only here", allowed_hosts="testserver"))
    with transaction(engine) as session:
        token = create_sign_in_link(session, "admin", "bench", datetime.now(UTC))
        theme = session.scalar(
            text("SELECT theme_id FROM run_theme JOIN current_run USING (run_id) JOIN theme ON theme.id = theme_id WHERE rank = 1 AND level = 'theme'")
        )
        account = session.scalar(text("SELECT account FROM feedback WHERE account IS NOT NULL GROUP BY account ORDER BY count(*) DESC LIMIT 1"))
        item = session.scalar(text("SELECT id FROM feedback LIMIT 1"))
        snippet = session.scalar(text("SELECT id FROM snippet LIMIT 1"))
    names = {"theme_id": theme, "account_id": account, "feedback_id": item, "snippet_id": snippet, "month": "2026-09", "quarter": "2026-Q3"}
    pages = [address.removeprefix("GET ") for address in PAGES if address.startswith("GET ")]
    paths = [page.format(**names) for page in pages if not NO_PAGES.search(page)]
    paths += [
        "/themes?sort=-affected_arr&page=3",
        "/themes?segment=enterprise",
        f"/quotes?theme={theme}",
        f"/merge?theme={theme}&theme={theme}~1",
        f"/compare?theme={theme}&theme={theme}~1",
        "/quotes?page=40",
        "/search?q=export+takes+too+long",
        "/accounts?sort=health&page=5",
        "/inbox?tab=unassigned",
        "/inbox?view=list&sort=newest",
        f"/inbox?theme={theme}",
    ]
    found = []
    with TestClient(app) as client:
        client.get("/sign-in", params={"token": token, "next": "/themes"}, follow_redirects=False)
        for path in paths:
            seconds = []
            for _ in range(asked):
                begun = time.perf_counter()
                answer = client.get(path, follow_redirects=False)
                seconds.append(time.perf_counter() - begun)
            found.append(
                (f"{path} {'' if answer.status_code == 200 else answer.status_code}", 1e3 * statistics.median(seconds), 1e3 * max(seconds), len(answer.content))
            )
    return sorted(found, key=lambda row: -row[1])


def each_size(description: str, asked: int) -> Iterator[tuple[Engine, Path, int]]:
    """(database, its folder, how often to ask) for each size that the command line names; `asked` unless it says otherwise."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--database", type=Path, default=Path(".demo/voc.db"))
    parser.add_argument("--times", type=int, nargs="+", default=[1, 50])
    parser.add_argument("--asked", type=int, default=asked)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    for times in given.times:
        with tempfile.TemporaryDirectory() as folder:
            engine = make_database(given.database, Path(folder), times)
            with engine.connect() as connection:
                counts = {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in ("account", "snippet", "theme")}
            print(f"{times} times the demo: {counts['account']:,} accounts, {counts['snippet']:,} snippets, {counts['theme']:,} themes and areas")
            yield engine, Path(folder), given.asked
            engine.dispose()


def main() -> None:
    for engine, folder, asked in each_size(str(__doc__), 7):
        print(f"{'page':<60} {'median ms':>10} {'slowest':>10} {'KiB':>8}")
        for path, median, slowest, size in time_pages(engine, folder, asked):
            print(f"{IDS.sub('...', path):<60} {median:>10.0f} {slowest:>10.0f} {size / 1024:>8.0f}")


if __name__ == "__main__":
    main()
