"""`voc report` as a person runs it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.running import run_voc_on
from tests.usecases.company import rank_company


@pytest.mark.parametrize(("month", "told"), [("2026-09", "frozen: published on "), ("2026-10", "frozen: published on ")])
def test_a_report_says_that_it_is_frozen(engine: Engine, tmp_path: Path, month: str, told: str) -> None:
    rank_company(engine)
    done = run_voc_on(engine, tmp_path, "report", "--month", month)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Voice of customer")
    assert told in done.stderr
