"""What Fathom lets people copy: a call as text or as Markdown, whose day has no year."""

from pathlib import Path

import pytest

from voc.errors import InputError
from voc.sources.columns import Columns
from voc.sources.files import open_source
from voc.sources.registry import KINDS

TEXT = """Larkspur check-in - September 08
VIEW RECORDING - 20 mins (No highlights): https://fathom.video/share/x

---

0:00 - Otto Lind (Voltaic)
  How is the new map?

0:07 - Mona Hale (larkspur.example)
  It freezes when we zoom in.

1:00:02 - Otto Lind (Voltaic)
  We look into it.
"""
MARKDOWN = """**VIEW RECORDING - 20 mins (5 secs of highlights)**

[@0:00](https://fathom.video/calls/1?timestamp=0.1) - **Otto Lind (Voltaic)**

How is the new map?

[@0:07](https://fathom.video/calls/1?timestamp=7.2) - **Mona Hale (Larkspur)**

It freezes when we zoom in.
"""


def read(path: Path, **constants: str) -> dict[str, str]:
    with open_source(path, Columns(KINDS["feedback"], {}, constants)) as file:
        (row,) = file.rows
    return dict(row.values)


@pytest.mark.parametrize(("name", "text"), [("call.txt", TEXT), ("call.md", MARKDOWN)])
def test_a_copied_call_is_one_transcript_with_its_speakers_above_their_words(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    found = read(tmp_path / name, occurred_at="2026-09-08")
    assert (found["source"], found["kind"], found["external_id"]) == ("fathom", "call_note", "call")
    assert "0:07 - Mona Hale (" in found["text"]
    assert "VIEW RECORDING" not in found["text"]


def test_its_day_has_to_be_told_because_it_has_no_year(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="is a transcript; say when it was"):
        read(tmp_path / "call.txt")
