import pytest

from voc.engine.alignment import AlignedText
from voc.engine.conversation import find_passages
from voc.engine.passages import Passage, Speakers
from voc.engine.turns import level_transcript

ANA = Speakers(agents=frozenset({"ana lima", "ana"}))


def found(text: str, kind: str = "call_note", speakers: Speakers = ANA) -> list[tuple[str, Passage]]:
    levelled = level_transcript(AlignedText(text)).text
    return [(levelled[p.start : p.end], p) for p in find_passages(levelled, kind, speakers).passages]


def passages(text: str, kind: str = "call_note", speakers: Speakers = ANA) -> list[str]:
    return [words for words, _ in found(text, kind, speakers)]


def contexts(text: str, kind: str = "call_note", speakers: Speakers = ANA) -> list[str | None]:
    return [p.context for _, p in found(text, kind, speakers)]


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
    assert found(text, "ticket", Speakers()) and [(words, p.context) for words, p in found(text, "ticket", Speakers())] == [
        ("the export fails", "Problem"),
        ("a file is downloaded", "Expected"),
    ]


def test_bullets_are_points_one_by_one_without_heading_and_notes_to_self() -> None:
    text = (
        "QBR notes Acme 2026\n- export times out on large files\n- admins want audit logs,\n  with an export to Splunk\n"
        "- next steps: send pricing\n- I'll follow up next week\n- attendees: Ana, Ben\n\n1) seats are counted twice\n2. the app is slow"
    )
    assert passages(text) == [
        "export times out on large files", "admins want audit logs,\n  with an export to Splunk", "seats are counted twice", "the app is slow",
    ]  # fmt: skip
    assert {p.form for _, p in found(text)} == {"point"}


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


def test_the_headers_of_a_letter_are_none_of_its_words_and_its_subject_is_known() -> None:
    for headers in ("Subject: Export", "From: Eva\nTo: Support\nSubject: Export\nDate: Monday", "---- Forwarded message ----\nFrom: Eva\nSubject: Export\n"):
        reading = find_passages(f"{headers}\n\nHi,\n\n{LETTER}", "email", ANA)
        assert passages(f"{headers}\n\nHi,\n\n{LETTER}", "email") == [LETTER]
        assert reading.subject is not None
        assert reading.subject.text == "Export"


def test_an_answer_below_the_quoted_mail_is_read() -> None:
    assert passages(f"On Mon, Oct 5, 2026 Support wrote:\n> Did you restart it?\n\n{LETTER}", "email") == [LETTER]


def test_lines_that_an_editor_wrapped_are_one_passage_and_paragraphs_are_two() -> None:
    text = "The dashboard takes very long to load when we open it on\nMonday mornings.\n\nThe filters forget what we chose."
    assert passages(text, "ticket") == [text.split("\n\n")[0], "The filters forget what we chose."]


def test_a_survey_is_answered_in_words_not_in_letters() -> None:
    assert passages("Hi,\nCheap\nBest support", "nps") == ["Hi,", "Cheap", "Best support"]


@pytest.mark.parametrize("kind", ["nps", "ticket", "call_note"])
@pytest.mark.parametrize("text", ["", "\n\n", "Hi,", "Best regards,\nEva", "> only quoted", "WEBVTT\n\n00:01.000 --> 00:02.000"])
def test_nothing_said_is_no_reason_to_fail(kind: str, text: str) -> None:
    assert all(words.strip() for words in passages(text, kind))


def test_what_our_side_said_last_is_the_context_of_a_turn() -> None:
    text = "Ben: Hello.\nAna: What is missing?\nBen: A bulk edit.\nBen: Tags in the app.\nAna: We work on it.\nAnd else?\nBen: No."
    assert contexts(text) == [None, "What is missing?", "What is missing?", "We work on it. And else?"]


def test_context_is_bounded_and_ends_with_what_was_said_last() -> None:
    context = contexts(f"Ana: {'so and so, ' * 200}is it slow?\nBen: Yes, the board.\nAna: Oh.\nBen: Very.")[0]
    assert context is not None
    assert len(context) <= 302
    assert context.endswith("is it slow?")


def test_an_answer_between_quoted_lines_has_them_as_its_context() -> None:
    text = "Hi Ana,\n\n> Does the export\n> work now?\nNo, it still fails.\n\n> And the app?\nThe app is slow as well.\n\nBest\nEva"
    assert passages(text, "email") == ["No, it still fails.", "The app is slow as well."]
    assert contexts(text, "email") == ["Does the export work now?", "And the app?"]


SAID = ["The sync breaks every time we rename a field.", "Nobody is told."]
DRESSES = (
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\n<v Ana Lima>What hurts?</v>\n\n2\n"
    "00:00:05.000 --> 00:00:07.000\n<v Eva Stein>The sync breaks every time</v>\n\n3\n"
    "00:00:07.000 --> 00:00:09.000\n<v Eva Stein>we rename a field.</v>\n\n4\n00:01:00.000 --> "
    "00:01:02.000\n<v Ana Lima>Oh?</v>\n\n5\n00:01:02.000 --> 00:01:03.000\n<v Eva Stein>Nobody is told.</v>",
    "WEBVTT - a call\n\nNOTE made by a machine\n\ncafe-01/1\n00:01.000 --> 00:04.000\nAna Lima: What hurts?\n\ncafe-01/2\n00:05.000 --> 00:07.000\n"
    "Eva Stein: The sync breaks every time\n\ncafe-01/3\n00:07.000 --> 00:09.000\nwe rename a field.\n\ncafe-01/4\n01:00.000 --> 01:02.000\nAna Lima: Oh?\n\n"
    "cafe-01/5\n01:02.000 --> 01:03.000\nEva Stein: Nobody is told.",
    "1\n00:00:01,000 --> 00:00:04,000\nAna Lima: What hurts?\n\n2\n00:00:05,000 --> 00:00:07,000\nEva Stein: The sync breaks every time we rename a field.\n\n"
    "3\n00:01:00,000 --> 00:01:02,000\nAna Lima: Oh?\n\n4\n00:01:02,000 --> 00:01:03,000\nEva Stein: Nobody is told.",
    "Ana Lima  0:01\nWhat hurts?\n\nEva Stein  0:05\nThe sync breaks every time we rename a field.\n\nAna Lima  1:00\nOh?\n\nEva Stein  1:02\nNobody is told.",
    "[00:00:01] Ana Lima\nWhat hurts?\n[00:00:05] Eva Stein\nThe sync breaks every time we rename a field.\n"
    "[00:01:00] Ana Lima\nOh?\n[00:01:02] Eva Stein\nNobody is told.",
    "**Ana Lima:** What hurts?\n\n**Eva Stein:** The sync breaks every time we rename a field.\n\n**Ana Lima:** Oh?\n\n**Eva Stein:** Nobody is told.",
    "Ana Lima:\nWhat hurts?\n\nEva Stein:\nThe sync breaks every time we rename a field.\n\nAna Lima:\nOh?\n\nEva Stein:\nNobody is told.",
    "05/10/2026, 09:01 - Ana Lima: What hurts?\n05/10/2026, 09:02 - Eva Stein: The sync breaks every time we rename a field.\n"
    "05/10/2026, 09:03 - Ana Lima: Oh?\n05/10/2026, 09:04 - Eva Stein: Nobody is told.",
    "(10:12:33 AM) Ana Lima: What hurts?\n(10:12:40 AM) Eva Stein: The sync breaks every time we rename a field.\n"
    "(10:13:01 AM) Ana Lima: Oh?\n(10:13:09 AM) Eva Stein: Nobody is told.",
    "Ana Lima (Acme): What hurts?\nEva Stein (Foo Ltd): The sync breaks every time we rename a field.\n"
    "Ana Lima (Acme): Oh?\nEva Stein (Foo Ltd): Nobody is told.",
)


@pytest.mark.parametrize("kind", ["call_note", "chat"])
@pytest.mark.parametrize("dress", DRESSES)
def test_a_transcript_is_read_in_whatever_dress_it_comes(dress: str, kind: str) -> None:
    assert passages(dress, kind) == SAID
    assert contexts(dress, kind) == ["What hurts?", "Oh?"]


def test_a_list_under_its_heading_is_no_conversation() -> None:
    text = "Wishes:\n- an audit log\n- guest roles\n\nProblems:\n- the slow app\n- lost drafts"
    assert passages(text) == ["an audit log", "guest roles", "the slow app", "lost drafts"]


def test_people_who_speak_once_each_are_known_by_the_clock_that_runs_from_the_calls_start() -> None:
    head = "Alder review\nWed, Mar 4, 2026 3:00PM \u2022 32:10\n\nSUMMARY KEYWORDS\nexport, invoice\n\nSPEAKERS\nEva Stein, Ana Lima\n\n"
    turns = "Ana Lima  00:02\nHow is it going?\n\nEva Stein  00:08\nThe invoice portal is a mess.\n\nUnknown Speaker  00:31\nAnd the VAT is wrong.\n"
    assert passages(head + turns) == ["The invoice portal is a mess.", "And the VAT is wrong."]
    assert contexts(head + turns)[0] == "How is it going?"


def test_times_of_a_day_are_no_calls_clock() -> None:
    agenda = "Opening 09:00\nThe map and its layers\nLunch 12:00\nIn the hall\n"
    assert passages(agenda) == passages(agenda, kind="ticket")


def test_a_day_above_the_turns_is_nobody() -> None:
    text = "March 4, 2026, 3:00PM\n31m 12s\nAna Lima   0:03\nWelcome.\nEva Stein   0:09\nThe nurses lose ten minutes.\nEva Stein   0:30\nThe export fails.\n"
    assert passages(text) == ["The nurses lose ten minutes.", "The export fails."]
