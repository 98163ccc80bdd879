"""Rows out of JSON documents: an array, a page of an API's answer, one object."""

import io
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import ijson

from voc.errors import InputError, RowError
from voc.sources.columns import Naming
from voc.sources.rows import SourceRow

_DEEPEST = 4  # steps down to a list
_EVENTS = 200_000  # of a document that are looked at for its list


def find_list(stream: io.BufferedIOBase) -> str | None:
    """Where the document's rows stand, in ijson's words: "item", "tickets.item", "data.conversations.item". The first list of objects; None where there is none
    among the first events, and the document is one row."""
    lists: list[str] = []
    try:
        for prefix, event, _ in islice(ijson.parse(stream), _EVENTS):
            if event == "start_array":
                lists.append(f"{prefix}.item" if prefix else "item")
            elif event == "end_array":
                lists.pop()
            elif event == "start_map" and len(lists) == 1 and prefix == lists[0] and prefix.count(".") < _DEEPEST:
                return str(prefix)
    except ijson.JSONError:
        return None
    return None


def read_document(stream: io.BufferedIOBase, place: str, columns: Naming, file: str) -> Iterator[SourceRow]:
    """The objects of the list at `place`, or the document itself where it is "". What breaks off keeps what came before."""
    number = 0
    try:
        for number, found in enumerate(ijson.items(stream, place, use_float=False), 1):
            yield _row(number, found, columns)
    except ijson.IncompleteJSONError as error:
        if not number:
            raise InputError(f"{file} is no JSON that can be read: {_line(error)}") from None
        yield SourceRow(number + 1, "", {}, RowError("", f"the document is damaged from here on, nothing after it could be read: {_line(error)}"))
    except ijson.JSONError as error:
        raise InputError(f"{file} is no JSON that can be read: {_line(error)}") from None


def _row(number: int, found: Any, columns: Naming) -> SourceRow:
    raw = json.dumps(found, ensure_ascii=False, default=str)
    if not isinstance(found, Mapping):
        return SourceRow(number, raw, {}, RowError("", "is not a JSON object"))
    try:
        return SourceRow(number, raw, columns.rename(found))
    except RowError as problem:
        return SourceRow(number, raw, {}, problem.with_traceback(None))


def _line(error: Exception) -> str:
    """What is wrong, without the reader's own drawing of the place."""
    said = " ".join(str(error).split())
    return "it is cut off at its end" if "premature EOF" in said or "Incomplete" in said else said.partition(" (right here)")[0][:120]
