"""Fields out of one column or several."""

from typing import Any

import pytest

from voc.sources.mapping.profile import Gather, Source, list_places
from voc.sources.mapping.records import Record
from voc.sources.mapping.texts import Asked, read_source, write_paragraphs

ROW = {
    "Title": "The map",
    "Body": "The map freezes",
    "A": "",
    "B": "b",
    "C": "c",
    "Date": "2026-09-08",
    "mails": ["otto@voltaic.example", "mona@larkspur.example"],
}
ASKED = {"id": "7", "What helps?": "A faster map", "Where?": "Field", "And?": "Larger letters", "Score": "4"}


def said(source: Any) -> Source:
    """As a profile says it."""
    return Gather(by=source, into="all").by


def read(source: Any, values: dict[str, Any] = ROW) -> Any:
    return read_source(Record.of(1, "", values), said(source))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("B", "b"),
        (["A", "B"], "b"),
        (["A", {"joined": ["B", "A", "C"]}], "b | c"),
        ({"joined": ["A"]}, None),
        ({"filled": "Date", "gives": "churned"}, "churned"),
        ([{"filled": "A", "gives": "churned"}, "C"], "c"),
        ({"paragraphs": ["B", "A", ["A", "C"]]}, "b\n\nc"),
    ],
)
def test_a_field_comes_from_the_first_column_that_is_filled_or_from_several(source: Any, found: Any) -> None:
    assert read(source) == found


def test_the_first_mail_address_of_somebody_else_is_the_customers() -> None:
    assert read({"outside": "mails", "of": ["host"]}, {**ROW, "host": "ada@voltaic.example"}) == "mona@larkspur.example"


def test_a_paragraph_that_another_one_holds_is_left_out() -> None:
    assert write_paragraphs(["The map", "The map freezes", "The map"]) == "The map freezes"
    assert write_paragraphs([" ", ""]) is None


def test_answers_stand_under_their_questions_and_one_alone_stands_alone() -> None:
    assert read({"answers": ["What helps?", "And?", "Score"]}, ASKED) == "What helps?\nA faster map\n\nAnd?\nLarger letters"
    assert read({"answers": ["What helps?"]}, ASKED) == "A faster map"
    assert read({"answers": ["Where?", "Score"]}, ASKED) == "Field"


def test_all_other_columns_in_which_people_wrote_are_answers() -> None:
    source, asked = said({"others": True, "besides": ["And?"]}), Asked({"name"}, open={"What helps?", "And?", "Name"})
    assert read_source(Record.of(1, "", {**ASKED, "Name": "Mona Hale"}), source, asked) == "A faster map"


def test_a_column_is_called_by_the_question_below_its_name() -> None:
    source = said({"answers": ["Q1", "Q2"]})
    found = read_source(Record.of(1, "", {"Q1": "A faster map", "Q2": "Larger letters"}), source, Asked(labels={"Q1": "What\nhelps?"}))
    assert found == "What helps?\nA faster map\n\nQ2\nLarger letters"


def test_the_answers_of_a_list_stand_under_their_questions_where_it_tells_them() -> None:
    answers = [{"q": "What helps?", "text": "A faster map"}, {"text": "Larger letters"}, {"q": "Where?", "text": "4"}, {"number": 4}, "x"]
    listed = {"listed": "answers[]", "answer": ["text"], "question": "q"}
    assert read(listed, {"answers": answers}) == "What helps?\nA faster map\n\nLarger letters"
    assert read({**listed, "question": None}, {"answers": answers[:1]}) == "A faster map"
    assert read(listed, {"answers": "none"}) is None


def test_the_sentences_of_a_turn_are_one_text() -> None:
    assert read({"sentences": "s[].text"}, {"s": [{"text": " It"}, {"text": ""}, {"text": "freezes "}]}) == "It freezes"


def test_the_places_of_a_source_are_what_it_reads() -> None:
    places = [list_places(said(one)) for one in ("a", ["a", {"joined": ["b"]}], {"listed": "c[]", "answer": "d"}, {"filled": "e", "gives": 1})]
    assert places == [["a"], ["a", "b"], ["c[]"], ["e"]]
