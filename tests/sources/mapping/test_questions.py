"""Which columns of a survey are answers."""

from collections.abc import Sequence

import pytest

from voc.sources.mapping.questions import find_open, read_labels
from voc.sources.mapping.records import Record


def is_open(asked: str, *cells: str) -> bool:
    return bool(find_open([Record.of(number, "", {asked: cell}) for number, cell in enumerate(cells)], {}))


@pytest.mark.parametrize(
    ("asked", "cells"),
    [
        ("What could we improve?", ["Pricing"]),
        ("Was sollten wir verbessern?", ["Preise", "Die Karte friert ein"]),
        ("¿Por qué?", ["Precio"]),
        ("Pourquoi cette note ?", ["Prix"]),
        ("Comments", ["Pricing", ""]),
        ("Your words", ["The map freezes", "It is far too slow", "Slow"]),
        ("ご意見", ["地図がよく固まります"]),
    ],
)
def test_a_column_that_asks_openly_or_holds_sentences_is_an_answer_even_where_it_is_of_one_word(asked: str, cells: Sequence[str]) -> None:
    assert is_open(asked, *cells)


@pytest.mark.parametrize(
    ("asked", "cells"),
    [
        ("What is your score?", ["9", "10 - Extremely likely"]),
        ("Ease of use", ["Very dissatisfied", "Somewhat satisfied", "Neither satisfied nor dissatisfied"]),
        ("Was the agent helpful?", ["Yes", "No"]),
        ("What do you use?", ["Web app", "Phone", "Web app"] * 5),
        ("Where does it help?", ["in the field, at the office", "at the office, on the road", "on the road, in the field"] * 4),
        ("Which plan are you on?", ["Pro", "Free"]),
        ("Reports and more", ["Reports and more"]),
        ("What is your job title?", ["Head of maps"]),
        ("Ihr Unternehmen", ["Larkspur und Söhne"]),
        ("Full name", ["Mona van Hale"]),
        ("Customer", ["Larkspur Farms", "Reed & Mills"]),
        ("What is missing?", ["", ""]),
    ],
)
def test_a_choice_a_scale_and_a_persons_particulars_are_none(asked: str, cells: Sequence[str]) -> None:
    assert not is_open(asked, *cells)


def test_a_question_goes_on_over_the_columns_without_a_name_and_says_what_an_open_answer_was_asked() -> None:
    header = {"What helps?": "Open-Ended Response", "Which do you use?": "Map", "column_3": "Other", "Id": ""}
    assert read_labels(header) == {"What helps?": "What helps?", "Which do you use?": "Which do you use? - Map", "column_3": "Which do you use? - Other"}


def test_cells_of_marks_alone_are_no_answers_and_stop_nothing() -> None:
    assert not is_open("Where?", *[",", ";"] * 10)
