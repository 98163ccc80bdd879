"""`voc import` as a person runs it."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from sqlalchemy import Engine, select

from tests.running import run_voc_on
from voc.db.session import reading
from voc.db.tables import AccountRow, FeedbackRow


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


def test_files_without_a_kind_are_recognised_shown_and_imported_accounts_first(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(
        "Ticket ID,Subject,Created time,Last update time,Email\n55,The export drops rows,2026-10-05 09:12:00,2026-10-06 10:00:00,ana@alder.example\n",
        encoding="utf-8",
    )
    (tmp_path / "a.csv").write_text("account_id,name,arr,domain\nA-1,Alder,10,alder.example\n", encoding="utf-8")
    done = run_voc_on(engine, tmp_path, "import", "b.csv", "a.csv")
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[0] == "a.csv: accounts in voc's own columns, read as accounts"
    assert "b.csv: Freshdesk tickets (CSV export), read as feedback (profile freshdesk_csv)" in said
    assert "The export drops rows" in done.stdout
    assert said[-1] == "read 1, added 1, updated 0, unchanged 0, rejected 0"


def test_a_person_corrects_what_a_file_was_taken_for(engine: Engine, tmp_path: Path) -> None:
    text = "Ticket ID,Subject,Created time,Last update time,Wish\n55,Export,2026-10-05 09:12:00,2026-10-06 10:00:00,Send all rows\n"
    (tmp_path / "b.csv").write_text(text, encoding="utf-8")
    done = run_voc_on(engine, tmp_path, "import", "b.csv", "--map", "Wish=text", "--set", "source=helpdesk", "--set", "kind=chat")
    assert done.returncode == 0, done.stderr
    with reading(engine) as session:
        assert session.execute(select(FeedbackRow.source, FeedbackRow.kind, FeedbackRow.text)).all() == [("helpdesk", "chat", "Send all rows")]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (["x.csv"], "x.csv is no file that voc knows by its columns; if it holds accounts: voc import accounts x.csv"),
        (["feedbak", "x.csv"], "feedbak cannot be read: No such file or directory; feedbak is no kind either"),
        (["accounts"], "say which file holds the accounts"),
        (["x.csv", "--profile", "zendesk"], "there is no profile 'zendesk'; there is zendesk_comments"),
        (["x.csv", "--profile", "canny_posts"], "x.csv lacks Post Title, Post Details, Post URL, Votes, by which files of profile canny_posts are known"),
    ],
)
def test_what_cannot_be_recognised_is_told_in_a_line_that_says_what_to_do(engine: Engine, tmp_path: Path, said: list[str], line: str) -> None:
    (tmp_path / "x.csv").write_text("account_id,colour\n1,red\n", encoding="utf-8")
    done = run_voc_on(engine, tmp_path, "import", *said)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert line in done.stderr


def test_rows_that_take_the_place_of_others_in_their_file_are_told(engine: Engine, tmp_path: Path) -> None:
    rows = "x,1,ticket,2026-10-01,one thing\nx,1,ticket,2026-10-02,another thing\nx,2,ticket,2026-10-02,third\n"
    (tmp_path / "a.csv").write_text("source,external_id,kind,occurred_at,text\n" + rows, encoding="utf-8")
    for more in (["--dry-run"], []):
        assert "NOTE: 1 row replaced an earlier row" in run_voc_on(engine, tmp_path, "import", "a.csv", *more).stdout
    assert "replaced an earlier" not in run_voc_on(engine, tmp_path, "import", "a.csv").stdout
