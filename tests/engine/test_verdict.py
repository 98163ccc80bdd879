import pytest

from voc.engine.verdict import is_bare_verdict


@pytest.mark.parametrize(
    "text",
    [
        "Pretty decent overall.", "Not for me", "meh", "10/10, would buy again.", "9 out of 10", "I'd choose it again.", "Love it!!", "Good, not great.", "n/a",
        "Some days I like it, some days I don't.", "Couldn't be happier", "It is what it is", "", "TOTAL WASTE OF TIME.",
    ],
)  # fmt: skip
def test_who_says_only_how_it_feels_speaks_of_nothing(text: str) -> None:
    assert is_bare_verdict(text)


@pytest.mark.parametrize(
    "text",
    [
        "Easy to use.", "Slow.", "Too expensive", "Great support", "Good value for the price", "I love the portal", "Why did I only get 20?", "I only got $20.",
        "The export is awful", "Call back", "Move it to the top", "Très bien", "Sehr gut", "とても良い", "Unusable on my phone", "Where is my name?",
    ],
)  # fmt: skip
def test_who_names_what_it_is_about_is_heard(text: str) -> None:
    assert not is_bare_verdict(text)


def test_a_long_remark_is_heard_however_plain_its_words() -> None:
    assert not is_bare_verdict("I would say that it is good and that we all like what you do and would do so again")
