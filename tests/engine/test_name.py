import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.fakes import WordEmbedder
from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.engine.name import Name, name_themes
from voc.engine.naming.vocabulary import KEYPHRASES

EXPORT = ["The CSV export fails at night.", "Our CSV export is broken", "csv export stalls for us", "We cannot use the CSV export"]
LOGIN = ["The login page is blank", "A blank login page in Safari", "login page shows nothing", "I only see a blank login page"]
SEARCH = ["Search finds no archived task", "The search ignores archived tasks", "An archived task is missing from search", "search skips what is archived"]
CORPUS = [EXPORT, LOGIN, SEARCH]
words = st.sampled_from(
    "the our export exports login page slow SSO csv of and it 2 please dashboards can't e-mail API's is. (blank) dark mode , ! x 日本 [email]".split()
)
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)
themes_of_texts = st.lists(st.lists(texts, min_size=1, max_size=6), max_size=6)


def name(themes: list[list[str]], **options: object) -> list[Name]:
    """With vectors, as a refresh does."""
    embedder = WordEmbedder()
    return name_themes(themes, centres_of(themes, embedder), embedder, **options)  # type: ignore[arg-type]


def centres_of(themes: list[list[str]], embedder: WordEmbedder) -> NDArray[np.float32]:
    centres = np.array([embedder.embed(texts or ["-"]).sum(axis=0) for texts in themes], np.float32).reshape(len(themes), 512)
    return np.asarray(centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9), np.float32)


@pytest.mark.parametrize("themed", [name, name_themes])
def test_a_theme_is_called_what_its_snippets_say_and_others_do_not(themed) -> None:  # type: ignore[no-untyped-def]
    export, login, search = themed(CORPUS)
    assert "CSV export" in export.label
    assert "login page" in login.label.lower()
    assert "archived" in search.label.lower()
    assert not {"csv", "export"} & set(login.label.lower().split())


@given(themes_of_texts)
def test_every_theme_has_a_short_label_that_no_other_has_and_keyphrases_that_are_few_and_say_something(themes: list[list[str]]) -> None:
    for named in (name(themes), name_themes(themes)):
        labels = [n.label for n in named]
        assert len(labels) == len(themes)
        assert all(label.strip() for label in labels)
        assert len({label.lower() for label in labels}) == len(labels)
        assert all(len(label.split()) <= LONGEST_LABEL for label in labels)
        for one in named:
            assert len(one.keyphrases) <= KEYPHRASES
            assert all(phrase[0].isalpha() for phrase in one.keyphrases)
            assert len({phrase.lower() for phrase in one.keyphrases}) == len(one.keyphrases)


def test_a_label_has_two_words_where_the_texts_have() -> None:
    assert all(len(n.label.split()) >= SHORTEST_LABEL for n in name(CORPUS))


def test_labels_follow_their_themes_whatever_the_order() -> None:
    forward = {texts[0]: n for texts, n in zip(CORPUS, name(CORPUS), strict=True)}
    backward = {texts[0]: n for texts, n in zip(CORPUS[::-1], name(CORPUS[::-1]), strict=True)}
    assert forward == backward


def test_the_same_words_in_another_order_are_no_second_label() -> None:
    first, second = name([["Sync of the calendar fails", "sync of the calendar stalls"], ["Calendar sync fails on phones", "calendar sync stalls on phones"]])
    assert {*first.label.lower().split()} - {"of", "the"} != {*second.label.lower().split()}


def test_a_kept_label_stays_and_the_others_keep_away_from_it() -> None:
    wanted = name(CORPUS)[0].label
    named = name(CORPUS, kept={1: wanted.upper()})
    assert named[1].label == wanted.upper()
    assert named[0].label.lower() != wanted.lower()
    assert named[2].label == name(CORPUS)[2].label


def test_what_everybody_says_names_nobody() -> None:
    themes = [[f"In Acme Cloud {t}" for t in theme] for theme in (*CORPUS, ["Acme Cloud is slow today", "slow Acme Cloud", "we find Acme Cloud slow"])]
    labels = [n.label.lower() for n in name(themes)]
    assert not {"acme cloud", "acme", "in acme cloud"} & set(labels)
    assert "csv export" in labels[0] and "login page" in labels[1]


def test_a_word_of_one_snippet_alone_names_nothing() -> None:
    theme = [*EXPORT, *(f"the CSV export {verb} for us" for verb in ("hangs", "dies", "stops")), "CSV export unicorn zebra"]
    (named,) = name([theme])
    assert not {"unicorn", "zebra"} & set(named.label.lower().split())


def test_hidden_personal_data_is_in_no_label() -> None:
    (named,) = name([["[email] cannot open the invoice", "[email] cannot open an invoice", "[phone] cannot open invoice [email]"]])
    assert "[" not in named.label and "email" not in named.label.lower()


@pytest.mark.parametrize("theme", [[""], [], ["?!"], ["the of and"], ["x"], ["[email]"]])
def test_even_a_theme_without_words_has_a_label(theme: list[str]) -> None:
    first, second = name([theme, theme])
    assert first.label
    assert first.label.lower() != second.label.lower()


def test_many_themes_of_the_same_words_still_differ() -> None:
    assert len({n.label.lower() for n in name([EXPORT] * 12)}) == 12


def test_abbreviations_keep_their_capitals_and_sentences_lose_theirs() -> None:
    (named,) = name([["Single-click SSO login loops", "single-click SSO login", "the single-click SSO login", "Single-click SSO login again"]])
    assert named.label == "Single-click SSO login"


def test_singular_and_plural_are_one_keyphrase() -> None:
    (named,) = name([["many audit logs", "an audit log", "the audit logs", "audit logs"]])
    assert named.keyphrases == ("audit logs",)


def test_the_summary_is_a_sentence_of_the_theme() -> None:
    for named, theme in zip(name(CORPUS), CORPUS, strict=True):
        assert named.summary.rstrip(".").lower() in {text.rstrip(".").lower() for text in theme}


def test_names_are_a_matter_of_the_arguments_alone() -> None:
    assert name(CORPUS) == name([list(theme) for theme in CORPUS])


def test_a_theme_that_is_mostly_one_wording_is_named_by_it() -> None:
    chorus, solo = "The weekly digest mail arrives empty.", [f"Support on the phone is brilliant, says {who}." for who in ("Ana", "Bo", "Cy")]
    label = name_themes([[chorus] * 40 + solo, ["Export of invoices stops."] * 2 + ["Export of invoices breaks off."]])[0].label
    assert "digest" in label.lower()
