"""Where values stand in a record."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import InputError
from voc.sources.mapping.records import Record, check_path, matches, root_of

TICKET = {
    "ID": 7,
    "via": {"source": {"from": {"Address": "mona@larkspur.example"}}},
    "tags": [{"name": "maps"}, {"name": "field"}],
    "recipients": [{"role": "to", "handle": "us"}, {"role": "From", "handle": "mona"}],
    "answers": [{"field": {"type": "email"}, "email": "m"}, {"field": {"type": "nps"}, "number": 4}],
    "metadata": '{"account_id": "A-1", "seats": [{"n": 1}, {"n": 2}]}',
    "How likely are you?": 9,
    "subscriptions.id": "s-1",
    "groups": {"company": [None, "A-1", "A-2"]},
    "rows": [{"subscriptions.id": "s-2"}, {"Subscriptions.ID": "s-3", "plan": "maps"}],
    "empty": "  ",
    "nothing": None,
}


def of(values: dict[str, Any] = TICKET) -> Record:
    return Record.of(1, "", values)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("id", 7),
        ("via.source.from.address", "mona@larkspur.example"),
        ("tags.name", "maps"),
        ("recipients[role=from].handle", "mona"),
        ("answers[field.type=nps].number", 4),
        ("metadata.account_id", "A-1"),
        ("metadata.seats[n=2].n", 2),
        ("/how likely/", 9),
        ("subscriptions.id", "s-1"),
        ("groups.company", "A-1"),
        ("rows.subscriptions.id", "s-2"),
        ("rows[subscriptions.id=s-3].plan", "maps"),
        ("empty", None),
        ("nothing", None),
        ("via.gone.from", None),
        ("id.far", None),
    ],
)
def test_a_path_finds_the_first_value_that_is_filled(path: str, found: Any) -> None:
    assert of()[path] == found


def test_brackets_find_all_items() -> None:
    assert of().list_values("tags[].name") == ["maps", "field"]
    assert of().list_items("tags") == TICKET["tags"]
    assert of().list_values("metadata.seats[].n") == [1, 2]


def test_the_cells_of_a_column_that_stands_twice_are_all_found() -> None:
    assert Record.of(1, "", {"Label": "a", "Label_2": "b", "Label_3": None}, {"Label_2": "Label", "Label_3": "Label"}).list_values("label") == ["a", "b"]


def test_a_place_is_there_though_it_is_empty() -> None:
    assert [of().has(path) for path in ("nothing", "via.source", "tags.name", "metadata.account_id", "/likely/", "via.gone", "gone")] == [True] * 5 + [
        False
    ] * 2


def test_an_envelope_of_airbyte_is_no_part_of_the_record() -> None:
    for inside in ({"id": 7}, '{"id": 7}'):
        record = of({"_airbyte_raw_id": "r", "_airbyte_data": inside})
        assert (record["id"], record["_airbyte_raw_id"]) == (7, None)
    assert of({"_airbyte_data": "no JSON"})["_airbyte_data"] == "no JSON"


@pytest.mark.parametrize("path", ["a[b", "a]b", "a[b=c]d", "[]", "/(/"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(InputError):
        check_path(path)


def test_a_column_is_matched_by_its_name_or_a_pattern() -> None:
    assert matches("Company ID", "company_id")
    assert matches("Company ID", "/^company.?id$/")
    assert not matches("Company", "company_id")
    assert (root_of("Via.source"), root_of("/x/")) == ("via", "")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["{", "[1", '{"a": [{"b": 1}]}', "[]"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc") | st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)
PATHS = st.lists(st.sampled_from(["a", "b", "c[]", "a[b=1]", "b[a.c=x]", "C "]), min_size=1, max_size=4).map(".".join) | st.text(max_size=12)


@given(st.dictionaries(st.sampled_from("abc") | st.text(max_size=4), VALUES, max_size=4), PATHS)
def test_no_record_and_no_path_break_anything_but_by_a_path_that_is_none(values: dict[str, Any], path: str) -> None:
    with suppress(InputError):
        record = Record.of(1, "", values)
        found = record[path]
        assert found is None or not isinstance(found, list) or found != found  # NaN
        assert isinstance(record.list_items(path), list)
        assert record.has(path) or found is None
        root_of(path)
