from collections.abc import Sequence
from random import Random

import pytest

from voc.domain.ids import derive_id
from voc.engine.text.boilerplate import Found, find_boilerplate
from voc.engine.text.standing import Said

NEEDS = "exports stall|boards load slowly|tasks vanish|rows repeat|totals are wrong|photos fail|search finds nothing|filters reset".split("|")


def items(parts: Sequence[str], count: int = 12, voices: int = 6, source: str = "form", begin: int = 0) -> list[Said]:
    """Items that each say these parts, a snippet each; `*` stands for what only this item says."""
    return [
        Said(f"{source}{n}-{place}", f"{source}{n}", place, NEEDS[n % 8] + f" in hall {chr(97 + n % 26)}" if part == "*" else part, f"A{n % voices}", source)
        for n in range(begin, begin + count)
        for place, part in enumerate(parts)
    ]


def listed(said: Sequence[Said], **rulings: bool) -> list[str]:
    return [one.text for one in find_boilerplate(said, rulings).listed]


@pytest.mark.parametrize(
    "sentence",
    [
        "What is the one thing that we could do better for you?",
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
        "This message may contain confidential information.",
        "Your request has been received and is being looked at.",
        "By submitting this form you agree that your data is kept.",
        "Transcribed by the recorder",
        "Diese Nachricht ist ausschließlich für den Empfänger bestimmt.",
        "Ce message est confidentiel et destiné à son destinataire.",
        "Steps to reproduce:",
        "Company name:",
    ],
)
def test_a_question_a_notice_or_a_field_that_recurs_over_accounts_is_boilerplate(sentence: str) -> None:
    said = items(["*", sentence])
    found = find_boilerplate(said, {})
    assert [(one.text, one.items, one.accounts) for one in found.listed] == [(sentence, 12, 6)]
    assert found.snippets == {row.id for row in said if row.text == sentence}


@pytest.mark.parametrize(
    "need",
    [
        "Dark mode",
        "Please add SSO",
        "Bulk editing of contacts is missing.",
        "We cannot schedule reports for each of the regions that our teams look after",
        "Please add a way to unsubscribe from this newsletter",
        "Can you support single sign-on with Okta?",
        "Why is our team not let into your beta?",
        "How do we get our invoices into your archive?",
        "It is really easy to use and to set up",
        "The dashboard takes a minute to load every morning, and it costs us two hours a week of waiting for figures",
    ],
)
@pytest.mark.parametrize("parts", [1, 2])
def test_what_many_customers_wish_for_in_the_same_words_is_not(need: str, parts: int) -> None:
    assert listed([*items([need, "*"][:parts], 30), *items(["*"], 200, source="mail")]) == []


def test_a_long_line_that_always_stands_last_in_what_a_source_sends_is_boilerplate_and_says_why() -> None:
    line = "Notes taken by Chorus Notetaker, accuracy is not guaranteed and speakers may be mixed up."
    (one,) = find_boilerplate(items(["*", line], 20), {}).listed
    assert one.reason == (
        "the same words at the same place: the same 15 words in 20 items of 6 accounts or writers, "
        "nearly always the last sentence, in 100% of what comes from form"
    )


def test_a_question_that_a_vendor_asks_in_most_of_a_survey_is_boilerplate() -> None:
    question = "How did the last quarter with our software go for your department?"
    assert listed(items([question, "*"], 30)) == [question]


@pytest.mark.parametrize(("count", "voices"), [(4, 4), (20, 2)])
def test_few_items_or_accounts_make_no_boilerplate(count: int, voices: int) -> None:
    assert listed(items(["*", "This call may be recorded."], count, voices)) == []


def test_wordings_that_differ_in_a_name_or_a_figure_are_one() -> None:
    thanks = "Thank you for contacting the support desk of Acme, NAME, case 7"
    said = [row._replace(text=row.text.replace("NAME", "Ana" if row.item[-1] in "123" else "Jo")) for row in items(["*", thanks])]
    (one,) = find_boilerplate(said, {}).listed
    assert one.items == 12
    assert "nearly the same" in one.reason


def test_a_snippet_that_says_something_besides_stays() -> None:
    notice = "This call may be recorded."
    found = find_boilerplate([*items([notice]), Said("both", "x", 0, f"{notice} Exports stall.", "A1", "form")], {})
    assert "both" not in found.snippets
    assert len(found.snippets) == 12


def test_what_people_call_feedback_is_spared_and_still_listed() -> None:
    said = items(["*", "This call may be recorded."])
    key = find_boilerplate(said, {}).listed[0].key
    found = find_boilerplate(said, {key: False})
    assert found.snippets == frozenset()
    assert found.spared == {key: {row.id for row in said if row.position == 1}}
    assert [one.key for one in found.listed] == [key]


def test_what_people_call_boilerplate_is_left_out_however_it_looks() -> None:
    said = items(["*", "This call may be recorded."])
    seen = find_boilerplate([row._replace(text=row.text.replace("This call may be recorded.", "Dark mode")) for row in said], {})
    assert seen.listed == []
    assert listed(items(["Dark mode"]), **{derive_id("bpl", "dark mode"): True}) == ["Dark mode"]


def test_the_order_of_the_rows_changes_nothing() -> None:
    said = [*items(["*", "This call may be recorded.", "Company name:"]), *items(["Dark mode"], source="app")]

    def found(seed: int) -> Found:
        return find_boilerplate(Random(seed).sample(said, len(said)), {})

    assert found(1) == found(2) == find_boilerplate(said, {})


def test_nothing_and_marks_alone_are_no_boilerplate() -> None:
    assert find_boilerplate([], {}) == Found([], frozenset(), {})
    assert listed(items(["…", "12 %"])) == []
