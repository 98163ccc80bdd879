import pytest

from tests.engine.text.said import said, snippets


def answers(text: str, kind: str = "csat") -> list[tuple[str, str | None]]:
    return [(s.text, s.context) for s in snippets(text, kind)]


def test_an_answer_is_the_point_and_its_question_the_context() -> None:
    text = "Q1. How satisfied are you with printing? Not at all, labels are skipped.\nQ2. What should we improve? The tray handling."
    assert answers(text) == [
        ("Not at all, labels are skipped.", "Q1. How satisfied are you with printing?"),
        ("The tray handling.", "Q2. What should we improve?"),
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the main reason for your score?", "Labels are skipped all the time."),
        ("Was können wir besser machen?", "Der Druck ist zu langsam."),
        ("Qu'est-ce qui vous a plu ?", "La rapidité du support."),
        ("¿Qué le gustaría mejorar?", "La exportación es lenta."),
    ],
)
def test_a_surveys_question_is_known_in_several_languages(question: str, answer: str) -> None:
    assert answers(f"{question} {answer}", "nps") == [(answer, question)]
    assert answers(f"{question}\n{answer}", "nps") == [(answer, question)]


def test_a_question_of_the_customers_own_is_heard() -> None:
    assert said("Why is printing so slow? We wait for minutes.", "nps")[0].startswith("Why is printing so slow?")


def test_a_field_without_an_answer_says_nothing() -> None:
    assert answers("What did you like? n/a\nWhat did you dislike? The slow printing.") == [("The slow printing.", "What did you dislike?")]
    assert said("Likes: the search\nDislikes: none", "csat") == ["the search"]


@pytest.mark.parametrize(
    "text", ["Pros: quick setup\nCons: labels are skipped", "Pros: quick setup Cons: labels are skipped", "Pros:\nquick setup\n\nCons:\nlabels are skipped"]
)
def test_pros_and_cons_are_told_apart(text: str) -> None:
    assert answers(text, "review") == [("quick setup", "Pros"), ("labels are skipped", "Cons")]


def test_pros_and_cons_within_a_sentence_are_words() -> None:
    assert said("Pros and cons are balanced, the price is fair.", "review") == ["Pros and cons are balanced, the price is fair."]


TEMPLATE = """<!-- Please search first -->
- [x] I have searched

### Describe the bug
Labels are skipped.

### Steps to reproduce
1. Open the dialog
2. Print a hundred labels

### Environment
- OS: macOS 14.2
- App: 3.2.1

**Expected behavior**
All labels are printed.

**Additional context**
None
"""


def test_of_an_issues_template_only_what_is_said_is_a_point() -> None:
    assert said(TEMPLATE) == ["Labels are skipped.", "All labels are printed."]


def test_the_block_under_a_plain_heading_ends_at_the_next_paragraph() -> None:
    assert said("Steps to reproduce:\n1. open the dialog\n2. press print\n\nLabels are skipped.") == ["Labels are skipped."]


def test_fields_of_particulars_are_no_points() -> None:
    text = "Name: Paul Weber\nOrder number: 4711\nBrowser: Firefox 128\nMessage: Labels are skipped since Monday."
    assert answers(text, "ticket") == [("Labels are skipped since Monday.", "Message")]


@pytest.mark.parametrize(
    "text", ["Status: the page says green while everything is down.", "Logs: we cannot see who deleted a board.", "Version 3.2 broke the calendar."]
)
def test_a_field_that_tells_a_trouble_is_heard(text: str) -> None:
    assert said(text) == [text]


@pytest.mark.parametrize("word", ["Screenshots", "Environment", "Logs", "Improvements"])
def test_a_single_word_is_an_answer_whatever_heading_it_could_be(word: str) -> None:
    assert said(word, "nps") == [word]


def test_what_somebody_will_do_next_is_no_point_of_a_call() -> None:
    text = "Attendees: Paul, Kim\n- labels are skipped\n- wants bulk upload\n\nAction items\n- Kim to send the manual\n- demo in May"
    assert said(text, "call_note") == ["labels are skipped", "wants bulk upload"]
