"""Whom a note names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.notes import Colleague, find_named, name_handles, read_note
from voc.domain.tags import fold_tag, read_tag
from voc.errors import InputError

TEAM = name_handles([("usr_a", "Ana", "ana.lima@x.example"), ("usr_b", "Bo", "bo@x.example"), ("usr_c", "Bo Two", "Bo@y.example")])


def named(text: str) -> list[str]:
    return [colleague.id for colleague in find_named(text, TEAM)]


def test_a_handle_is_the_addresss_first_part_where_it_is_one_persons_alone() -> None:
    assert [one.handle for one in TEAM] == ["ana.lima", "bo@x.example", "bo@y.example"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@ana.lima, see this.", ["usr_a"]),
        ("(@Ana.Lima) and @bo@y.example!", ["usr_a", "usr_c"]),
        ("@ana.lima @ana.lima", ["usr_a"]),
        ("thanks to @ana.lima@x.example.", ["usr_a"]),
        ("write to ana.lima@x.example", []),
        ("nobody", []),
    ],
)
def test_names_are_found_where_they_stand(text: str, ids: list[str]) -> None:
    assert named(text) == ids


@pytest.mark.parametrize("text", ["@bo", "@nobody", "@ana"])
def test_who_is_nobody_or_one_of_several_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is nobody here"):
        named(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        kept = read_note(text)
        assert kept and find_named(kept, TEAM) is not None
    except InputError as error:
        assert str(error)


@given(st.text(max_size=60))
def test_a_tags_name_is_kept_as_it_is_read_again(text: str) -> None:
    try:
        name = read_tag(text)
    except InputError:
        return
    assert read_tag(name) == name and fold_tag(name.upper().lower()) == fold_tag(fold_tag(name.upper()))


def test_a_colleague_has_one_handle() -> None:
    assert TEAM[0] == Colleague("usr_a", "Ana", "ana.lima", "ana.lima@x.example")
