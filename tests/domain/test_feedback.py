import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.feedback import FeedbackItem, Kind, feedback_id, fold_source, hash_text, is_satisfied, list_spellings, snippet_id, spell_sources

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.text())
def test_texts_that_a_reader_cannot_tell_apart_have_one_hash(text: str) -> None:
    folded = hash_text(text)
    assert hash_text(unicodedata.normalize("NFD", text)) == hash_text(unicodedata.normalize("NFC", text))
    assert hash_text(f"  {text}\n") == folded
    assert hash_text("\u00a0 ".join(text.split())) == folded


@given(st.text(), st.text())
def test_other_words_have_another_hash(one: str, other: str) -> None:
    def fold(text: str) -> str:
        return " ".join(unicodedata.normalize("NFC", text).split())

    assert (hash_text(one) == hash_text(other)) == (fold(one) == fold(other))


def test_case_is_not_folded() -> None:
    assert hash_text("SSO") != hash_text("sso")


def test_half_a_character_can_be_hashed() -> None:
    assert len(hash_text("\ud800")) == 64


def test_an_item_keeps_its_id_when_it_is_revised() -> None:
    item = FeedbackItem("zendesk", "1", Kind.TICKET, DAY, "old", DAY)
    assert item.id == replace(item, text="new", kind=Kind.EMAIL).id == feedback_id("zendesk", "1")
    assert item.id != replace(item, source="gong").id


def test_a_snippet_is_another_one_when_its_place_or_its_words_change() -> None:
    ids = {
        snippet_id("fbk_1", 0, hash_text("a")),
        snippet_id("fbk_1", 1, hash_text("a")),
        snippet_id("fbk_1", 0, hash_text("b")),
        snippet_id("fbk_2", 0, hash_text("a")),
    }
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("scale", "dissatisfied", "between", "satisfied"),
    [("nps", [0, 6], [7, 8], [9, 10]), ("csat5", [1, 2], [3], [4, 5]), ("ces7", [1, 3], [4, 5], [6, 7]), ("good_bad", [0], [], [1])],
)
def test_a_rating_tells_who_is_satisfied(scale: str, dissatisfied: list[int], between: list[int], satisfied: list[int]) -> None:
    verdicts = {rating: is_satisfied(Decimal(rating), scale) for rating in (*dissatisfied, *between, *satisfied)}
    assert verdicts == {**dict.fromkeys(dissatisfied, False), **dict.fromkeys(between), **dict.fromkeys(satisfied, True)}


def test_a_rating_on_an_unknown_scale_tells_nothing() -> None:
    assert is_satisfied(Decimal(5), "stars") is None


@pytest.mark.parametrize("written", ["Google Play", "google_play", "google-play", " GOOGLE\u00a0 Play"])
def test_neither_case_nor_what_stands_between_words_tells_sources_apart(written: str) -> None:
    assert fold_source(written) == "google_play"


SOURCES = st.lists(st.sampled_from(["zendesk", "Zendesk", "ZENDESK", "Google Play", "google-play", "gong"]), max_size=6)


@given(known=SOURCES, batches=st.lists(SOURCES, max_size=3))
def test_a_source_that_is_known_keeps_its_spelling_and_a_new_one_never_gets_a_second(known: list[str], batches: list[list[str]]) -> None:
    there = sorted(set(known))
    for batch in batches:
        spelled = spell_sources(batch, there)
        assert all(fold_source(name) == fold_source(other) for name, other in spelled.items())
        assert all(spelled[name] == name for name in batch if name in there)
        there = sorted({*there, *spelled.values()})
    folded = [fold_source(name) for name in there if name not in known]
    assert len(set(folded)) == len(folded) and not {fold_source(name) for name in known} & set(folded)


def test_who_asks_for_a_source_gets_exactly_that_one_else_those_spelled_otherwise() -> None:
    known = ["Zendesk", "gong", "zendesk"]
    assert list_spellings("zendesk", known) == ["zendesk"]
    assert list_spellings("ZENDESK", known) == ["Zendesk", "zendesk"]
    assert list_spellings("intercom", known) == ["intercom"]
