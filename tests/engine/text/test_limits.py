from time import process_time

import pytest

from tests.engine.text.said import said

LENGTH = 20_000
UNITS = (
    *("a", " ", "\n", "* ", "_", "`", "```\n", "[", "<", "<@", "{code}", "{code", "!", "| ", "# x\n", "> a\n", "a: ", "Ana: hi\n", "From: a\n", "On 5 Ana\n"),
    *("Ana, Oct 5, 2026, 9:12 AM:\n", "00:00:01.000 --> 00:00:02.000\na\n", "@a ", "#a ", "https://a.b/c ", "What do you like? ", "Pros: a Cons: b "),
    *('{"speaker":"a","text":"b"}', '{"text":"', "at a.b(", "a.b", "a=", "1. a\n", "<!-- ", "my name is ", "order number ", "日本語", "Fwd:\n"),
    *("Steps to reproduce:\n1. a\n", "FYI\n\n---- Forwarded message ----\nFrom: a\n\n", "the printer skips labels and we wait "),
)


@pytest.mark.parametrize("kind", ["ticket", "nps"])
@pytest.mark.parametrize("unit", UNITS)
def test_any_text_is_split_in_time_that_grows_with_its_length(unit: str, kind: str) -> None:
    begun = process_time()
    said((unit * (LENGTH // len(unit) + 1))[:LENGTH], kind)
    assert process_time() - begun < 5  # a search that goes back and forth takes minutes
