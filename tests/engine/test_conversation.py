import pytest

from voc.engine.conversation import Speakers, find_passages

ANA = Speakers(agents=frozenset({"ana lima", "ana"}))


def passages(text: str, kind: str = "call_note", speakers: Speakers = ANA) -> list[str]:
    return [text[p.start : p.end] for p in find_passages(text, kind, speakers)]


@pytest.mark.parametrize("agent", ["Agent", "Ana Lima", "Ana", "CSM", "Ana Lima (Acme CSM)", "Support rep", "Us", "Sam (Customer Success)", "Customer Support"])
def test_our_own_people_are_known_by_role_or_by_name(agent: str) -> None:
    text = f"{agent}: We shipped it.\nMaria Silva: The export fails.\n{agent}: Noted.\nMaria Silva: The API is slow."
    assert passages(text) == ["The export fails.", "The API is slow."]


def test_where_nobody_is_known_the_one_who_asks_is_ours() -> None:
    text = "Tom Baker: How is the editor?\nEva Stein: It loses my changes.\nTom Baker: And the app?\nEva Stein: We miss a dark mode."
    assert passages(text, speakers=Speakers()) == ["It loses my changes.", "We miss a dark mode."]


def test_a_customer_who_asks_much_is_still_the_customer() -> None:
    text = "Customer: Why is it slow?\nTom Baker: We know.\nCustomer: Where are the exports?\nTom Baker: Soon."
    assert passages(text, speakers=Speakers()) == ["Why is it slow?", "We know.", "Where are the exports?", "Soon."]


def test_the_items_author_is_the_customer_whatever_they_do() -> None:
    text = "Eva Stein: Why is it slow?\nTom Baker: We know.\nEva Stein: Where are the exports?\nTom Baker: Soon."
    assert "Why is it slow?" in passages(text, "chat", Speakers(author="eva stein"))


def test_time_stamps_before_a_name_are_no_words() -> None:
    text = "[00:12:01] Ana: what is missing?\n[00:12:05] Ben: A bulk edit for tags.\n(12:20) Ana: and else?\n12:22 - Ben: The search ignores archives."
    assert passages(text) == ["A bulk edit for tags.", "The search ignores archives."]


def test_a_turn_of_several_lines_is_one_passage() -> None:
    assert passages("Ana: Hi.\nBen: The search is slow,\nmostly on Mondays.\n\nAna: Oh.\nBen: Yes.") == ["The search is slow,\nmostly on Mondays.", "Yes."]


def test_subtitles_are_read_by_their_voices() -> None:
    text = (
        "WEBVTT\n\nNOTE made by a machine\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Ana Lima>What hurts most?</v>\n\n"
        "2\n00:00:05.000 --> 00:00:09.000\n<v Eva Stein>The sync breaks.</v>\n\n00:10.000 --> 00:12.000\n<v Eva Stein>Nobody is told."
    )
    assert passages(text) == ["The sync breaks.", "Nobody is told."]


def test_the_fields_of_a_form_are_no_speakers() -> None:
    text = "Browser: Chrome 120\nProblem: the export fails\nExpected: a file is downloaded"
    assert passages(text, "ticket", Speakers()) == text.split("\n")


def test_bullets_are_points_one_by_one_without_heading_and_notes_to_self() -> None:
    text = (
        "QBR notes Acme 2026\n- export times out on large files\n- admins want audit logs,\n  with an export to Splunk\n"
        "- next steps: send pricing\n- I'll follow up next week\n- attendees: Ana, Ben\n\n1) seats are counted twice\n2. the app is slow"
    )
    found = find_passages(text, "call_note", ANA)
    assert [text[p.start : p.end] for p in found] == [
        "export times out on large files", "admins want audit logs,\n  with an export to Splunk", "seats are counted twice", "the app is slow",
    ]  # fmt: skip
    assert {p.form for p in found} == {"point"}


LETTER = "The export fails since Monday."
CLOSINGS = (
    "Best regards,\nEva Stein\nHead of Ops",
    "Thanks!\nEva",
    "--\nEva Stein\nAcme GmbH, Berlin",
    "Kind regards\n\nEva Stein\nAcme | www.acme.example",
    "Sent from my iPhone",
    "Cheers\nEva",
)
REPLIES = (
    "On Mon, Oct 5, 2026 at 9:00 AM Support <[email]> wrote:\n> Did you restart it?\n> Please do.",
    "> Did you restart it?",
    "-----Original Message-----\nFrom: Support\nSent: Monday\n\nWe closed your ticket.",
    "________________________________\nFrom: Support <[email]>\nSent: Monday\nTo: Eva\nSubject: RE: Login\n\nHave you tried to clear the cache?",
    "From: Support\nSent: Monday\nSubject: RE: Login\n\nHave you tried to clear the cache?",
    "Am 05.10.2026 um 09:00 schrieb Support:\n> Bitte neu starten.",
    "##- Please type your reply above this line -##\nWe closed your ticket.",
)


@pytest.mark.parametrize(
    "greeting", ["Hi,\n\n", "Hello support team,\n", "Dear Sir or Madam,\n\n", "Subject: Export\n\nHi Ana,\n\n", "Good morning Ana!\n\n", ""]
)
@pytest.mark.parametrize("closing", ["", *CLOSINGS])
def test_greeting_subject_and_signature_are_not_the_letter(greeting: str, closing: str) -> None:
    assert passages(f"{greeting}{LETTER}\n\n{closing}", "email") == [LETTER]


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("closing", ["", CLOSINGS[0]])
def test_what_is_quoted_was_said_by_somebody_else(reply: str, closing: str) -> None:
    assert passages(f"Hi,\n\n{LETTER}\n\n{closing}\n\n{reply}", "email") == [LETTER]


def test_a_greeting_on_the_line_of_the_first_sentence_takes_only_itself() -> None:
    assert passages("Hi Ana, the export fails since Monday.", "ticket") == ["the export fails since Monday."]


def test_the_authors_own_name_begins_the_signature() -> None:
    assert passages(f"{LETTER}\n\nEva Stein\nHead of Operations", "email", Speakers(author="Eva Stein")) == [LETTER]


def test_a_ticket_that_is_all_subject_has_said_it_there() -> None:
    assert passages("Subject: Cannot reset my password", "ticket") == ["Cannot reset my password"]
    assert passages("Subject: Login\nThe page is blank in Safari.", "ticket") == ["The page is blank in Safari."]


def test_lines_that_an_editor_wrapped_are_one_passage_and_paragraphs_are_two() -> None:
    text = "The dashboard takes very long to load when we open it on\nMonday mornings.\n\nThe filters forget what we chose."
    assert passages(text, "ticket") == [text.split("\n\n")[0], "The filters forget what we chose."]


def test_a_survey_is_answered_in_words_not_in_letters() -> None:
    assert passages("Hi,\nCheap\nBest support", "nps") == ["Hi,", "Cheap", "Best support"]


@pytest.mark.parametrize("kind", ["nps", "ticket", "call_note"])
@pytest.mark.parametrize("text", ["", "\n\n", "Hi,", "Best regards,\nEva", "> only quoted", "WEBVTT\n\n00:01.000 --> 00:02.000"])
def test_nothing_said_is_no_reason_to_fail(kind: str, text: str) -> None:
    assert all(text[p.start : p.end].strip() for p in find_passages(text, kind, ANA))
