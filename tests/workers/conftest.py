"""Real worker processes on real brokers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from tests.walk.conftest import AS_OF, FIXTURES
from voc.db.jobs import Job, get_job
from voc.db.session import reading, transaction
from voc.usecases.feedback.import_file import import_file
from voc.usecases.shared.request_refresh import request_refresh

ITEMS = 60
PATIENCE = 600  # seconds: what a busy machine may take, not what it should


@pytest.fixture
def small_company(tmp_path: Path) -> Callable[[Engine], None]:
    """Imports the fixtures' accounts and their first items."""

    def fill(engine: Engine) -> None:
        lines = (FIXTURES / "feedback.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (tmp_path / "feedback.jsonl").write_text("".join(lines[:ITEMS]), encoding="utf-8")
        import_file(engine, "accounts", FIXTURES / "accounts.csv", reporting_currency="USD")
        import_file(engine, "feedback", tmp_path / "feedback.jsonl", reporting_currency="USD")

    return fill


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `voc worker` on a database and a broker; it is killed after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(engine: Engine, broker_url: str = "", *, command: tuple[str, ...] = ("worker",), **settings: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "VOC_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "VOC_BROKER_URL": broker_url,
            "VOC_DATA_DIR": str(tmp_path / "data"),
            "VOC_LEASE_SECONDS": "3",
            "VOC_REFRESH_EVERY_HOURS": "0",
            "VOC_REPORT_DAY": "0",
            "VOC_EMBEDDING_MODEL": "minilm",  # half the time; the default is what the command line is tested with
            **settings,
        }
        process = subprocess.Popen([sys.executable, "-m", "voc", *command], env=environment, cwd=tmp_path)
        started.append(process)
        return process

    yield start
    for process in started:  # `test_serve.py` stops its own as people do
        with suppress(psutil.NoSuchProcess):
            for one in [*psutil.Process(process.pid).children(recursive=True), process]:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
        process.wait(30)


def workers_of(supervisor: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The Celery worker processes under `voc worker`, the pool's with them."""
    return [p for p in psutil.Process(supervisor.pid).children(recursive=True) if "worker" in " ".join(p.cmdline())]


def ask_for_refresh(engine: Engine) -> str:
    with transaction(engine) as session:
        return request_refresh(session, AS_OF, datetime.now(UTC))


def wait_for(engine: Engine, job_id: str, meanwhile: Callable[[Job], None] = lambda job: None) -> Job:
    """The job when it has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with reading(engine) as session:
            job = get_job(session, job_id)
        if job.state in ("done", "failed"):
            return job
        meanwhile(job)
        time.sleep(0.2)
    raise AssertionError(f"the job is still {job.state} after {PATIENCE} s")
