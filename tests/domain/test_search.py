from hypothesis import given
from hypothesis import strategies as st

from voc.domain.search import find_marks, fuse, telling_words, words_of

RANKINGS = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=4)


def test_what_both_rankings_have_comes_before_what_one_has() -> None:
    assert fuse([["a", "b"], ["c", "b"]]) == ["b", "a", "c"]
    assert fuse([["a", "b"]]) == ["a", "b"]
    assert fuse([]) == []


@given(RANKINGS)
def test_everything_ranked_comes_out_once(rankings: list[list[str]]) -> None:
    found = fuse(rankings)
    assert len(found) == len(set(found))
    assert set(found) == {key for ranking in rankings for key in ranking}


@given(RANKINGS, st.sampled_from("abcdefgh"))
def test_a_place_further_up_never_costs_a_place(rankings: list[list[str]], key: str) -> None:
    before = fuse(rankings)
    raised = [[key, *(other for other in ranking if other != key)] if key in ranking else ranking for ranking in rankings]
    if key in before:
        assert fuse(raised).index(key) <= before.index(key)


def test_words_are_each_taken_once_and_nothing_else_is() -> None:
    assert words_of('Export "export" AND to:Excel*') == ["export", "and", "to", "excel"]
    assert words_of("?!") == []


def test_other_forms_of_a_word_are_marked() -> None:
    text = "Exporting takes long; my EXPORTS fail, reports do not."
    assert [text[start:end] for start, end in find_marks(text, "exports")] == ["Exporting", "EXPORTS"]


@given(st.text(max_size=60), st.text(max_size=20))
def test_marks_are_in_order_and_within_the_text(text: str, query: str) -> None:
    marks = find_marks(text, query)
    flat = [place for mark in marks for place in mark]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in marks)


def test_words_that_say_nothing_are_left_out_where_others_are_there() -> None:
    assert telling_words(words_of("we need the export to be quick")) == ["need", "export", "quick"]
    assert telling_words(["to", "be"]) == ["to", "be"]
