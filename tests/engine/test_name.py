import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en.stop_words import STOP_WORDS

from voc.engine.data import read_words
from voc.engine.name import KEYPHRASES, LONGEST, name_themes

EDGES = STOP_WORDS | read_words("label_fillers.txt")
EXPORT = ["The CSV export fails at night.", "Our CSV export is broken", "csv export times out for us", "We cannot use the CSV export"]
LOGIN = ["The login page is blank", "A blank login page in Safari", "login page shows nothing", "I only see a blank login page"]
words = st.sampled_from(
    "the our export exports login page slow SSO csv of and it 2 please dashboards can't e-mail API's is. (blank) dark mode , ! x 日本".split()
)
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)


def test_a_theme_is_called_what_its_snippets_say_and_others_do_not() -> None:
    export, login = name_themes([EXPORT, LOGIN])
    assert export.label == "CSV export"
    assert "login page" in login.label.lower()
    assert not {"csv", "export"} & set(login.label.lower().split())


def test_what_everybody_says_names_nobody() -> None:
    names = name_themes([[f"Acme Cloud {t}" for t in theme] for theme in (EXPORT, LOGIN)])
    assert all("acme" not in name.label.lower() for name in names)


@given(st.lists(st.lists(texts, min_size=1, max_size=6), max_size=6))
def test_every_theme_has_a_label_that_no_other_has(themes: list[list[str]]) -> None:
    labels = [name.label for name in name_themes(themes)]
    assert len(labels) == len(themes)
    assert all(label.strip() for label in labels)
    assert len({label.lower() for label in labels}) == len(labels)


@given(st.lists(st.lists(texts, min_size=1, max_size=6), max_size=6))
def test_no_keyphrase_begins_or_ends_with_an_empty_word_or_is_long(themes: list[list[str]]) -> None:
    for name in name_themes(themes):
        assert len(name.keyphrases) <= KEYPHRASES
        for phrase in name.keyphrases:
            parts = phrase.lower().split()
            assert not {parts[0], parts[-1]} & EDGES
            assert len(parts) <= LONGEST


@given(st.lists(st.lists(texts, min_size=1, max_size=6), min_size=1, max_size=6))
def test_a_label_made_of_keyphrases_has_no_empty_word_at_its_edges(themes: list[list[str]]) -> None:
    for name, said in zip(name_themes(themes), themes, strict=True):
        if not name.label.lower().startswith(" ".join(said[0].split()[:8]).lower()):
            parts = name.label.lower().replace(",", "").split()
            assert not {parts[0], parts[-1]} & EDGES


@pytest.mark.parametrize("theme", [[""], [], ["?!"], ["the of and"], ["x"]])
def test_even_a_theme_without_words_has_a_label(theme: list[str]) -> None:
    first, second = name_themes([theme, theme])
    assert first.label
    assert first.label.lower() != second.label.lower()


def test_many_themes_of_the_same_words_still_differ() -> None:
    assert len({name.label.lower() for name in name_themes([EXPORT] * 12)}) == 12


def test_abbreviations_keep_their_capitals_and_sentences_lose_theirs() -> None:
    (name,) = name_themes([["Single SSO login loops", "Single SSO login", "the single SSO login", "Single SSO login again"]])
    assert name.label == "Single SSO login"


def test_singular_and_plural_are_one_phrase() -> None:
    (name,) = name_themes([["audit logs", "audit log", "audit logs", "audit logs"]])
    assert name.keyphrases == ("audit logs",)


def test_names_are_a_matter_of_the_texts_alone() -> None:
    assert name_themes([EXPORT, LOGIN]) == name_themes([list(EXPORT), list(LOGIN)])
