"""A real server for benchmarks: `voc serve` on a copy of the demo's database, SQLite or PostgreSQL."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import Engine, text

from voc.db.migrating import upgrade_database
from voc.db.schema import METADATA
from voc.db.session import create_database, transaction
from voc.usecases.people.create_key import create_key
from voc.usecases.people.sign_in import create_sign_in_link

START_SECONDS = 120
NAMES = {  # what addresses name: the first theme, the account that said most, an item of a theme
    "theme_id": "SELECT t.id FROM run_theme r JOIN current_run USING (run_id) JOIN theme t ON t.id = r.theme_id WHERE r.rank = 1 AND t.level = 'theme'",
    "account_id": "SELECT account FROM feedback WHERE account IS NOT NULL GROUP BY account ORDER BY count(*) DESC LIMIT 1",
    "feedback_id": "SELECT s.feedback_id FROM snippet s JOIN assignment a ON s.id = a.snippet_id WHERE a.theme_id IS NOT NULL LIMIT 1",
}


@dataclass(frozen=True)
class Server:
    """`key` is an admin's API key, `cookies` are sessions of that many people, `names` are ids that addresses can name."""

    url: str
    key: str
    cookies: list[dict[str, str]]
    names: dict[str, str]
    engine: Engine


@contextmanager
def database_copy(source: Path, postgres: str | None) -> Iterator[Engine]:
    """A copy of the SQLite database that is gone afterwards; on PostgreSQL it is a schema of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if postgres is None:
            shutil.copy(source, Path(folder) / "voc.db")
            engine = create_database(f"sqlite:///{folder}/voc.db")
            upgrade_database(engine)
            yield engine
            engine.dispose()
            return
        owner, schema = create_database(postgres), f"voc_bench_{uuid.uuid4().hex[:12]}"
        with owner.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        engine = create_database(owner.url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False))
        try:
            upgrade_database(engine)
            _copy_rows(create_database(f"sqlite:///{source.absolute()}"), engine)
            yield engine
        finally:
            engine.dispose()
            with owner.begin() as connection:
                connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            owner.dispose()


def _copy_rows(source: Engine, target: Engine) -> None:
    with source.connect() as reader, target.begin() as writer:
        for table in METADATA.sorted_tables:
            for rows in reader.execute(table.select()).mappings().partitions(2_000):
                writer.execute(table.insert(), [dict(row) for row in rows])
        writer.execute(text("SELECT setval(pg_get_serial_sequence('change', 'sequence'), (SELECT max(sequence) + 1 FROM change))"))
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


@contextmanager
def serve(engine: Engine, people: int, *options: str, **settings: str) -> Iterator[Server]:
    """`voc serve` on the database, ready to be asked. It is stopped afterwards."""
    now = datetime.now(UTC)
    with transaction(engine) as session:
        key = create_key(session, "bench", "admin", now)[1]
        links = [create_sign_in_link(session, "admin", f"person {n}", now) for n in range(people)]
        names = {name: str(session.scalar(text(query))) for name, query in NAMES.items()}
    with socket.socket() as free, tempfile.TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        url = f"http://127.0.0.1:{port}"
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VOC_")},
            "VOC_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "VOC_DATA_DIR": folder,
            "VOC_REFRESH_EVERY_HOURS": "0",
            "VOC_REPORT_DAY": "0",
            "VOC_LOG_LEVEL": "WARNING",
            **settings,
        }
        command = [sys.executable, "-m", "voc", "serve", "--port", str(port), *options]
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            _wait(url, process)
            cookies = [_sign_in(url, link) for link in links]
            yield Server(url, key, cookies, names, engine)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                time.sleep(15)  # the worker and the finder load their model beside it
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise SystemExit("the server did not start")


def _sign_in(url: str, token: str) -> dict[str, str]:
    answer = httpx.get(f"{url}/sign-in", params={"token": token, "next": "/themes"})
    return dict(answer.cookies)
