from hypothesis import given
from hypothesis import strategies as st

from voc.domain.summaries import join_summary, split_summary
from voc.engine.naming.summary import tell_theme

TEXTS = ["The recurring invoice skips February each year.", "We write the February invoice by hand in Word.", "The weather in February is nice."]


def test_a_summary_tells_what_they_suffer_and_what_they_do_meanwhile() -> None:
    told = tell_theme(TEXTS, "Recurring invoice skips February", {"invoic", "februar"})
    assert (told.said, told.meanwhile) == (TEXTS[0], TEXTS[1])


def test_each_sentence_cites_its_text() -> None:
    assert tell_theme(TEXTS, "Recurring invoice skips February", {"invoic"}).cites == (0, 1)


def test_what_they_wish_to_do_is_not_what_they_do_meanwhile() -> None:
    texts = [TEXTS[0], "We would want to write the February invoice by hand."]
    assert tell_theme(texts, "Recurring invoice skips February", {"invoic"}).meanwhile == ""


def test_a_workaround_for_something_else_is_not_told() -> None:
    texts = [TEXTS[0], "We copy all the holidays by hand into the wall planner."]
    assert tell_theme(texts, "Recurring invoice skips February", {"invoic", "recurr"}).meanwhile == ""


def test_a_theme_without_words_tells_nothing() -> None:
    assert tell_theme(["?!"], "Unnamed theme", ()).said == ""


@given(st.text(min_size=1, max_size=60).filter(lambda t: "Meanwhile" not in t), st.text(max_size=60))
def test_two_sentences_joined_come_apart_again(said: str, meanwhile: str) -> None:
    assert split_summary(join_summary(said, meanwhile)) == (said, meanwhile)


@given(st.lists(st.text(max_size=80), max_size=5), st.text(max_size=20))
def test_whatever_the_texts_are_each_claim_has_its_text(texts: list[str], label: str) -> None:
    told = tell_theme(texts, label, ())
    assert all(0 <= place < len(texts) for place in told.cites)
    assert len(told.cites) >= bool(told.said)
