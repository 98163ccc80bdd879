import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.feedback import Kind
from voc.engine.clean import readable_text
from voc.engine.passages import Speakers
from voc.engine.split import Point, split_points

KINDS = st.sampled_from([kind.value for kind in Kind])
PEOPLE = Speakers(frozenset({"ana lima", "ana"}), "eva stein")
LINES = [
    "Hi team,", "Hello Maria, thanks.", "The export fails.", "Also, the login is slow but the API is great; the docs are old", "- export to CSV times out",
    "* admins want audit logs", "  and more of it", "Agent: how is it?", "Customer: the sync breaks", "Ana (CSM): Any news?", "Best regards,", "Thanks",
    "Eva Stein",
    "--", "> quoted", "On Mon, Oct 5, 2026 Support wrote:", "", "  ", "Subject: Export", "From: x", "00:00:01.000 --> 00:00:04.000",
    "<v Ana>it breaks every night</v>",
    "<v Ana></v>", "WEBVTT", "but however although", "1. one two three", "2) two three four", "...", "It does.", "Ben: ", "ada@acme.com",
    "<p>HTML &amp; more</p>",
]  # fmt: skip
letters = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=12).map("\n".join)


def points(raw: str, kind: str = "ticket", speakers: Speakers = PEOPLE) -> list[str]:
    return [p.text for p in split_points(readable_text(raw), kind, speakers)]


@given(letters | st.text(), KINDS)
def test_every_point_stands_in_the_text_where_it_says_and_after_the_one_before(raw: str, kind: str) -> None:
    text = readable_text(raw)
    end = 0
    for point in split_points(text, kind, PEOPLE):
        assert point.text == text[point.start : point.end]
        assert end <= point.start < point.end
        assert point.text == point.text.strip(" \t\n")
        end = point.end


@given(letters, KINDS)
def test_passages_are_numbered_in_the_order_of_the_text(raw: str, kind: str) -> None:
    numbers = [p.passage for p in split_points(readable_text(raw), kind, PEOPLE)]
    assert numbers == sorted(numbers)


@given(letters, KINDS)
def test_splitting_is_a_matter_of_the_text_alone(raw: str, kind: str) -> None:
    assert split_points(readable_text(raw), kind, PEOPLE) == split_points(readable_text(raw), kind, PEOPLE)


def test_a_text_that_was_not_cleaned_is_split_too() -> None:
    assert split_points("A\x1f\x00 <b> b", "nps") == [Point(0, 9, "A\x1f\x00 <b> b", 0)]


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("Easy to use but the reports are too slow", ["Easy to use", "the reports are too slow"]),
        ("Love it. However, support answers late; the docs are outdated", ["Love it.", "support answers late", "the docs are outdated"]),
        ("The price, although fair, is high", ["The price, although fair, is high"]),
        ("slow but fine", ["slow but fine"]),
        ("expensive", ["expensive"]),
        ("Great!", ["Great!"]),
        ("10/10", ["10/10"]),
        ("👍", []),
        ("...", []),
        ("", []),
    ],
)
def test_a_survey_comment_is_cut_where_it_turns(comment: str, said: list[str]) -> None:
    assert points(comment, "nps") == said


def test_a_sentence_that_leans_on_the_one_before_goes_with_it() -> None:
    assert points("The export fails. It happens every night. The login page is blank.") == [
        "The export fails. It happens every night.",
        "The login page is blank.",
    ]


def test_an_html_mail_gives_its_points_and_not_the_quoted_reply() -> None:
    raw = "<html><body><p>Hi,</p><p>The <b>app</b> crashes on charts.</p><ul><li>only on the iPhone 14</li>"
    raw += "<li>tablets work without trouble</li></ul><blockquote>We shipped it.</blockquote></body></html>"
    assert points(raw) == ["The app crashes on charts.", "only on the iPhone 14", "tablets work without trouble"]


def test_a_mail_thread_gives_only_what_its_author_wrote_now() -> None:
    raw = (
        "Subject: RE: Export\n\nHi Ana,\n\nthanks for the quick reply! The export still fails for large projects. We also need it as Excel.\n\n"
        "Best,\nEva Stein\nHead of Ops\n+49 170 1234567\n\nOn Mon, Oct 5, 2026 at 9:00 AM Ana Lima <ana@voc.example> wrote:\n> Which project is it?\n"
    )
    assert points(raw, "email") == ["The export still fails for large projects.", "We also need it as Excel."]


def test_a_call_gives_the_customers_points_a_passage_a_turn() -> None:
    raw = (
        "Agent: Hi Eva, how is the weather?\nCustomer: Sunny, thanks. The export times out for large files. The dashboard is slow on Mondays.\n"
        "Agent: I will raise the export bug with the team.\nCustomer: And we would like single sign-on."
    )
    found = split_points(readable_text(raw), "call_note", PEOPLE)
    assert [p.text for p in found] == ["The export times out for large files.", "The dashboard is slow on Mondays.", "we would like single sign-on."]
    assert [p.passage for p in found] == [0, 0, 1]


def test_a_subject_is_the_context_of_a_letters_points() -> None:
    found = split_points("Subject: RE: CSV export\n\nHi,\n\nIt times out for large files. The login page is blank.", "ticket", PEOPLE)
    assert [(p.text, p.context) for p in found] == [("It times out for large files.", "CSV export"), ("The login page is blank.", "CSV export")]


@pytest.mark.parametrize("body", ["", "\n\nHi,\n\nplease help!\n\nThanks\nEva Stein", "\n\nSee attached.", "\n\nHello team,"])
def test_a_letter_that_says_nothing_but_its_subject_has_said_it_there(body: str) -> None:
    raw = f"Subject: Cannot reset my password{body}"
    [point] = split_points(raw, "ticket", PEOPLE)
    assert point.text == raw[point.start : point.end] == "Cannot reset my password"
    assert point.context is None


@pytest.mark.parametrize("subject", ["Re: Cannot reset my password", "Question", "Help please"])
def test_a_subject_that_says_nothing_new_is_no_point(subject: str) -> None:
    assert points(f"Subject: {subject}\n\nThanks a lot!") == []


@pytest.mark.parametrize("said", ["All but one of the exports fail.", "We have nothing but trouble with guests."])
def test_not_every_but_turns_to_another_point(said: str) -> None:
    assert points(said, "nps") == [said]


def test_what_only_announces_a_list_is_no_point() -> None:
    raw = "We miss three things:\n- an audit log export\n- roles for guest users\n- a real dark mode"
    assert points(raw) == ["an audit log export", "roles for guest users", "a real dark mode"]


@pytest.mark.parametrize("raw", ["Hi,\n\nThanks a lot for your help!\n\nBest\nEva", "Hello!", "Any news?", "Thank you, have a nice weekend."])
def test_a_letter_of_mere_manners_makes_no_point(raw: str) -> None:
    assert points(raw) == []


def test_personal_data_is_in_no_point() -> None:
    assert points("The invoice went to ada@acme.com instead of our office.") == ["The invoice went to [email] instead of our office."]


def test_a_long_text_is_split_whole() -> None:
    assert len(points("The export number one fails again.\n\n" * 3_000)) == 3_000
