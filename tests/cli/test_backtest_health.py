"""`voc backtest health` on a small company's past."""

import json
from pathlib import Path

from sqlalchemy import Engine

from tests.running import Done, run_voc_on
from tests.usecases.company import refresh
from tests.usecases.test_health_over_time import bring_in, import_accounts


def backtest(engine: Engine, folder: Path, *words: str) -> Done:
    return run_voc_on(engine, folder, "backtest", "health", *words)


def test_the_backtest_of_health_is_printed_as_tables_and_as_json(engine: Engine, tmp_path: Path) -> None:
    import_accounts(engine, 6)
    history = [{"account_id": f"A-{n}", "effective_on": "2025-01-01", "arr": "1000", "currency": "USD", "reason": "new"} for n in range(1, 7)]
    bring_in(engine, "arr", [*history, {"account_id": "A-2", "effective_on": "2026-08-20", "arr": "0", "currency": "USD", "reason": "churn"}])
    refresh(engine)
    printed = backtest(engine, tmp_path)
    assert printed.returncode == 0, printed.stderr
    assert "6 judgements of 6 accounts at 1 month ends" in printed.stdout
    assert "NPS alone" in printed.stdout
    found = json.loads(backtest(engine, tmp_path, "--json").stdout)
    assert (found["object"], found["horizon_days"], found["losses"], found["leavings"]) == ("health_backtest", 180, 1, 1)
    assert len(found["signals"]) == 14
    refused = backtest(engine, tmp_path, "--propose")
    assert refused.returncode == 2
    assert "only 1 accounts left or shrank" in refused.stderr
