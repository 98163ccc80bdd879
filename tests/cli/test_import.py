"""`voc import` as a person runs it."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine, select

from tests.running import run_voc_on
from voc.db.session import reading
from voc.db.tables import AccountRow


def write(path: Path, arr: Sequence[object]) -> str:
    path.write_text("account_id,name,arr\n" + "".join(f"A-{n},Company {n},{one}\n" for n, one in enumerate(arr)), encoding="utf-8")
    return path.name


def told(engine: Engine) -> list[object]:
    with reading(engine) as session:
        return list(session.scalars(select(AccountRow.arr).order_by(AccountRow.account_id)))


def test_off_a_terminal_a_twelfth_of_the_arr_is_refused_in_a_line_that_names_yes(engine: Engine, tmp_path: Path) -> None:
    assert run_voc_on(engine, tmp_path, "import", "accounts", write(tmp_path / "a.csv", [12_000] * 6)).returncode == 0
    monthly = write(tmp_path / "b.csv", [1_000] * 6)
    refused = run_voc_on(engine, tmp_path, "import", "accounts", monthly)
    assert (refused.returncode, len(refused.stderr.strip().splitlines())) == (2, 1)
    assert "a twelfth" in refused.stderr and "--yes" in refused.stderr
    assert told(engine) == [12_000] * 6
    foreseen = run_voc_on(engine, tmp_path, "import", "accounts", monthly, "--dry-run")
    assert foreseen.returncode == 0
    assert "NOTE: the new ARR of 6 of the 6 accounts" in foreseen.stdout
    done = run_voc_on(engine, tmp_path, "import", "accounts", monthly, "--yes")
    assert (done.returncode, "updated 6" in done.stdout) == (0, True)
    assert told(engine) == [1_000] * 6


@pytest.mark.parametrize(("answer", "code", "arr"), [(True, 0, 1_000), (False, 2, 12_000)])
def test_on_a_terminal_it_asks(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bool, code: int, arr: int) -> None:
    run_voc_on(engine, tmp_path, "import", "accounts", write(tmp_path / "a.csv", [12_000] * 6))
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr(typer, "confirm", confirm)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    assert run_voc_on(engine, tmp_path, "import", "accounts", write(tmp_path / "b.csv", [1_000] * 6)).returncode == code
    assert len(asked) == 1 and "a twelfth" in asked[0]
    assert told(engine) == [arr] * 6


def test_a_file_without_an_arr_column_brings_its_accounts_in_as_unknown(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("account_id,name\n1,Alder\n2,Birch\n", encoding="utf-8")
    done = run_voc_on(engine, tmp_path, "import", "accounts", "a.csv")
    assert (done.returncode, "added 2" in done.stdout, "NOTE: 2 accounts without ARR" in done.stdout) == (0, True, True)
    assert told(engine) == [None, None]
