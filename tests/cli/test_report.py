"""`voc report` as a person runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.usecases.company import import_company, refresh


@pytest.mark.parametrize(("month", "told"), [("2026-09", "frozen: published on "), ("2026-10", "frozen: published on ")])
def test_a_report_says_that_it_is_frozen(engine: Engine, tmp_path: Path, month: str, told: str) -> None:
    import_company(engine)
    refresh(engine)
    environment = {**os.environ, "VOC_DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    done = subprocess.run([sys.executable, "-m", "voc", "report", "--month", month], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Voice of customer")
    assert told in done.stderr
