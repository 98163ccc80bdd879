"""Jira's rich text as plain text."""

from typing import Any

import pytest

from voc.sources.mapping.adf import read_adf


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "version": 1, "content": list(content)}


def paragraph(*content: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}


def test_each_paragraph_item_and_row_is_a_line() -> None:
    items = [{"type": "listItem", "content": [paragraph(text(words))]} for words in ("on phones", "on tablets")]
    row = {"type": "tableRow", "content": [{"type": "tableCell", "content": [text("Maps")]}, {"type": "tableCell", "content": [text("12")]}]}
    found = read_adf(
        doc({"type": "heading", "content": [text("Wish")]}, paragraph(text("It "), text("freezes")), {"type": "bulletList", "content": items}, row)
    )
    assert found == "Wish\nIt freezes\non phones\non tablets\nMaps 12"


def test_breaks_mentions_emoji_and_cards_are_read_as_they_are_seen() -> None:
    mention, emoji = {"type": "mention", "attrs": {"id": "7", "text": "@Mona"}}, {"type": "emoji", "attrs": {"shortName": ":smile:", "text": "😄"}}
    card = {"type": "inlineCard", "attrs": {"url": "https://voltaic.example/map"}}
    assert read_adf(doc(paragraph(mention, text(" says hi "), emoji, {"type": "hardBreak"}, card))) == "@Mona says hi 😄\nhttps://voltaic.example/map"


@pytest.mark.parametrize("value", [None, "text", 7, {"type": "paragraph"}, {"type": "doc"}, ["doc"]])
def test_anything_else_stays_as_it_is(value: Any) -> None:
    assert read_adf(value) == value


def test_an_empty_document_is_nothing_and_a_broken_one_is_what_can_be_read() -> None:
    deep: Any = text("lost")
    for _ in range(2_000):
        deep = {"type": "panel", "content": [deep]}
    assert read_adf(doc()) is None
    assert read_adf(doc(None, "x", {"type": "paragraph", "content": "x"}, paragraph(text("kept")), deep)) == "kept"
