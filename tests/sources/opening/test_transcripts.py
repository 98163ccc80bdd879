import json
from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import open_source
from voc.sources.registry import KINDS

CALL = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nAna: Reports must be sent by region.\n"


def read(path: Path, text: str = CALL, **constants: str) -> dict[str, object]:
    path.write_text(text, encoding="utf-8")
    with open_source(path, Columns(KINDS["feedback"], {}, constants)) as file:
        (row,) = file.rows
    return dict(row.values)


def test_a_call_has_its_day_from_its_name(tmp_path: Path) -> None:
    found = read(tmp_path / "20261007 Alder review.vtt")
    assert (found["occurred_at"], found["external_id"], found["kind"]) == ("2026-10-07", "20261007 Alder review", "call_note")


def test_a_call_has_its_time_from_its_first_lines(tmp_path: Path) -> None:
    text = "Alder review (2026-10-07 15:00 GMT-7) - Transcript\nAttendees\nAna, Ben\nBen: Hello.\nAna: Hi.\nBen: What is missing?\nAna: Reports by region.\n"
    assert read(tmp_path / "Alder review.txt", text)["occurred_at"] == "2026-10-07T15:00:00-07:00"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Alder review\nWed, Mar 4, 2026 3:00PM \u2022 32:10", "2026-03-04T15:00:00+00:00"),
        ("Alder review\nMarch 4, 2026, 10:00AM\n31m 12s", "2026-03-04T10:00:00+00:00"),
        ("Besprechung am 4. M\u00e4rz 2026, 14:30 Uhr", "2026-03-04T14:30:00+00:00"),
        ("Date: 04.03.2026", "2026-03-04"),
        ("Alder review, 13/03/2026", "2026-03-13"),
    ],
)
def test_a_day_in_any_form_is_read_in_the_first_lines(tmp_path: Path, head: str, day: str) -> None:
    assert read(tmp_path / "Alder review.txt", f"{head}\n\nBen: Hello.\nAna: Hi.\nBen: What is missing?\nAna: Reports.\n")["occurred_at"] == day


def test_a_day_in_the_name_stands_before_those_in_the_text_and_what_is_said_tells_none(tmp_path: Path) -> None:
    assert read(tmp_path / "Alder Inc 04.03.2026.txt", "Ben: Hello.\nAna: Hi.\nBen: Since when?\n")["occurred_at"] == "2026-03-04"
    with pytest.raises(InputError, match="say when it was"):
        read(tmp_path / "Alder.txt", "Ben: Hello.\nAna: Since March 5, 2026 it fails.\nBen: Oh.\n")


def test_two_people_who_speak_once_each_are_a_call(tmp_path: Path) -> None:
    assert read(tmp_path / "2026-03-04 Alder.txt", "Ben: What is missing?\nAna: Reports by region.\n")["kind"] == "call_note"


def test_a_file_beside_a_call_tells_of_it(tmp_path: Path) -> None:
    (tmp_path / "call.json").write_text(json.dumps({"occurred_at": "2026-10-03", "account_id": "A-1", "author_email": None}), encoding="utf-8")
    found = read(tmp_path / "call.vtt")
    assert (found["occurred_at"], found["account_id"], "author_email" in found) == ("2026-10-03", "A-1", False)


@pytest.mark.parametrize("beside", ["[1]", "{", "null"])
def test_what_beside_a_call_is_no_particulars_tells_nothing(tmp_path: Path, beside: str) -> None:
    (tmp_path / "call.json").write_text(beside, encoding="utf-8")
    assert read(tmp_path / "call.vtt", occurred_at="2026-10-01")["occurred_at"] == "2026-10-01"


def test_a_call_whose_day_nobody_tells_is_refused_in_a_line_that_says_how(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"say when it was and with whom \(on the command line --set occurred_at"):
        read(tmp_path / "call.vtt")
