import json
from pathlib import Path

from sqlalchemy import Engine

from tests.running import Done, run_voc_on
from tests.usecases.company import rank_company


def voc(engine: Engine, folder: Path, *words: str) -> Done:
    return run_voc_on(engine, folder, "backtest", *words)


def test_a_backtest_is_printed_as_tables_and_as_json(engine: Engine, tmp_path: Path) -> None:
    rank_company(engine)
    printed = voc(engine, tmp_path, "scope")
    assert printed.returncode == 0, printed.stderr
    assert "2 month ends from 2026-06-30 to 2026-07-31, 6 outcomes" in printed.stdout
    assert "mentions >= 3" in printed.stdout
    assert "The shipped weights stand" in printed.stdout
    found = json.loads(voc(engine, tmp_path, "scope", "--json").stdout)
    assert (found["object"], found["outcomes"], found["horizon_days"]) == ("scope_backtest", 6, 90)
    assert {row["method"] for row in found["methods"]} == {"recalibrated", "as shipped", "mentions >= 3", "accounts >= 2"}
    assert sum(row["outcomes"] for row in found["reliability"] if row["group"] == "all") == 6


def test_without_a_ranking_it_says_what_to_do(engine: Engine, tmp_path: Path) -> None:
    done = voc(engine, tmp_path, "scope")
    assert done.returncode == 3
    assert "run `voc refresh`" in done.stderr
    assert "Traceback" not in done.stderr
