import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.text.sameness import fold_words, join_alike

NOTICE = "the details that you entered are stored on our servers for ninety days"


@given(st.text(st.characters(), max_size=60))
def test_any_text_folds_and_folding_again_changes_nothing(text: str) -> None:
    folded = fold_words(text)
    assert fold_words(folded) == folded
    assert fold_words(f"  {text}\n") == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Your request #1234 is closed.", "your request  #98 is CLOSED"),
        ("Write to [email] or [phone]!", "write to ana@example.com or [email]"),
        ("See https://a.example/x?y=1", "See https://b.example"),
        ("Straße", "STRASSE"),
    ],
)
def test_case_marks_spaces_and_what_is_filled_in_make_no_difference(one: str, other: str) -> None:
    assert fold_words(one) == fold_words(other)


def test_long_texts_are_the_same_but_for_a_word_and_short_ones_are_not() -> None:
    other, short = NOTICE.replace("ninety", "thirty"), ["dark mode please", "dark mode thanks"]
    assert join_alike([NOTICE, other, *short]) == [0, 0, 2, 3]


def test_long_texts_that_share_half_their_words_are_apart() -> None:
    assert join_alike([NOTICE, "the details that you entered are lost when the export fails at night"]) == [0, 1]


@given(st.lists(st.text("ab ", max_size=30), unique=True, max_size=12))
def test_each_text_is_led_by_an_earlier_one_that_leads_itself(texts: list[str]) -> None:
    leader = join_alike(texts)
    assert all(lead <= number and leader[lead] == lead for number, lead in enumerate(leader))
