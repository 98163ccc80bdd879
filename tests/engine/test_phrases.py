import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.engine.phrases import FILLERS, FUNCTION_WORDS, PARTICLES, find_phrases, is_content, stem, tokenize, wholeness


def phrases(text: str) -> dict[str, float]:
    return {" ".join(p.words): p.left * p.right * p.inside for p in find_phrases(tokenize(text))}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("We cannot use it since the CSV export stalls.", "CSV export stalls"),
        ("Where can I activate my card?", "activate card"),
        ("I can't see my refund", "can't see refund"),
        ("There is no offline mode.", "no offline mode"),
        ("Every day I get logged out, twice.", "logged out"),
        ("I want a refund for an item", "refund for an item"),
    ],
)
def test_a_phrase_is_cut_where_a_reader_would_cut(text: str, phrase: str) -> None:
    assert phrases(text)[phrase] >= 0.5


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The big export stalls", "export stalls"),  # cut from "big"
        ("Please top up the card", "please top"),
        ("The icon of the app is slow", "app is slow"),  # the icon is
        ("Too big for the limit", "big for the limit"),
        ("I opened the invoice", "opened the"),
    ],
)
def test_a_torn_phrase_is_worth_less_or_is_none(text: str, phrase: str) -> None:
    assert phrases(text).get(phrase, 0) < 0.5


@pytest.mark.parametrize("text", ["Isn't my refund there", "Which countries do your cards work in", "How long does the transfer take"])
def test_a_question_leaves_no_inverted_phrase(text: str) -> None:
    assert not any(f" {p} ".lower().startswith((" isn't my", " isn't refund", " long ")) or " do your " in p or " do cards " in p for p in phrases(text))


def test_no_phrase_crosses_a_mark_or_a_connective() -> None:
    found = phrases("Invoices fail, exports stall because sync stopped [email] overnight shift")
    assert not any({"fail", "exports"} <= set(p.split()) or {"stall", "sync"} <= set(p.split()) or {"stopped", "overnight"} <= set(p.split()) for p in found)


def test_a_phrase_with_many_neighbours_is_whole_though_each_cut_looks_torn() -> None:
    texts = [f"the CSV export {verb} nightly" for verb in ("stalls", "dies", "breaks", "hangs", "loops")]
    one, many = ([p for t in some for p in find_phrases(tokenize(t)) if p.words == ("CSV", "export")] for some in (texts[:1], texts))
    assert wholeness(one) < 0.5 < wholeness(many)


@given(st.text(max_size=80))
def test_every_phrase_is_short_and_has_edges_that_say_something(text: str) -> None:
    for phrase in find_phrases(tokenize(text)):
        assert SHORTEST_LABEL <= len(phrase.words) <= LONGEST_LABEL
        last = phrase.words[-1].lower()
        assert is_content(phrase.words[-1]) or last in PARTICLES or last == "in"
        assert 0 < phrase.left <= 1 and 0 < phrase.right <= 1 and 0 < phrase.inside <= 1


@pytest.mark.parametrize(
    ("word", "others"), [("charge", ["charges", "charged", "charging", "Charge's"]), ("log", ["logs", "logged", "logging"]), ("copy", ["copies", "copied"])]
)
def test_forms_of_a_word_share_their_stem(word: str, others: list[str]) -> None:
    assert {stem(o) for o in others} == {stem(word)}


def test_words_of_courtesy_and_grammar_are_no_content() -> None:
    assert not any(map(is_content, [*FILLERS, *FUNCTION_WORDS, "[email]", "7", "?"]))
