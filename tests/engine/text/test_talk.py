import pytest

from tests.engine.text.said import said, snippets

SAID = ["A bulk upload for labels would save us a day.", "The printer skips labels."]
DRESSES = (
    "Weekly call\nRecorded with Fireflies\n\n00:01 - Kim Lee\nWhat is hard?\n00:09 - Paul Weber\n{}\n00:20 - Kim Lee\nAnything else?\n"
    "00:22 - Paul Weber\n{}\n\nMeeting ended after 00:30:00",
    "Call: Shop review\nRecorded on Oct 13, 2026 via Zoom, 31m\n\nParticipants\n  ACME\n  Kim Lee, CSM\n\n  SHOP\n  Paul Weber, Logistics\n\nTranscript\n\n"
    "0:00 | Kim\nWhat is hard?\n\n0:12 | Paul\n{}\n\n0:40 | Kim\nAnything else?\n\n0:50 | Paul\n{}",
    "Shop review (2026-10-13 15:00 GMT+2) - Transcript\nAttendees\nPaul Weber, Kim Lee\nTranscript\nThis editable transcript was computer generated and might "
    "contain errors.\n00:00:00\n \nKim Lee: What is hard?\nPaul Weber: {}\n00:05:00\n \nKim Lee: Anything else?\nPaul Weber: {}\n"
    "Transcription ended after 00:06:10",
    "Shop-20261013_150000-Meeting Recording\nOctober 13, 2026, 3:00PM\n31m 12s\n\nKim Lee started transcription\n\nKim Lee   0:03\nWhat is hard?\n\n"
    "Weber, Paul (Guest)   0:07\n{}\n\nKim Lee   0:13\nAnything else?\n\nWeber, Paul (Guest)   0:15\n{}\n\nKim Lee stopped transcription",
    "Kim Lee  0:03  \nWhat is hard?\n\nPaul Weber  0:07  \n{}\n\nKim Lee  0:13  \nAnything else?\n\nPaul Weber  0:15  \n{}\n\nTranscribed by "
    "https://otter.ai\n",
    "0:00:03.120,0:00:06.510\nKim Lee: What is hard?\n\n0:00:07.000,0:00:12.300\nPaul Weber: {}\n\n0:00:13.000,0:00:15.000\nKim Lee: Anything else?\n\n"
    "0:00:15.500,0:00:19.000\nPaul Weber: {}\n",
    "10:02:03 From Kim Lee to Everyone:\n\tWhat is hard?\n10:02:33 From Paul Weber to Everyone:\n\t{}\n10:03:03 From Kim Lee to Everyone:\n\tAnything else?\n"
    "10:03:10 From Paul Weber to Everyone:\n\t{}",
    "10:02:03\t From Kim Lee : What is hard?\n10:02:33\t From Paul Weber : {}\n10:03:03\t From Kim Lee : Anything else?\n10:03:10\t From Paul Weber : {}",
    "[10/13/2026 10:02 AM] Kim Lee\nWhat is hard?\n[10/13/2026 10:03 AM] Paul Weber\n{}\n[10/13/2026 10:04 AM] Kim Lee\nAnything else?\n"
    "[10/13/2026 10:05 AM] Paul Weber\n{}",
    "Paul Weber joined the chat\nKim: What is hard?\nPaul Weber: {}\nKim: Anything else?\nPaul Weber: {}\nPaul Weber left the chat",
    "Speaker 1: What is hard?\nSpeaker 2: {}\nSpeaker 1: Anything else?\nSpeaker 2: {}",
    "6143: What is hard?\n7788: {}\n6143: Anything else?\n7788: {}",
    '[{{"speakerId": "6143", "sentences": [{{"start": 0, "text": "What is hard?"}}]}}, {{"speakerId": "7788", "sentences": [{{"text": "{}"}}]}}, '
    '{{"speakerId": "6143", "sentences": [{{"text": "Anything else?"}}]}}, {{"speakerId": "7788", "sentences": [{{"text": "{}"}}]}}]',
)


@pytest.mark.parametrize("dress", DRESSES)
def test_of_a_call_or_a_chat_only_the_customers_turns_are_points(dress: str) -> None:
    found = snippets(dress.format(*SAID), "call_note")
    assert [(s.text, s.context) for s in found] == list(zip(SAID, ["What is hard?", "Anything else?"], strict=True))


def test_captions_that_roll_are_read_once() -> None:
    text = (
        "WEBVTT\nKind: captions\n\n00:01.000 --> 00:03.000 align:start\nthe printer<00:02.000><c> skips</c>\n\n00:03.000 --> 00:03.010\nthe printer "
        "skips\n \n\n"
        "00:03.010 --> 00:05.000\nthe printer skips\nevery third<00:04.000><c> label</c>"
    )
    assert said(text, "call_note") == ["the printer skips every third label"]


def test_where_nobody_sounds_like_us_everybody_is_heard() -> None:
    assert len(said("Ana: the board is slow\nTom: the export fails too\nAna: and there is no dark mode", "call_note")) == 3


def test_an_internal_note_is_nobodys_words() -> None:
    text = "Paul: bulk editing of labels is missing\nKim (Acme): How often?\n[Internal note] Kim: churn risk, ignore\nPaul: every Monday, it blocks two people"
    assert [(s.text, s.context) for s in snippets(text, "chat")] == [
        ("bulk editing of labels is missing", None),
        ("every Monday, it blocks two people", "How often?"),
    ]
    assert said("Internal: this customer is always loud, ignore them.") == []


@pytest.mark.parametrize(
    "head", ["{}, Oct 13, 2026, {} AM:", "{} (2026-10-13 {}):", "{} wrote on 13 Oct 2026 {}:", "[2026-10-13 {1}] {0}:", "Comment by {} on Oct 13, 2026 at {}"]
)
def test_of_a_thread_only_the_customers_messages_are_points(head: str) -> None:
    text = (
        f"{head.format('Paul Weber', '9:00')}\n\nHello,\n\nThe printer skips labels.\n\n{head.format('Kim Lee', '9:30')}\n\nHi Paul, have you tried "
        f"the new driver? It is great.\n\n"
        f"{head.format('Paul Weber', '10:00')}\n\nYes, the same. We print by hand now."
    )
    assert [(s.text, s.context) for s in snippets(text)] == [
        ("The printer skips labels.", None),
        ("We print by hand now.", "Hi Paul, have you tried the new driver? It is great."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for contacting Acme. We are looking into this and will get back to you.",
        "I have passed this on to our engineering team and will keep you posted.",
        "Could you please send us a screenshot and your browser version?",
        "Hi Paul,\n\nThank you for reaching out to us. The limit is part of your plan, and a larger plan lifts it.\n\nBest\nKim\nAcme Support",
        "Hallo Herr Weber,\n\nkönnten Sie uns bitte einen Screenshot schicken?\n\nViele Grüße\nKim",
        "Your ticket #88 has been closed. Please do not hesitate to contact us again.",
    ],
)
def test_our_own_side_is_known_by_what_it_says(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Please update the mobile app, it is two years old.",
        "Our developers are blocked by the missing webhooks.",
        "Could you provide more details about pricing for fifty seats and for guests?",
        "We are looking into alternatives because of the price.",
        "My name is Paul and I am unable to print labels.",
        "Ana joined our workspace and cannot see a single board.",
    ],
)
def test_a_customer_who_sounds_a_little_like_us_is_heard(text: str) -> None:
    assert len(said(text)) == 1
