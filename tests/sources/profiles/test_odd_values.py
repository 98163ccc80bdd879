"""Whatever stands in a cell costs at most its own row: the file goes on."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.sources.profiles.reading import FILES, list_files, read_delivery
from voc.errors import InputError
from voc.usecases.feedback.recognise_files import recognise_files

ODD = ["a\0b", None, [], {}, [1], {"a": 1}, 7, -1.5, True, "", [["x"]], [None], "{", "[1", "2026-13-45", {"type": "doc", "content": [None]}, "\ud83d", 10**30]
DOCUMENTS = [path for folder in sorted(FILES.iterdir()) for path in list_files(folder) if path.suffix in (".json", ".jsonl")]
TRIED = 8  # places of each file


def list_places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            yield from list_places(part, (*path, key))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    whole = at = json.loads(json.dumps(value))
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return whole


def read_rows(path: Path) -> list[Any]:
    text = path.read_text(encoding="utf-8")
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_odd_value_anywhere_stops_no_import(document: Path, tmp_path: Path) -> None:
    rows, chance = read_rows(document), Random(document.name)
    places = [(number, path) for number, row in enumerate(rows) for path in list_places(row)]
    others = [path for path in list_files(document.parent) if path != document]
    for number, path in chance.sample(places, min(TRIED, len(places))):
        changed = [*rows[:number], put(rows[number], path, chance.choice(ODD)), *rows[number + 1 :]]
        (tmp_path / document.name).write_text("".join(json.dumps(row) + "\n" for row in changed), encoding="utf-8")
        try:
            deliveries = recognise_files([tmp_path / document.name, *others], None)
        except InputError as refused:
            assert "voc knows" in str(refused) or "import it together" in str(refused)
        else:
            for delivery in deliveries:
                read_delivery(delivery)


def test_a_nul_character_in_a_message_is_left_out_of_it_and_nothing_else(tmp_path: Path) -> None:
    tickets = [{"id": number, "subject": "The map", "description": "It freezes", "requester_id": 7} for number in (1, 2)]
    comments = [{"ticket_id": 1, "author_id": 7, "body": "Any\0news?", "public": True}, {"ticket_id": 2, "author_id": 7, "body": "Thanks", "public": True}]
    for name, rows in (("tickets", tickets), ("comments", comments)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps({**row, "created_at": "2026-09-08T07:30:00Z"}) + "\n" for row in rows), encoding="utf-8")
    (delivery,) = recognise_files([tmp_path / "tickets.jsonl", tmp_path / "comments.jsonl"], None)
    first, second = read_delivery(delivery).rows
    assert "Any\ufffdnews?" in first["text"]
    assert "Thanks" in second["text"]
