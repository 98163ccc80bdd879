import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.labels import LONGEST_LABEL
from voc.engine.name import name_themes
from voc.engine.naming.areas import name_areas
from voc.engine.naming.reading import Reading
from voc.engine.naming.statements import find_statements
from voc.engine.naming.vocabulary import Vocabulary
from voc.engine.parser import find_parser

needs_parser = pytest.mark.skipif(find_parser() is None, reason="the extra english is not installed")
RECAPS = [
    "The AI recap gets the names wrong.",
    "Our AI recap never finds the names.",
    "AI recap of a meeting had wrong names.",
    "I can't trust the AI recap.",
]
PRAISE = ["Our clients love the portal.", "Clients adore the portal, great work.", "The portal is great for clients.", "Clients are happy with the portal."]
GERMAN = ["Der Export der Stunden bricht jede Nacht ab.", "Unser Export der Stunden ist kaputt und bricht ab.", "Warum bricht der Export der Stunden immer ab?"]


def stated(texts: list[str]) -> list[str]:
    """The statements of the theme, the most promising first, beside another theme."""
    readings = [Reading(texts), Reading(["The invoice has no due date.", "No due date on the invoice."])]
    return [found.text for found in find_statements(readings, Vocabulary(readings))[0]]


@needs_parser
def test_a_problem_is_named_with_what_is_wrong() -> None:
    assert stated(RECAPS)[0] != "AI recap of a meeting"
    first = name_themes([RECAPS, PRAISE])[0].label
    assert any(word in first.lower() for word in ("wrong", "never", "can't", "no "))


@needs_parser
def test_praise_is_not_named_as_if_something_were_missing() -> None:
    label = name_themes([PRAISE, RECAPS])[0].label
    assert "portal" in label.lower() and not label.startswith(("No ", "Need ", "Can't "))


@needs_parser
def test_a_name_of_one_text_alone_is_in_no_statement() -> None:
    assert not any("Zora" in text or "Bo" in text.split() for text in stated([*RECAPS, "Zora can't trust the AI recap.", "Bo lost the AI recap."]))


def test_another_language_keeps_its_phrases() -> None:
    assert stated(GERMAN) == []
    assert name_themes([GERMAN])[0].label


def test_without_a_parser_phrases_name_the_themes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.engine.naming.parse.find_parser", lambda: None)
    assert stated(RECAPS) == []
    assert "recap" in name_themes([RECAPS, PRAISE])[0].label.lower()
    assert name_areas([[RECAPS, PRAISE]]) == [""]


@given(st.lists(st.lists(st.text(max_size=60), max_size=4), min_size=1, max_size=3))
def test_any_texts_have_a_label_of_few_words(themes: list[list[str]]) -> None:
    assert all(1 <= len(named.label.split()) <= LONGEST_LABEL for named in name_themes(themes))


@needs_parser
def test_an_area_is_named_by_what_its_themes_share_or_by_one_thing_of_each() -> None:
    invoices = [["The invoice is late.", "Our invoices are wrong.", "invoices get lost"], ["The tax on it is wrong.", "Wrong tax again", "a tax is missing"]]
    portal = [["The portal is blank.", "portals hang", "our portal is slow"], ["The logo is blurred.", "Our logo is missing", "a logo vanished"]]
    assert name_areas([invoices, portal])[0].lower() in ("invoices and tax", "tax and invoices")


@given(st.lists(st.lists(st.lists(st.text(max_size=30), max_size=3), max_size=3), max_size=3))
def test_any_areas_have_a_name_or_none(areas: list[list[list[str]]]) -> None:
    assert len(name_areas(areas)) == len(areas)


def test_an_empty_corpus_has_no_statements() -> None:
    assert name_themes([], np.zeros((0, 4), np.float32)) == []
