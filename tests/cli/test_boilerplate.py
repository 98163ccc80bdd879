import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from tests.api.company import rank_company
from tests.running import run_voc_on
from voc.db.boilerplate import save_boilerplate
from voc.db.session import transaction
from voc.domain.boilerplate import Boilerplate
from voc.domain.feedback import feedback_id


def test_it_is_printed_with_the_way_to_undo_it_which_works(sqlite_engine: Engine, empty_tables: Callable[[Engine], None], tmp_path: Path) -> None:
    empty_tables(sqlite_engine)
    rank_company(sqlite_engine)
    with transaction(sqlite_engine) as session:
        save_boilerplate(session, [Boilerplate("bpl_a", "Read [this]", 9, 4, "a notice", feedback_id("zendesk", "0"))], datetime.now(UTC))
    printed = run_voc_on(sqlite_engine, tmp_path, "boilerplate").stdout
    assert "Read [this]" in printed and "a notice" in printed and "`voc boilerplate --keep KEY`" in printed
    kept = run_voc_on(sqlite_engine, tmp_path, "boilerplate", "--keep", "bpl_a")
    assert kept.returncode == 0 and "voc refresh" in kept.stdout
    (row,) = json.loads(run_voc_on(sqlite_engine, tmp_path, "boilerplate", "--json").stdout)["data"]
    assert (row["is_left_out"], row["ruling"]["made_by"]) == (False, "the command line")
    assert run_voc_on(sqlite_engine, tmp_path, "boilerplate", "--keep", "bpl_none").returncode == 3
