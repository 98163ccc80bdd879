"""JSON in JSON: a path names the part that is meant."""

from pathlib import Path

import pytest

from voc.errors import RowError
from voc.sources.columns import Columns
from voc.sources.fields import words
from voc.sources.files import open_source
from voc.sources.registry import KINDS


def test_a_path_names_a_part_of_an_object_or_of_the_first_in_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "rating": {"Score": "good"}, "orgs": [{"id": 7}, {"id": 8}]}\n')
    columns = Columns(KINDS["feedback"], {"rating.score": "rating", "orgs.id": "account_id", "gone.far": "url"})
    with open_source(tmp_path / "a.jsonl", columns) as file:
        (row,) = file.rows
    assert (row.values["account_id"], "url" in row.values) == (7, False)


def test_an_object_is_no_text() -> None:
    with pytest.raises(RowError, match=r"is an object with body, html: .* text.body"):
        words({"text": {"body": "x", "html": "y"}}, "text")
