import json
from pathlib import Path

from sqlalchemy import Engine

from tests.running import Done, run_voc_on
from tests.usecases.retaining import import_past


def voc(engine: Engine, folder: Path, *words: str) -> Done:
    return run_voc_on(engine, folder, *words)


def test_retention_is_printed_as_a_table_and_as_json(engine: Engine, tmp_path: Path) -> None:
    import_past(engine)
    printed = voc(engine, tmp_path, "retention", "--by", "segment", "--as-of", "2026-10-31")
    assert printed.returncode == 0, printed.stderr
    assert "6 accounts at the start, 0 of them without an ARR history; 1 of unknown ARR in no figure" in printed.stdout
    found = json.loads(voc(engine, tmp_path, "retention", "--as-of", "2026-10-31", "--json").stdout)
    assert (found["object"], len(found["rows"]), found["whole"]["churned_accounts"]) == ("retention", 12, 1)
    assert f"{found['whole']['nrr']:.1%}" in printed.stdout


def test_silence_is_printed_as_tables_and_as_json(engine: Engine, tmp_path: Path) -> None:
    import_past(engine)
    printed = voc(engine, tmp_path, "silence", "--as-of", "2026-10-31")
    assert printed.returncode == 0, printed.stderr
    assert "zendesk, Ticket" in printed.stdout
    found = json.loads(voc(engine, tmp_path, "silence", "--as-of", "2026-10-31", "--json").stdout)
    assert (found["object"], found["whole"]["accounts"], found["whole"]["heard_accounts"]) == ("silence", 7, 7)


def test_what_cannot_be_asked_is_one_line(engine: Engine, tmp_path: Path) -> None:
    for words in (("--by", "week"), ("--since", "soon"), ("--as-of", "1800-01-01")):
        done = voc(engine, tmp_path, "retention", *words)
        assert (done.returncode, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, 1, False), done.stderr
    assert "bring it in with `voc import arr FILE`" in voc(engine, tmp_path, "retention").stdout
