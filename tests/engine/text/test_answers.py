import pytest

from tests.engine.text.said import said
from voc.engine.text.answers import is_identification, is_mash, is_no_answer


@pytest.mark.parametrize(
    "text",
    [
        "n/a", "N.A.", "None.", "no comment", "No further comments at the moment", "nothing to add", "nope", "Not applicable", "test", "Testing 123",
        "just a test, please ignore", "keine Angabe", "nichts", "k.A.", "rien à signaler", "ninguno", "nada", "nessuno", "geen opmerkingen", "nenhum",
        "特になし", "-", "...",
        "asdfgh", "qwerty", "sdkfjhsdkf", "aaaaaaa", "asdf jkl",
    ],
)  # fmt: skip
def test_who_has_no_answer_makes_no_point(text: str) -> None:
    assert said(text, "nps") == []


@pytest.mark.parametrize(
    "text",
    [
        "No offline mode", "Nothing works", "None of the exports work", "Test coverage reports", "n/a values break our charts", "Nothing beats your search",
        "Great!",
        "expensive", "10/10", "xlsx", "HTTPS", "Rechtschreibung", "No complaints about support except the hours",
    ],
)  # fmt: skip
def test_a_short_answer_is_heard(text: str) -> None:
    assert not is_no_answer(text)
    assert len(said(text, "nps")) == 1


@pytest.mark.parametrize("word", ["property", "powers", "stressed", "https", "kubectl", "Reihenfolge", "strengths", "letter", "asset"])
def test_a_word_is_not_struck_at_random(word: str) -> None:
    assert not is_mash(word)


@pytest.mark.parametrize(
    "text",
    [
        "my name is paul weber", "My name is Paul and my account number is 88123", "order number 4711", "this is paul from shop gmbh", "password is 5687",
        "It's 88123",
        "meine Kundennummer ist 88123", "je m'appelle Luc Petit", "name rosa no 0236",
    ],
)  # fmt: skip
def test_who_only_says_who_they_are_makes_no_point(text: str) -> None:
    assert said(text, "chat") == []


@pytest.mark.parametrize(
    "text",
    [
        "My name is spelled wrong on every certificate.", "The account number is missing on the statement.", "My order number is not shown on the invoice.",
        "I am frustrated with the export", "My name is displayed twice in the list.", "Please add the order number to the form.",
    ],
)  # fmt: skip
def test_who_speaks_of_names_and_numbers_is_heard(text: str) -> None:
    assert not is_identification(text)
    assert said(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "yes that's right", "ok", "okay thank you sir", "hi there good evening", "hello", "no nothing else thank you for your support",
        "thanks a lot for your help",
        "bye", "have a nice day", "yes", "now it is working fine", "you're welcome", "please proceed",
    ],
)  # fmt: skip
def test_greetings_thanks_and_confirmations_make_no_point(text: str) -> None:
    assert said(text, "chat") == []


@pytest.mark.parametrize("text", ["i want keyboard", "need refund", "printer stuck", "outlook slow", "cancel my order", "I need dark mode"])
def test_a_short_wish_or_trouble_is_a_point(text: str) -> None:
    assert said(text, "chat") == [text]


@pytest.mark.parametrize("text", ["i want", "please help", "need help", "please check it"])
def test_a_wish_for_nothing_is_none(text: str) -> None:
    assert said(text, "chat") == []


def test_thanks_that_turn_to_a_trouble_are_heard() -> None:
    assert said("Thanks, but the labels are still skipped.") == ["Thanks, but the labels are still skipped."]


def test_particulars_that_were_asked_for_are_no_point_and_a_wish_among_them_is() -> None:
    call = "Agent: May I have your full name and account number?\nCustomer: {}\nAgent: What is wrong?\nCustomer: labels are skipped"
    assert said(call.format("paul weber of shop"), "chat") == ["labels are skipped"]
    assert said(call.format("we need a refund for order nine"), "chat") == ["we need a refund for order nine", "labels are skipped"]


def test_an_answer_to_another_question_is_heard_however_short() -> None:
    call = "Agent: What is your name, and what do you miss?\nCustomer: bulk edit for tags\nAgent: Noted.\nCustomer: guest roles in boards"
    assert said(call, "chat") == ["bulk edit for tags", "guest roles in boards"]


def test_a_sentence_without_spaces_is_heard() -> None:
    assert said("検索結果が表示されません。") == ["検索結果が表示されません。"]
