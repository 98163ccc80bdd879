"""Commands that keep running: serve, worker, demo."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.context import open_database, parse_as_of, progress_bars, stdout
from voc.cli.data import describe_refresh
from voc.db.migrating import upgrade_database
from voc.db.runs import find_current_run
from voc.db.session import create_database, reading, transaction
from voc.domain.changes import COMMAND_LINE
from voc.domain.roles import Role
from voc.errors import InputError
from voc.settings import get_settings
from voc.supervise import Supervisor
from voc.usecases.feedback.import_file import import_file
from voc.usecases.people.create_key import ensure_first_key
from voc.usecases.people.sign_in import create_sign_in_link
from voc.usecases.sample_company import AS_OF, FILES, find_sample

DEMO_FOLDER = Path(".demo")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Web processes, which share VOC_DATABASE_CONNECTIONS.")]


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command(help="API and pages, and on the embedded broker a worker beside them.")(serve)
    app.command(help="A worker with its beat, for a deployment with a broker.")(worker)
    app.command(help="Searches by meaning: has the model, and answers the web process alone. `voc serve` runs one where the broker is embedded.")(finder)
    app.command(help="The sample company in, the whole pipeline, the pages.")(demo)


def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    _serve(host, port, workers)


def _serve(host: str, port: int, workers: int = 1, then: str = "") -> None:
    """`then`: the end of the printed link's address."""
    settings = get_settings()
    engine = open_database()
    now = datetime.now(UTC)
    with transaction(engine, COMMAND_LINE) as session:
        key = ensure_first_key(session, now)
        link = create_sign_in_link(session, Role.ADMIN, "the first admin", now) if settings.embedded_broker else None
    if key:
        stdout.print(f"the admin key, shown this once: {key}", markup=False)
    if link:
        stdout.print(f"sign in here (works once, for a day): http://{host}:{port}/sign-in?token={link}{then}", markup=False)
    engine.dispose()
    settings.signing_key()  # made now where there is none, before several processes ask for it at once
    os.environ.setdefault("VOC_BASE_URL", f"http://{host}:{port}")
    os.environ["VOC_DATABASE_CONNECTIONS"] = str(max(1, settings.database_connections // workers))
    beside = {}
    if settings.embedded_broker:
        beside = _worker_commands(1)
        if not settings.finder_url:
            finder_port = _free_port()
            os.environ["VOC_FINDER_URL"] = f"http://127.0.0.1:{finder_port}"
            beside["finder"] = _finder_command("127.0.0.1", finder_port)
    with _shared_metrics(workers):
        web = _server_command("voc_api.main:create_app", host, port, "--workers", str(workers))
        raise typer.Exit(Supervisor({"web server": web, **beside}, essential="web server").run())


def finder(host: Host = "127.0.0.1", port: Port = 8011) -> None:
    open_database().dispose()
    raise typer.Exit(Supervisor({"finder": _finder_command(host, port)}, essential="finder").run())


def _finder_command(host: str, port: int) -> list[str]:
    return _server_command("voc_workers.finder:create_app", host, port)


def _server_command(factory: str, host: str, port: int, *more: str) -> list[str]:
    return [sys.executable, "-m", "uvicorn", factory, "--factory", "--host", host, "--port", str(port), "--log-level", "warning", *more]


@contextmanager
def _shared_metrics(workers: int) -> Iterator[None]:
    """Let several web processes count together: whichever of them Prometheus asks tells the figures of all (`voc_api/metrics.py`)."""
    if workers == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="voc-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def worker(concurrency: Annotated[int, typer.Option(min=1, help="Jobs worked at once.")] = 1) -> None:
    open_database().dispose()
    raise typer.Exit(Supervisor(_worker_commands(concurrency)).run())


def _worker_commands(concurrency: int) -> dict[str, list[str]]:
    # What is due is decided by the database, so the beat keeps no memory of its own.
    celery = [sys.executable, "-m", "celery", "--quiet", "-A"]
    return {
        "worker": [*celery, "voc_workers.app", "worker", "--loglevel", "WARNING", "--concurrency", str(concurrency), "--without-gossip", "--without-mingle"],
        "beat": [*celery, "voc_workers.beat", "beat", "--loglevel", "WARNING", "--scheduler", "celery.beat:Scheduler", "--pidfile", ""],
    }


def demo(
    serve_pages: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages when the pipeline is through.")] = True,
    fixtures: Annotated[Path | None, typer.Option(help="The folder of another company's files, of the same names.")] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    folder = fixtures or find_sample()
    if not (folder / FILES[-1][1]).exists():
        raise InputError(f"there is no {FILES[-1][1]} in {folder}: name the folder with --fixtures")
    _use_own_folder()
    settings = get_settings()
    engine = create_database(settings.database_url)
    upgrade_database(engine)
    with reading(engine) as session:
        fresh = find_current_run(session) is None
    if fresh:
        with progress_bars() as tell:
            for kind, name in FILES:
                import_file(engine, kind, folder / name, reporting_currency=settings.reporting_currency, progress=partial(tell, kind), actor=COMMAND_LINE)
            from voc.cli.pipeline import refresh_here

            summary = refresh_here(engine, parse_as_of(AS_OF), tell)
        stdout.print(describe_refresh(summary))
    engine.dispose()
    if serve_pages:
        _serve(host, port, then="&next=/themes")


def _use_own_folder() -> None:
    """The demo keeps to a folder of its own, whatever else is set, and its figures stay as of the fixtures' last day."""
    DEMO_FOLDER.mkdir(exist_ok=True)
    if "VOC_DATABASE_URL" not in os.environ:
        os.environ["VOC_DATABASE_URL"] = f"sqlite:///{DEMO_FOLDER.absolute() / 'voc.db'}"
    os.environ["VOC_DATA_DIR"] = str(DEMO_FOLDER.absolute())
    os.environ["VOC_BROKER_URL"] = ""
    os.environ["VOC_REPORTING_CURRENCY"] = "USD"
    os.environ["VOC_REFRESH_EVERY_HOURS"] = "0"
    get_settings.cache_clear()
