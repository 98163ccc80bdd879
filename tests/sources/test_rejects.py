import csv
from pathlib import Path

from voc.errors import RowError
from voc.sources.rejects import RejectsFile


def test_nothing_rejected_leaves_no_file_and_takes_away_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "a.rejects.csv").write_text("old")
    with RejectsFile(tmp_path / "a.csv") as rejects:
        pass
    assert rejects.written is None
    assert list(tmp_path.iterdir()) == []


def test_cells_that_a_spreadsheet_would_run_are_quoted(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "a.csv") as rejects:
        for line, start in enumerate("=+-@\t", 2):
            rejects.add(line, RowError("arr", "is not a number"), f'{start}cmd,"x"\r\n')
    assert rejects.written is not None
    with rejects.written.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "column", "reason", "row"]
    assert [row[3] for row in rows] == [f'\'{start}cmd,"x"' for start in "=+-@\t"]


def test_a_folder_that_cannot_be_written_is_remembered_not_raised(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "not there" / "a.csv") as rejects:
        rejects.add(2, RowError("", "bad"), "row")
        rejects.add(3, RowError("", "bad"), "row")
    assert rejects.written is None
    assert rejects.error is not None
    assert "could not be written" in rejects.error
