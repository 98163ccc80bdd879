import re

from hypothesis import given
from hypothesis import strategies as st

from voc.engine.alignment import AlignedText

WORDS = st.text(alphabet="ab ", max_size=20)
PATTERNS = st.sampled_from([re.compile(p) for p in ("a", "b+", "ab", " +", "(?<=a)b", "a(b)?", "^", "b(?= )")])
EDITS = st.lists(st.tuples(PATTERNS, st.sampled_from(["", "x", "aa", "b b"])), max_size=4)


def edited(original: str, edits: list[tuple[re.Pattern[str], str]]) -> AlignedText:
    text = AlignedText(original)
    for pattern, replacement in edits:
        text = text.sub(pattern, replacement)
    return text


@given(WORDS, EDITS)
def test_a_substitution_gives_what_re_gives(original: str, edits: list[tuple[re.Pattern[str], str]]) -> None:
    expected = original
    for pattern, replacement in edits:
        expected = pattern.sub(replacement, expected)
    assert edited(original, edits).text == expected
    assert AlignedText(original).strip().text == original.strip()


@given(WORDS, EDITS, st.data())
def test_a_stretch_comes_from_a_stretch_and_later_ones_from_later_ones(original: str, edits: list[tuple[re.Pattern[str], str]], data: st.DataObject) -> None:
    text = edited(original, edits)
    places = [text.source(i, i + 1) for i in range(len(text.text))]
    assert all(0 <= start <= end <= len(original) for start, end in places)
    assert places == sorted(places)
    if text.text:
        start = data.draw(st.integers(0, len(text.text) - 1))
        end = data.draw(st.integers(start + 1, len(text.text)))
        assert text.source(start, end) == (places[start][0], places[end - 1][1])


@given(WORDS)
def test_what_no_edit_touched_is_found_letter_by_letter(original: str) -> None:
    text = AlignedText(original).sub(re.compile("b+"), "[b]").sub(re.compile(" "), "").strip()
    for i, letter in enumerate(text.text):
        start, end = text.source(i, i + 1)
        assert letter not in "a" or original[start:end] == "a"


@given(WORDS, EDITS)
def test_there_and_back_again_covers_where_one_started(original: str, edits: list[tuple[re.Pattern[str], str]]) -> None:
    text = edited(original, edits)
    for i in range(len(text.text)):
        start, end = text.source(i, i + 1)
        if start < end:
            first, last = text.target(start, end)
            assert first <= i < last


def test_a_replaced_stretch_is_one_whole() -> None:
    text = AlignedText("mail ada@acme.com now").sub(re.compile(r"\S+@\S+"), "[email]")
    assert [text.source(i, i + 1) for i in range(5, 12)] == [(5, 17)] * 7
    assert text.target(7, 9) == (5, 12)
    assert text.source(13, 16) == (18, 21)


def test_only_the_named_group_of_a_match_is_replaced() -> None:
    assert AlignedText("call 12 or 13").sub(re.compile(r"call (\d+)"), lambda said: "#" * len(said), 1).text == "call ## or 13"
