import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.engine.courtesy import CLOSING, GREETING, is_courtesy


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks a lot!", "Thank you for the quick reply.", "Can you hear me?", "Sorry, I was on mute.", "Have a great weekend!", "Let me know.",
        "I hope you are well.",
        "okay jesse thanks", "Hello Sam", "sure spencer",
        "Well, thank you.", "See attached.", "Any update?", "How are you?", "Good question.", "Looking forward to hearing from you.", "", "...",
        "This e-mail is confidential and intended solely for the addressee.",
    ],
)  # fmt: skip
def test_manners_carry_no_feedback(sentence: str) -> None:
    assert is_courtesy(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The export fails.", "Thanks to the client portal we cut status meetings by half.", "Hello export broken", "No undo",
        "We need single sign-on.", "Your support answers within minutes.", "The price is too high.",
        "Can you add a dark mode to the mobile app?",
        "Thank you for the new editor, which unfortunately loses all that I typed whenever I switch to another tab in the browser.",
    ],
)  # fmt: skip
def test_what_speaks_of_the_product_is_no_courtesy(sentence: str) -> None:
    assert not is_courtesy(sentence)


@given(st.text())
def test_any_text_can_be_judged(sentence: str) -> None:
    assert is_courtesy(sentence) == is_courtesy(f" {sentence} ")


@pytest.mark.parametrize("line", ["Hi", "Hello Ana,", "Dear support team,", "Good morning!", "Guten Tag Frau Lima,", "To whom it may concern:"])
def test_a_greeting_is_known(line: str) -> None:
    assert (found := GREETING.match(line)) is not None
    assert found.end() == len(line)


@pytest.mark.parametrize("line", ["Hidden fields are lost", "Heyday Ltd cannot log in", "Dearth of reports"])
def test_a_word_that_begins_like_a_greeting_is_none(line: str) -> None:
    assert GREETING.match(line) is None


@pytest.mark.parametrize(
    "line", ["Best regards,", "Kind regards", "Thanks,", "Many thanks", "Cheers", "Sincerely yours", "Mit freundlichen Grüßen", "Sent from my iPhone"]
)
def test_a_closing_is_known(line: str) -> None:
    assert CLOSING.match(line) is not None


@pytest.mark.parametrize("line", ["The export fails", "Our best customers leave", "Regardless of size it fails", "Bestsellers are missing"])
def test_a_sentence_is_no_closing(line: str) -> None:
    assert CLOSING.match(line) is None
