"""`voc erase` as a person runs it."""

from pathlib import Path

from sqlalchemy import Engine

from tests.api.company import count_feedback, import_company
from tests.running import Done, run_voc_on


def run(engine: Engine, folder: Path, *options: str) -> Done:
    return run_voc_on(engine, folder, "erase", *options)


def test_a_dry_run_says_what_would_go_before_it_goes(engine: Engine, tmp_path: Path) -> None:
    import_company(engine)
    foreseen = run(engine, tmp_path, "--account-id", "A-1", "--dry-run")
    assert foreseen.stdout.startswith("would erase 2 items, 0 revisions")
    assert count_feedback(engine) == 8
    assert run(engine, tmp_path, "--account-id", "A-1").stdout == foreseen.stdout.replace("would erase", "erased")
    assert count_feedback(engine) == 6


def test_it_says_what_is_wrong_in_a_line(engine: Engine, tmp_path: Path) -> None:
    for options in ((), ("--feedback", "zendesk"), ("--feedback", "a/b", "--account-id", "A-1")):
        done = run(engine, tmp_path, *options)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
