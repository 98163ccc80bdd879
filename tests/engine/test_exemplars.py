import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.exemplars import EXEMPLARS, choose_exemplars, clean_sentence, is_readable, summarise

SENTENCE = "The invoice number {} is missing from the list."


def fan(angles: list[float]) -> np.ndarray:
    """Unit vectors at these angles from the centre (1, 0)."""
    return np.array([[np.cos(a), np.sin(a)] for a in angles], np.float32)


CENTRE = np.array([1, 0], np.float32)


def test_quotes_are_central_and_unlike_each_other() -> None:
    texts = [SENTENCE.format(n) for n in range(5)]
    vectors = np.array([[0.8, 0.6, 0, 0], [0.79, 0.61, 0, 0], [0.75, 0, 0.66, 0], [0.75, 0, 0, 0.66], [0.1, 0, 0, -0.99]], np.float32)
    assert choose_exemplars(vectors, np.array([1, 0, 0, 0], np.float32), texts, list(range(5))) == [0, 2, 3]


def test_quotes_come_from_different_accounts_where_there_are_such() -> None:
    texts = [SENTENCE.format(n) for n in range(5)]
    accounts = ["a", "a", "a", "b", "c"]
    chosen = choose_exemplars(fan([0.0, 0.1, -0.1, 0.3, 0.4]), CENTRE, texts, accounts)
    assert sorted(accounts[i] for i in chosen) == ["a", "b", "c"]
    assert len(choose_exemplars(fan([0.0, 0.1, -0.1]), CENTRE, texts[:3], ["a"] * 3)) == EXEMPLARS


def test_what_reads_as_a_sentence_is_quoted_before_what_is_nearer() -> None:
    texts = ["then again", "The export of all hours stalls each night.", 'said "never mind the rest of it today', "x " * 60]
    assert choose_exemplars(fan([0.0, 0.3, 0.1, 0.05]), CENTRE, texts, [1, 2, 3, 4])[0] == 1


def test_the_same_words_are_not_quoted_twice() -> None:
    texts = ["We cannot export our hours.", "we cannot export our hours", "Nothing happens on pressing export."]
    assert set(choose_exemplars(fan([0.0, 0.0, 0.6]), CENTRE, texts, [1, 2, 3], count=2)) == {0, 2}


@given(st.lists(st.tuples(st.floats(-1, 1), st.text(max_size=30), st.sampled_from([None, "a", "b"])), max_size=12))
def test_there_are_as_many_quotes_as_there_can_be_and_none_twice(rows: list[tuple[float, str, str | None]]) -> None:
    chosen = choose_exemplars(fan([r[0] for r in rows]).reshape(-1, 2), CENTRE, [r[1] for r in rows], [r[2] for r in rows])
    assert len(chosen) == len(set(chosen)) == min(EXEMPLARS, len(rows))


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("Um, the app lost a whole week of hours", "The app lost a whole week of hours."),
        ('"Every invoice turned up twice in the ledger, and we voided them.', "Every invoice turned up twice in the ledger, and we voided them."),
        ("and, er, every task kept the old date", "Every task kept the old date."),
        ("Hi team, the board is slow with many cards!", "The board is slow with many cards!"),
        ("quote: “Our clients see your name on the portal.”", "Our clients see your name on the portal."),
        ("No reply from support in four days", "No reply from support in four days."),
        ("Twice. The sync copied our whole backlog. Again.", "The sync copied our whole backlog."),
        ("it turned up, um, four days late", "It turned up four days late."),
        ('All mails have the subject "Activity in project"', 'All mails have the subject "Activity in project".'),
        ("?!", ""),
    ],
)
def test_a_sentence_is_cleaned_of_what_speech_and_letters_add(said: str, cleaned: str) -> None:
    assert clean_sentence(said) == cleaned


@given(st.text(max_size=120))
def test_cleaning_adds_nothing_but_a_capital_and_a_stop(text: str) -> None:
    cleaned = clean_sentence(text)
    assert not cleaned or any(c.isalnum() for c in cleaned)
    letters = iter("".join(text.upper().split()))
    assert all(c in letters for c in "".join(cleaned.removesuffix(".").upper().split()))


def test_the_summary_speaks_of_what_the_theme_is_about() -> None:
    texts = ["That is how it goes.", "The recurring invoice skips February each year.", "We love the colours of the new page."]
    assert summarise(texts, {"invoic", "recurr"}) == texts[1]


def test_a_theme_without_texts_has_no_summary() -> None:
    assert summarise([], {"x"}) == summarise(["!!"], {"x"}) == ""


def test_manners_are_not_readable() -> None:
    assert not is_readable("Thanks a lot for all your help today")
    assert is_readable("The export of all hours stalls each night.")
